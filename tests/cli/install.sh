#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Installed, the command works without the tree: a new driver is made, tested and built, from any folder.
set -u
fail() { echo "not ok: $*"; exit 1; }

DESTDIR=$TMP/root meson install -C "$SRC/build" --no-rebuild --quiet >log 2>&1 || { cat log; fail install; }
prefix=$(meson introspect "$SRC/build" --buildoptions | python3 -c 'import json,sys; print([o["value"] for o in json.load(sys.stdin) if o["name"]=="prefix"][0])')
cleat=$TMP/root$prefix/bin/cleat
[ -f "$TMP/root$prefix/share/man/man1/cleat.1" ] || fail "no man pages"
[ -x "$TMP/root$prefix/bin/cleat-cc" ] || fail "no cleat-cc"
mkdir elsewhere && cd elsewhere || exit 1
"$cleat" new misc foo >/dev/null || fail new
"$cleat" test foo || fail test
"$cleat" build foo --kernel 6.1 || fail build
"$cleat" run foo -- test -e /dev/foo || fail run
[ -z "$(find foo -newer "$TMP/log" -not -name foo -not -path 'foo/*.c' -not -path 'foo/*.h' -not -name Kbuild -not -name README.md -not -name abi.lock)" ] ||
	fail "the driver's folder is not clean: $(ls foo)"
echo ok
