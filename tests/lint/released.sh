#!/bin/sh
# released.sh -- every end-to-end and screen test is named by a local.mk: what
# is not is missing in a release, and nobody notices.
set -u
cd "${TCPCHAT_SOURCE:-.}" || exit 1
missing=$(for file in tests/e2e/*.py tests/screen/*.screen tests/screen/*.inc
do
	grep -qw "$file" tests/local.mk src/tui/local.mk || echo "# $file"
done)
if [ -n "$missing" ]; then
	echo "$missing"
	echo "not ok - tests are in what is released"
	exit 1
fi
echo "ok - tests are in what is released"
