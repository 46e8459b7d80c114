#!/bin/sh
# completions.sh -- the shells complete exactly the options the programs have.
#
# Each shell loads its file of contrib/completions and is asked what may follow
# "PROGRAM --"; the tables (.def) that the programs are made from say what must.
set -u
cd "${TCPCHAT_SOURCE:-$(dirname "$0")/../..}" || exit 1
folder=$PWD/contrib/completions
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
export folder
status=0

# ask_SHELL WORD...: what may follow; the last WORD is being typed, maybe empty.
ask_bash()
{
	# shellcheck disable=SC2016 # for the shell that is asked
	bash --norc -c '
		. "$folder/$1.bash" || exit
		how=$(complete -p "$1")
		how=${how#*-F }
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		"${how%% *}" "$1" "${!#}" "${COMP_WORDS[COMP_CWORD - 1]}"
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}

ask_zsh()
{
	timeout 30 zsh -f tests/lint/completions.zsh "$folder" "$scratch" "$*"
}

ask_fish()
{
	# shellcheck disable=SC2016 # for the shell that is asked
	HOME=$scratch XDG_CONFIG_HOME=$scratch XDG_DATA_HOME=$scratch fish \
	    --no-config -c 'source "$folder/$argv[1].fish"
		complete -C "$argv"' "$@" | cut -f 1
}

# compare TEXT WANTED FOUND
compare()
{
	if [ -n "$2" ] && [ "$2" = "$3" ]; then
		echo "ok - $1"
	else
		echo "# wanted: $(echo "$2" | tr '\n' ' ')"
		echo "# found: $(echo "$3" | tr '\n' ' ')"
		echo "not ok - $1"
		status=1
	fi
}

# Names of options out of anything, one a line, sorted.
names()
{
	grep -oE '^--[a-z][a-z-]*' | LC_ALL=C sort -u
}

# options SHELL PROGRAM [COMMAND...]: all it offers, together with any command.
options()
{
	asked=$1 program=$2
	shift 2
	{
		"ask_$asked" "$program" --
		for command in "$@"; do
			"ask_$asked" "$program" "$command" --
		done
	} | names
}

# program NAME TABLE [COMMAND...]
program()
{
	name=$1
	table=$(sed -nE 's/^OPTION\("([^"]*)".*/--\1/p' "$2" | names)
	shift 2
	for shell in bash zsh fish; do
		compare "$shell completes the options of $name" "$table" \
		    "$(options $shell "$name" "$@")"
	done
}

# choices OPTION: what bash and fish offer for it, and what the setting takes.
choices()
{
	wanted=$(sed -nE "s/.*\"$1\", CHOICE, 0, 0, \"([^\"]*)\".*/\1/p" \
	    src/daemon/settings.def | tr '|' '\n' | LC_ALL=C sort)
	compare "bash completes --$1" "$wanted" \
	    "$(ask_bash tcpchatd "--$1" = '' | LC_ALL=C sort)"
	compare "zsh completes --$1" "$wanted" \
	    "$(ask_zsh tcpchatd "--$1=" | LC_ALL=C sort)"
	compare "fish completes --$1" "$wanted" \
	    "$(ask_fish tcpchatd "--$1=" | sed 's/.*=//' | LC_ALL=C sort)"
}

program tcpchatd src/daemon/options.def
program tcpchat-tui src/tui/options.def
program tcpchat src/cli/options.def send list listen history
choices event-method
for shell in bash zsh fish; do
	compare "$shell completes the commands of tcpchat" \
	    "$(printf '%s\n' history list listen send)" \
	    "$(ask_$shell tcpchat '' | grep -v '^-' | LC_ALL=C sort -u)"
done
wanted=$(sed -nE 's/^SUBCOMMAND\("([^"]*)".*/\1/p' \
    src/daemon/subcommand.def | LC_ALL=C sort)
for shell in bash zsh fish; do
	compare "$shell completes the commands of tcpchatd" "$wanted" \
	    "$(ask_$shell tcpchatd '' | grep -xF "$wanted" | LC_ALL=C sort -u)"
done
compare "bash completes the part of an option" --port= \
    "$(ask_bash tcpchatd --po)"
compare "bash completes files for --config" "$folder/tcpchatd.bash" \
    "$(ask_bash tcpchatd --config = "$folder/tcpchatd.b")"
exit $status
