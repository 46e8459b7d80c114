#!/bin/sh
# coverage.sh -- every row of the protocol's tables is hit by a conversation.
#
# Commands, capabilities, ISUPPORT tokens, numerics and FAIL codes that the
# server can say are looked for in tests/chat/*.chat. What no conversation can
# hit stands in tests/chat/not-played with the reason, and nothing else does.
set -u
cd "${TCPCHAT_SOURCE:-$(dirname "$0")/../..}" || exit 1
excused=tests/chat/not-played
status=0
played=$(mktemp) || exit 1
trap 'rm -f "$played"' EXIT
grep -hv '^#' tests/chat/*.chat >"$played"

# claim WHAT PATTERN: standard input is a row a line; PATTERN, with ROW in it,
# is how it is seen in a conversation.
claim()
{
	missing=
	total=0
	while read -r row; do
		total=$((total + 1))
		pattern=$(echo "$2" | sed "s|ROW|$row|g")
		if grep -qE -e "$pattern" "$played"; then
			! grep -q "^$1 $row " $excused 2>/dev/null ||
			    missing="$missing $row(excused)"
		else
			grep -q "^$1 $row " $excused 2>/dev/null ||
			    missing="$missing $row"
		fi
	done
	if [ -n "$missing" ] || [ $total -eq 0 ]; then
		echo "# not as it should be:$missing"
		echo "not ok - every $1 is played ($total)"
		return 1
	fi
	echo "ok - every $1 is played ($total)"
}

# Names of the commands, as their files give them.
commands()
{
	sed -nE 's/^[[:space:]]*\.name = "([A-Z]+)".*/\1/p' src/server/cmd_*.c |
	    sort -u
}

# Numerics that the server's sources name.
numerics()
{
	grep -ohE '\b(RPL|ERR)_[A-Z0-9]+\b' src/server/*.c src/server/*.h |
	    sort -u | while read -r name; do
		sed -nE "s/^NUMERIC\\(([0-9]+), *$name,.*/\\1/p" \
		    src/proto/irc_numeric.def
	done | awk '{ printf "%03d\n", $1 }' | sort -u
}

# Codes of FAIL, WARN and NOTE.
codes()
{
	cat src/server/*.c | tr '\n\t' '  ' |
	    grep -oE '(client|answer)_(fail|warn|note)\([^;]*' |
	    grep -oE '"[A-Z][A-Z]*_[A-Z_]*"' | tr -d '"' | sort -u
}

row()
{
	sed -nE "s/^$1\\(\"([^\"]*)\".*/\\1/p" "$2"
}

commands | claim command '^[a-z0-9]+> (@[^ ]* )?ROW( |$)' || status=1
row CAP src/proto/irc_cap.def |
    claim capability '(^|[ :=,])ROW($|[ =])' || status=1
row ISUPPORT src/proto/irc_isupport.def |
    claim token '[ :]ROW([ =]|$)' || status=1
numerics | claim numeric '< (@[^ ]* )?:[^ ]* ROW ' || status=1
codes | claim code '(FAIL|WARN|NOTE) [^ ]* ROW( |$)' || status=1
exit $status
