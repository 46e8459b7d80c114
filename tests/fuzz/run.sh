#!/bin/sh
# run.sh -- runs every fuzz target for a while: run.sh BUILD-FOLDER SECONDS.
#
# A target is an executable tests/fuzz/*_fuzz; its seeds are in the folder
# tests/fuzz/*_corpus of the source. What it finds stays in the build folder.
set -u
build=$1
seconds=$2
here=$(cd "$(dirname "$0")" && pwd)

# fuzz TARGET: its output goes to TARGET.log, the verdict is the last line.
fuzz()
{
	name=$(basename "$1")
	corpus=$1.corpus
	mkdir -p "$corpus"
	seeds=$here/${name%_fuzz}_corpus
	[ -d "$seeds" ] || seeds=
	verdict="not ok"
	"$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
	    -print_final_stats=1 -verbosity=1 -artifact_prefix="$1." \
	    "$corpus" ${seeds:+"$seeds"} >"$1.log" 2>&1 && verdict=ok
	# On a line of its own, whatever the target printed last.
	printf '\n%s - %s survives %s s\n' "$verdict" "$name" "$seconds" >>"$1.log"
}

set -- "$build"/tests/fuzz/*_fuzz
[ -x "$1" ] || { echo "not ok - there are fuzz targets"; exit 1; }
for target; do
	fuzz "$target" &
	# Two at a time: no job control in sh waits for whichever ends first.
	if [ "${before:-}" ]; then
		wait "$before"
	fi
	before=$!
done
wait
for target; do
	cat "$target.log"
done
! cat "$build"/tests/fuzz/*_fuzz.log | grep -q '^not ok'
