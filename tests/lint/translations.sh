#!/bin/sh
# translations.sh -- every text of the programs is translated, in each language.
set -u
cd "${TCPCHAT_SOURCE:-$(dirname "$0")/../..}" || exit 1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
status=0

xgettext --files-from=po/POTFILES.in --language=C --from-code=UTF-8 \
    --keyword=_ --keyword=N_ --keyword=i18n_count:1,2 \
    --output="$scratch/tcpchat.pot" 2>"$scratch/said" || {
	sed 's/^/# /' "$scratch/said"
	echo "not ok - the texts can be collected"
	exit 1
}
listed=$(grep -v '^#' po/POTFILES.in)
using=$(grep -rlE '(^|[^A-Za-z0-9_])(N?_|i18n_count)\("' src --include='*.c' \
    --include='*.h' --include='*.def' | LC_ALL=C sort)
if [ "$listed" = "$using" ]; then
	echo "ok - po/POTFILES.in names every file with a text, sorted"
else
	echo "# without: $(echo "$using" | grep -vxF "$listed" | tr '\n' ' ')"
	echo "# too many: $(echo "$listed" | grep -vxF "$using" | tr '\n' ' ')"
	echo "not ok - po/POTFILES.in names every file with a text, sorted"
	status=1
fi

# Prints translations in which not the same of {1}, {2+} stand as in the text.
odd_braces()
{
	msgcat --no-wrap "$1" | awk '
	    function braces(s,    i, all) {
		for (i = 0; i < 10; i++)
			all = all (index(s, "{" i "}") ? i : "") \
			    (index(s, "{" i "+}") ? i "+" : "")
		return all
	    }
	    /^msgid / { id = $0 }
	    /^msgstr / && braces(id) != braces($0) { print id }'
}

# Each language must say every text of now, none of them only by a guess.
while read -r lang; do
	case $lang in ''|'#'*) continue ;; esac
	merged=$scratch/$lang.po
	said=$(msgmerge -q -N -o "$merged" "po/$lang.po" \
	    "$scratch/tcpchat.pot" 2>&1 &&
	    LC_ALL=C msgfmt --check --statistics -o /dev/null "$merged" 2>&1)
	case $said in
	*untranslated*|*fuzzy*|*error*|*warning*|'')
		echo "$said" | sed 's/^/# /'
		msgattrib --untranslated --no-obsolete "$merged" |
		    sed -n 's/^msgid/# msgid/p' | head -n 20
		echo "not ok - po/$lang.po is complete"
		status=1
		;;
	*)
		echo "ok - po/$lang.po is complete: $said"
		odd=$(odd_braces "$merged")
		[ -z "$odd" ] && continue
		echo "$odd" | sed 's/^/# /'
		echo "not ok - po/$lang.po keeps each {1}"
		status=1
		;;
	esac
done <po/LINGUAS
exit $status
