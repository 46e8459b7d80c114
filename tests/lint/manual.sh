#!/bin/sh
# manual.sh -- what a program offers stands in its manual.
#
# Options are read from --help, settings, commands and keys from the tables
# (.def) that the programs themselves are made from.
set -u
cd "${TCPCHAT_SOURCE:-$(dirname "$0")/../..}" || exit 1
build=${TCPCHAT_BUILD:-build}
status=0

# Prints a manual page as plain text, without overstriking; one that is made
# is in the build folder.
page()
{
	file=man/$1
	[ -f "$file" ] || file=$build/man/$1
	mandoc -T utf8 -O width=200 "$file" 2>/dev/null | sed 's/.\x08//g'
}

# claim TEXT PAGE: standard input names what must be in the page, one a line.
claim()
{
	text=$(page "$2")
	missing=
	total=0
	while read -r word; do
		[ -n "$word" ] || continue
		total=$((total + 1))
		# Whole words, but for keys like "Alt-/".
		case $word in
		*[!A-Za-z0-9]) whole= ;;
		*) whole=-w ;;
		esac
		echo "$text" | grep -qF $whole -e "$word" ||
		    missing="$missing $word"
	done
	if [ -n "$missing" ]; then
		echo "# not in $2:$missing"
		echo "not ok - $1"
		status=1
	elif [ $total -eq 0 ]; then
		echo "# nothing found to look for"
		echo "not ok - $1"
		status=1
	else
		echo "ok - $1 ($total)"
	fi
}

# options PROGRAM: the names of its long options.
options()
{
	"$build/$1" --help 2>/dev/null | grep -oE -e '--[a-z][a-z-]+' | sort -u
}

# rows MACRO FILE NUMBER: an argument of each row of a table, quotes off.
rows()
{
	sed -nE "s/^$1\\((.*)/\\1/p" "$2" |
	    awk -F '"' -v n="$3" '{
		if (n == 0) { sub(/,.*/, ""); print }
		else if (NF > 2 * n - 1) print $(2 * n)
	    }' | LC_ALL=C sort -u
}

for program in tcpchatd.8 tcpchat-tui.1 tcpchat.1; do
	name=${program%.*}
	[ -x "$build/$name" ] || continue
	said=$(options "$name")
	claim "$name: options" "$program" <<-EOF
	$said
	EOF
done

# table TEXT PAGE MACRO FILE NUMBER: the same for a table, once there is one.
table()
{
	[ -f "$4" ] || return
	said=$(rows "$3" "$4" "$5")
	claim "$1" "$2" <<-EOF
	$said
	EOF
}

table "tcpchatd: settings" tcpchatd.conf.5 SETTING src/daemon/settings.def 1
table "tcpchat-tui: settings" tcpchat-tui.conf.5 SETTING src/client/settings.def 1
table "tcpchat-tui: keys" tcpchat-tui.1 KEYMAP src/tui/keymap.def 1
table "tcpchat-tui: keys of vi" tcpchat-tui.1 VIKEY src/tui/keymap.def 1
table "tcpchat-tui: commands" tcpchat-tui.1 SLASH src/tui/slash.def 1
table "tcpchat: commands" tcpchat.1 WORD src/cli/word.def 1
table "capabilities" tcpchat-proto.7 CAP src/proto/irc_cap.def 1
table "ISUPPORT" tcpchat-proto.7 ISUPPORT src/proto/irc_isupport.def 1

said=$(sed -nE 's/.*\.name = "([A-Z]+)".*/\1/p' src/server/*.c | sort -u)
if [ -n "$said" ]; then
	claim "commands of the server" tcpchat-proto.7 <<-EOF
	$said
	EOF
fi
# What client_fail() and functions named like it can say.
said=$(cat src/server/*.c | tr '\n\t' '  ' |
    grep -oE '(fail|warn|note|refuse)[a-z_]*\([^;]*' |
    grep -oE '"[A-Z]+_[A-Z_]+"' | tr -d '"' | sort -u)
claim "codes of FAIL" tcpchat-proto.7 <<-EOF
	$said
EOF
exit $status
