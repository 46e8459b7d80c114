#!/bin/sh
# autogen.sh -- makes ./configure in a git checkout. A release tarball has it.
set -e
cd "$(dirname "$0")"

need()
{
	command -v "$1" >/dev/null 2>&1 && return
	echo "autogen.sh: '$1' is missing: install the package '$2'" \
	    "(scripts/setup does it on Debian and Ubuntu)" >&2
	exit 1
}

need autoreconf autoconf
need automake automake
need autopoint autopoint
need pkg-config pkgconf

autoreconf --force --install "$@"
echo "now: mkdir -p build && cd build && ../configure && make"
