#!/bin/sh
# all.sh -- every rule of the house that a program can check.
#
# Prints a line "ok - ..." or "not ok - ..." for each; fails if one does not
# hold. TCPCHAT_BUILD is the build folder whose libraries and programs it reads.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
export TCPCHAT_SOURCE="$top"
export TCPCHAT_BUILD="${TCPCHAT_BUILD:-$top/build}"
cd "$top" || exit 1
status=0

# claim TEXT COMMAND...: the command's output is the explanation of a failure.
claim()
{
	text=$1
	shift
	if said=$("$@" 2>&1); then
		echo "ok - $text"
	else
		echo "$said" | sed 's/^/# /'
		echo "not ok - $text"
		status=1
	fi
}

for rule in layers pure manual coverage translations completions store \
    released; do
	"$here/$rule.sh" || status=1
done
for page in man/*.[1-9] "${TCPCHAT_BUILD:-build}"/man/*.[1-9]; do
	[ -f "$page" ] || continue
	claim "$page" mandoc -T lint -W warning "$page"
done
for script in autogen.sh .ci/run scripts/* tests/lint/*.sh tests/fuzz/*.sh \
    tests/bench/*.sh contrib/completions/*.bash; do
	[ -f "$script" ] || continue
	claim "shellcheck $script" shellcheck "$script"
done
# What the README and doc/ send people to is there.
named=$(grep -ohE '(doc|man|po|scripts)/[A-Za-z0-9_./-]*[A-Za-z0-9]' \
    README doc/*.md | grep -v NAME | LC_ALL=C sort -u)
for file in $named; do
	claim "$file, named by the documents, is there" test -e "$file"
done
exit $status
