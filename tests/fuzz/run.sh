#!/bin/sh
# run.sh -- runs every fuzz target for a while: run.sh BUILD-FOLDER SECONDS.
#
# A target is an executable tests/fuzz/*_fuzz; its seeds are in the folder
# tests/fuzz/*_corpus of the source. What it finds stays in the build folder.
set -u
build=$1
seconds=$2
here=$(cd "$(dirname "$0")" && pwd)
status=0
found=no

for target in "$build"/tests/fuzz/*_fuzz; do
	[ -x "$target" ] || continue
	found=yes
	name=$(basename "$target")
	corpus=$target.corpus
	mkdir -p "$corpus"
	seeds=$here/${name%_fuzz}_corpus
	[ -d "$seeds" ] || seeds=
	if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
	    -print_final_stats=1 -verbosity=1 -artifact_prefix="$target." \
	    "$corpus" ${seeds:+"$seeds"}; then
		echo "ok - $name survives $seconds s"
	else
		echo "not ok - $name survives $seconds s"
		status=1
	fi
done
[ $found = yes ] || { echo "not ok - there are fuzz targets"; exit 1; }
exit $status
