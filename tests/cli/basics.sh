#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The command's own manners: help, version, unknown words, prefixes, exit states.
set -u
fail() { echo "not ok: $*"; exit 1; }

"$CLEAT" --help | grep -q '^usage: cleat' || fail "--help"
"$CLEAT" --version | grep -qE '^cleat [0-9]+\.[0-9]+\.[0-9]+$' || fail "--version"
"$CLEAT" --version --json | python3 -m json.tool >/dev/null || fail "--version --json is no JSON"
"$CLEAT" >/dev/null 2>&1; [ $? -eq 2 ] || fail "no command: status 2"
"$CLEAT" nonsense >out 2>&1; [ $? -eq 2 ] || fail "unknown command: status 2"
grep -q "'nonsense'" out && grep -q 'next:' out || fail "unknown command: message: $(cat out)"
"$CLEAT" expl --help | grep -q '^usage: cleat explain' || fail "a prefix names its command"
LD_DEBUG=files "$CLEAT" --version 2>out >/dev/null; grep -q libclang out && fail "libclang is loaded for nothing"
for c in $("$CLEAT" --version --json | python3 -c 'import json,sys; print(*json.load(sys.stdin)["commands"])'); do
	"$CLEAT" "$c" --help | grep -q "^usage: cleat $c" || fail "$c --help"
	[ -f "$SRC/man/cleat-$c.1" ] || fail "no man page for $c"
done
CLEAT_ROOT=/nonexistent "$CLEAT" explain x >out 2>&1; [ $? -eq 2 ] || fail "a wrong CLEAT_ROOT: status 2"
grep -q CLEAT_ROOT out || fail "a wrong CLEAT_ROOT is named"
echo ok
