# actions.awk -- the list of actions in a manual, from their tables.
#
#	awk -f actions.awk KEYMAP ACTIONS PAGE.in > PAGE
#
# The line @ACTIONS@ of the page becomes the list: of each action the name as
# /bind takes it, what it does, its keys, and the command that does the same.

function quoted(text)
{
	gsub(/\\/, "\\e", text)
	gsub(/-/, "\\-", text)
	return text
}

FNR == 1 {
	file++
}

file == 1 && /^KEYMAP\(/ {
	split($0, part, "\"")
	name = part[3]
	gsub(/[^A-Z0-9_]/, "", name)
	keys[name] = keys[name] (keys[name] == "" ? "" : ", ") part[2]
	next
}

file == 2 && /^ACTION\(/ {
	name = $0
	sub(/^ACTION\(/, "", name)
	sub(/,.*/, "", name)
	command = $0
	sub(/^[^,]*,[ \t]*/, "", command)
	command = command ~ /^NULL/ ? "" : command
	split(command, part, "\"")
	command = part[2]
	help = $0
	sub(/.*N_\("/, "", help)
	sub(/"\)\)$/, "", help)
	ways = keys[name]
	if (command != "")
		ways = ways (ways == "" ? "" : "; ") command
	name = tolower(name)
	gsub(/_/, "-", name)
	list = list ".It Cm " name "\n\\&" help " (" quoted(ways) ")\n"
	next
}

file < 3 {
	next
}

/^@ACTIONS@$/ {
	printf ".Bl -tag -width complete-previous -compact\n%s.El\n", list
	next
}

{
	print
}
