#!/bin/sh
# layers.sh -- who may include whom (the arrows of doc/ARCHITECTURE.md).
#
# Reads every #include under src/. Prints "ok" or "not ok" lines and fails
# if an arrow points up, or a library is used outside the rooms it belongs to.
set -u
cd "${TCPCHAT_SOURCE:-$(dirname "$0")/../..}" || exit 1

findings=$(find src -name '*.[ch]' -o -name '*.def' |
    LC_ALL=C sort | xargs awk -f tests/lint/layers.awk)

if [ -n "$findings" ]; then
	echo "$findings" | sed 's/^/# /'
	echo "not ok - include directions"
	exit 1
fi
echo "ok - include directions"
