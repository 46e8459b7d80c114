# layers.awk -- finds the #include lines that break the order of the house.
function dir(path,  part)
{
	return split(path, part, "/") > 1 ? part[1] : ""
}

# May `file` (below src/) include our header `header`?
function ours(file, header,  from, to)
{
	from = dir(file); to = dir(header)
	if (file in edge)
		from = "edge"
	if (to == from || (from, to) in may || (from, header) in may)
		return 1
	return from == "edge" && to == dir(file)
}

function rule(from, list,  n, i, to)
{
	n = split(list, to, " ")
	for (i = 1; i <= n; i++)
		may[from, to[i]] = 1
}

# `room` is a folder (with /) or the beginning of a file name.
function library(pattern, rooms)
{
	lib[++libs] = pattern
	room[libs] = rooms
}

function wrong(text)
{
	print FILENAME ":" FNR ": " text
}

function check_library(file, header,  i, j, n, r, fine)
{
	for (i = 1; i <= libs; i++) {
		if (header !~ lib[i])
			continue
		n = split(room[i], r, " ")
		fine = 0
		for (j = 1; j <= n; j++)
			if (index(file, r[j]) == 1)
				fine = 1
		if (!fine)
			wrong("<" header "> belongs only in " room[i])
	}
}

BEGIN {
	edge["tui/main.c"] = edge["cli/main.c"] = 1
	edge["tui/control.c"] = 1
	edge["cli/turn.c"] = edge["client/uplink.c"] = edge["client/errand.c"] = 1
	edge["client/login.c"] = edge["client/login_report.c"] = 1
	rule("proto", "base")
	rule("adapter", "proto base")
	rule("server", "proto base store/store.h bus/bus.h")
	rule("store", "proto base server/event.h server/world.h")
	rule("bus", "proto base store/store.h store/resend.h server/event.h server/world.h")
	rule("net", "proto base")
	rule("daemon", "adapter server store bus net proto base")
	rule("session", "proto base")
	rule("client", "net/tls.h proto base")
	rule("tui", "client session/session.h proto base")
	rule("cli", "client session/session.h proto base")
	rule("edge", "adapter/oldserver.h client session net proto base")
	library("^event2/", "net/ daemon/ bus/ client/errand.c client/uplink.c tui/main.c tui/control.c cli/turn.c")
	library("^(n?curses|ncursesw/.*|term)[.]h$", "tui/term_")
	library("^confuse[.]h$", "client/config_text.c daemon/configuration.c")
	library("^sqlite3[.]h$", "store/store_sqlite")
	library("^openssl/", "net/tls proto/digest.c")
}

FNR == 1 {
	file = FILENAME
	sub(/^src\//, "", file)
	is_source = file ~ /[.]c$/
	includes = 0
}

/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
	header = $0
	sub(/^[^<"]*[<"]/, "", header)
	sub(/[>"].*$/, "", header)
	if (is_source && ++includes == 1 && header != "config.h")
		wrong("the first include is not \"config.h\"")
	if (header !~ /[.]def$/)
		last[FILENAME] = header
	if ($0 ~ /</)
		check_library(file, header)
	else if (header != "config.h" && header !~ /[.]def$/ &&
	    dir(header) != "" && !ours(file, header))
		wrong("may not include \"" header "\"")
}

/^[ \t]*#[ \t]*if(n?def)?[ \t(]/ && file !~ /^(base\/|net\/tls[.]c)/ {
	if (!(file ~ /[.]h$/ && $0 ~ /#ifndef [A-Z0-9_]+_H$/))
		wrong("#if outside base/ and net/tls.c")
}

/^#include [<"]/ && file ~ /[.]def$/ {
	wrong("a table includes nothing")
}

END {
	for (f in last)
		if (f ~ /[.]c$/ && last[f] != "base/banned.h")
			print f ": the last include is not \"base/banned.h\""
}
