#!/bin/sh
# store.sh -- doc/STORE.md names every table of the schema and its columns, in
# their order, and no others.
set -u
cd "${TCPCHAT_SOURCE:-$(dirname "$0")/../..}" || exit 1

# "table column column ..." of each CREATE TABLE; of FTS5 without its options.
schema()
{
	sed 's/--.*//' src/store/schema.sql | awk '
	/^CREATE (VIRTUAL )?TABLE/ {
		name = $2 == "VIRTUAL" ? $4 : $3
		line = name
		next
	}
	/^\)/ { if (line != "") print line; line = ""; next }
	line != "" && $1 ~ /^[a-z]/ && $2 != "=" {
		sub(/,$/, "", $1)
		line = line " " $1
	}' | LC_ALL=C sort
}

# The rows "| `table` | ... | `column` `column` ... |".
documented()
{
	awk -F '|' '/^\| `/ && NF == 6 { print $2 $5 }' doc/STORE.md |
	    tr -d '`' | awk '{ $1 = $1; print }' | LC_ALL=C sort
}

if [ "$(schema)" = "$(documented)" ] && [ -n "$(schema)" ]; then
	echo "ok - doc/STORE.md has the $(schema | wc -l) tables of schema.sql"
else
	echo "# schema.sql:"; schema | sed 's/^/#   /'
	echo "# doc/STORE.md:"; documented | sed 's/^/#   /'
	echo "not ok - doc/STORE.md has the tables of schema.sql"
	exit 1
fi
