# completions.zsh -- FOLDER SCRATCH LINE: prints what zsh would complete at the
# end of LINE with the functions of FOLDER. It types LINE into a second zsh,
# on a terminal of its own, which notes each word it is about to offer.
zmodload zsh/zpty || exit 1
export FOLDER=$1 FOUND=$2/found
: >$FOUND

cat >$2/inner <<'INNER'
PS1= fpath=($FOLDER $fpath)
autoload -Uz compinit
compinit -u -D
compadd()
{
	local -a offered
	# Some calls only sort words into arrays: they are none of ours.
	if (( ${@[(I)-[OAD]]} )); then
		builtin compadd "$@"
		return
	fi
	builtin compadd -O offered "$@"
	print -l -- $offered >>$FOUND
	builtin compadd "$@"
}
note()
{
	_main_complete
	print -r -- THE-END
	compstate[list]= compstate[insert]=
}
zle -C note complete-word note
bindkey '^I' note
print -r -- THE-BEGIN
INNER
zpty inner TERM=dumb zsh -f -i
zpty -w inner ". ${(q)2}/inner"
zpty -r inner said '*THE-BEGIN*'
zpty -w -n inner "$3"$'\t'
zpty -r inner said '*THE-END*'
zpty -d inner
sort -u $FOUND
