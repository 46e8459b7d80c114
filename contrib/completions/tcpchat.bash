# tcpchat.bash -- completes the command line of tcpchat(1) in bash.
# shellcheck shell=bash

# The command before the word being typed, in `command`; empty: none yet.
_tcpchat_command()
{
	local i

	command=
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i - 1]} in
		=|--machine-name|--port|--nick|--trust|--account|--password-command|--certificate|--config|--to|--state|--timeout|\
		--from|--since|--count|--limit|--before)
			continue ;;
		esac
		case ${COMP_WORDS[i]} in
		send|list|listen|history)
			command=${COMP_WORDS[i]}
			return ;;
		esac
	done
}

# What may stand where no value is expected.
_tcpchat_words()
{
	echo '--machine-name= --port= --nick= --trust= --no-tls --config='
	echo '--account= --password-command= --certificate='
	echo '--timeout='
	echo '--version --help'
	case $1 in
	send) echo '--to= --multiline --state=' ;;
	list) echo '--json' ;;
	listen) echo '--from= --since= --count= --json' ;;
	history) echo '--limit= --before= --json' ;;
	*) echo 'send list listen history --plain' ;;
	esac
}

_tcpchat()
{
	local cur=${COMP_WORDS[COMP_CWORD]} name=${COMP_WORDS[COMP_CWORD - 1]}
	local command

	# --name=value arrives as three words.
	if [[ $cur == = ]]; then
		cur="" name+="="
	elif [[ $name == = ]]; then
		name=${COMP_WORDS[COMP_CWORD - 2]}=
	fi
	case $name in
	--config|--config=|--certificate|--certificate=|--state|--state=)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
	--no-tls=)
		mapfile -t COMPREPLY < <(compgen -W 'true false' -- "$cur") ;;
	--machine-name|--machine-name=)
		mapfile -t COMPREPLY < <(compgen -A hostname -- "$cur") ;;
	--to|--to=|--from|--from=)
		mapfile -t COMPREPLY < <(compgen -W ALL -- "$cur") ;;
	--port|--nick|--trust|--timeout|--since|--count|--limit|--before|--*=)
		COMPREPLY=() ;;
	*)
		_tcpchat_command
		mapfile -t COMPREPLY < <(
		    compgen -W "$(_tcpchat_words "$command")" -- "$cur") ;;
	esac
	if [[ ${COMPREPLY[0]-} == --*= ]]; then
		compopt -o nospace 2>/dev/null
	fi
	return 0
}
complete -F _tcpchat tcpchat
