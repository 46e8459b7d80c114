# tcpchat-tui.bash -- completes the command line of tcpchat-tui(1) in bash.
# shellcheck shell=bash

_tcpchat_tui()
{
	local cur=${COMP_WORDS[COMP_CWORD]} name=${COMP_WORDS[COMP_CWORD - 1]}

	# --name=value arrives as three words.
	if [[ $cur == = ]]; then
		cur="" name+="="
	elif [[ $name == = ]]; then
		name=${COMP_WORDS[COMP_CWORD - 2]}=
	fi
	case $name in
	--config|--config=|--control|--control=|--certificate|--certificate=)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
	--no-tls=)
		mapfile -t COMPREPLY < <(compgen -W 'true false' -- "$cur") ;;
	--machine-name|--machine-name=)
		mapfile -t COMPREPLY < <(compgen -A hostname -- "$cur") ;;
	--port|--nick|--*=)
		COMPREPLY=() ;;
	*)
		mapfile -t COMPREPLY < <(compgen -A hostname -W '--machine-name=
		    --port= --nick= --account= --password-command=
		    --certificate= --trust= --no-tls --plain --config= --control=
		    --version --help' -- "$cur") ;;
	esac
	if [[ ${COMPREPLY[0]-} == --*= ]]; then
		compopt -o nospace 2>/dev/null
	fi
	return 0
}
complete -F _tcpchat_tui tcpchat-tui
