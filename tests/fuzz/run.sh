#!/bin/sh
# run.sh -- runs every fuzz target for a while: run.sh BUILD-FOLDER SECONDS [SEED].
#
# A target is an executable tests/fuzz/*_fuzz; its seeds are in the folder
# tests/fuzz/*_corpus of the source. What it finds stays in the build folder,
# and is printed at the end so that a log alone is enough to play it again.
# One SEED walks one way through the inputs: a check that fails on one machine
# does on another. For a long search give another number, or 0 for a random one.
set -u
build=$1
seconds=$2
seed=${3:-1}
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
	rm -f "$1".crash-* "$1".leak-* "$1".oom-* "$1".timeout-*
	"$1" -seed="$seed" -max_total_time="$seconds" -timeout=30 \
	    -rss_limit_mb=2048 -print_final_stats=1 -verbosity=1 \
	    -artifact_prefix="$1." \
	    "$corpus" ${seeds:+"$seeds"} >"$1.log" 2>&1 && verdict=ok
	# On a line of its own, whatever the target printed last.
	printf '\n%s - %s survives %s s\n' "$verdict" "$name" "$seconds" >>"$1.log"
}

# explain TARGET: the sanitizer's words, and the input if it is small.
explain()
{
	echo "--- $(basename "$1"):"
	grep -n -a -A 25 -E 'ERROR: |runtime error|Assertion' "$1.log" |
	    cut -c 1-200 | head -n 30
	for found in "$1".crash-* "$1".leak-* "$1".oom-* "$1".timeout-*; do
		if [ -f "$found" ] && [ "$(wc -c <"$found")" -le 4096 ]; then
			echo "$(basename "$found") in base64:"
			base64 -w 0 "$found"
			echo
		fi
	done
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
status=0
for target; do
	cat "$target.log"
done
for target; do
	tail -n 1 "$target.log" | grep -q '^ok' && continue
	explain "$target"
	status=1
done
exit $status
