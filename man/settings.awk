# settings.awk -- the list of settings in a manual, from their table.
#
#	awk -f settings.awk TABLE PAGE.in > PAGE
#
# The line @SETTINGS@ of the page becomes the list. The form of the table is
# told in src/client/settings.def.

# All strings of a row behind its name, joined.
function text_of(row,	text)
{
	text = ""
	while (match(row, /"[^"]*"/)) {
		text = text substr(row, RSTART + 1, RLENGTH - 2)
		row = substr(row, RSTART + RLENGTH)
	}
	return text
}

# A sentence of mdoc: a capital letter first, nothing taken for a request.
function sentence(text)
{
	sub(/^ +/, "", text)
	text = toupper(substr(text, 1, 1)) substr(text, 2)
	gsub(/\\/, "\\e", text)
	if (text ~ /^[.']/)
		text = "\\&" text
	return text ".\n"
}

# "what it is; empty: that" is two sentences.
function sentences(text,	n, i, part, out)
{
	n = split(text, part, ";")
	out = ""
	for (i = 1; i <= n; i++)
		out = out sentence(part[i])
	return out
}

# "a|b|c": "a, b or c".
function choice(text,	n, i, part, out)
{
	n = split(text, part, "[|]")
	out = part[1]
	for (i = 2; i <= n; i++)
		out = out (i < n ? ", " : " or ") part[i]
	return out
}

function range(type, least, most, choices)
{
	if (type == "TEXT" || type == "SECRET")
		return "text"
	if (type == "COUNT")
		return least " to " most
	return type == "SWITCH" ? "switch" : choice(choices)
}

# field, name, type, min, max, choices, default, when, help
function add_row(row,	field, head, rest, value)
{
	rest = row
	sub(/[ \t]*N_\(.*/, "", rest)
	head = rest
	gsub(/[ \t\n]/, " ", head)
	if (split(head, field, /, */) < 8) {
		print "settings.awk: what is this row? " row > "/dev/stderr"
		exit failed = 1
	}
	gsub(/"/, "", field[2])
	gsub(/"/, "", field[6])
	value = text_of(field[7])
	list = list ".It Cm " field[2] " Pq " range(field[3], field[4], \
	    field[5], field[6]) (field[3] == "CHOICE" ? ";" : ",") \
	    " default: " (value == "" ? "none" : value) \
	    (field[8] == "LATER" ? "; for the next connection" : "") "\n"
	sub(/.*N_\(/, "", row)
	list = list sentences(text_of(row)) more
	more = ""
}

function end_section()
{
	if (has_section)
		list = list ".El\n"
	has_section = 0
}

FNR == NR && /^\/\* section: / {
	end_section()
	sub(/^\/\* section: /, "")
	sub(/ \*\/$/, "")
	list = list ".Ss " $0 "\n.Bl -tag -width Ds\n"
	has_section = 1
	next
}

FNR == NR && /^\/\* man:$/ {
	is_manual = 1
	next
}

FNR == NR && is_manual {
	is_manual = !/^ \*\/$/
	sub(/^ \* ?/, "")
	if (is_manual)
		more = more $0 "\n"
	next
}

FNR == NR && (/^SETTING\(/ || row != "") {
	row = row $0 "\n"
	if (/\)\)$/) {
		add_row(row)
		row = ""
	}
	next
}

FNR == NR {
	next
}

/^@SETTINGS@$/ {
	end_section()
	printf "%s", list
	next
}

{
	print
}

END {
	if (!failed && (row != "" || is_manual)) {
		print "settings.awk: the table ends within a row" > "/dev/stderr"
		exit 1
	}
	exit failed
}
