# tcpchatd.bash -- completes the command line of tcpchatd(8) in bash.
# shellcheck shell=bash

_tcpchatd()
{
	local cur=${COMP_WORDS[COMP_CWORD]} name=${COMP_WORDS[COMP_CWORD - 1]}

	# --name=value arrives as three words.
	if [[ $cur == = ]]; then
		cur="" name+="="
	elif [[ $name == = ]]; then
		name=${COMP_WORDS[COMP_CWORD - 2]}=
	fi
	case $name in
	--config|--config=)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
	--state-dir|--state-dir=)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
	--event-method|--event-method=)
		mapfile -t COMPREPLY < <(
		    compgen -W 'auto select poll epoll' -- "$cur") ;;
	--foreground=|--verbose=)
		mapfile -t COMPREPLY < <(compgen -W 'true false' -- "$cur") ;;
	history)
		mapfile -t COMPREPLY < <(
		    compgen -W 'prune export delete' -- "$cur") ;;
	backup|check)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
	account)
		mapfile -t COMPREPLY < <(
		    compgen -W 'list add passwd delete' -- "$cur") ;;
	status|rehash|stop|hash-password)
		mapfile -t COMPREPLY < <(
		    compgen -W '--state-dir= --config=' -- "$cur") ;;
	--machine-name|--machine-name=)
		mapfile -t COMPREPLY < <(compgen -A hostname -- "$cur") ;;
	--port|--tls-port|--text-port|--*=)
		COMPREPLY=() ;;
	*)
		mapfile -t COMPREPLY < <(compgen -W '--foreground
		    --machine-name= --port= --tls-port= --text-port= --config=
		    --state-dir= --event-method= --verbose --check-config --version --help
		    account backup check history status rehash stop hash-password' -- "$cur") ;;
	esac
	if [[ ${COMPREPLY[0]-} == --*= ]]; then
		compopt -o nospace 2>/dev/null
	fi
	return 0
}
complete -F _tcpchatd tcpchatd
