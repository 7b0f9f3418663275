#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# What "cleat new" makes tests clean as it is; what it must not make, it does not.
set -u
fail() { echo "not ok: $*"; exit 1; }

for kind in minimal misc stream; do
	"$CLEAT" new $kind my_$kind >/dev/null || fail "new $kind"
	"$CLEAT" test --sanitize address my_$kind || fail "my_$kind does not test clean"
	grep -rqE 'misc_device|fifo|FIFO' my_$kind --include='*.[ch]' | grep -v cleat/miscdevice && fail "the sample's name is left"
done
"$CLEAT" new misc my_misc 2>err && fail "an existing folder was taken"
grep -q 'nothing was changed' err || fail "$(cat err)"
for bad in Foo 9x a-b int '' ../x xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; do
	"$CLEAT" new misc "$bad" 2>/dev/null
	[ $? -eq 2 ] || fail "the name '$bad' was taken"
done
"$CLEAT" new misc int 2>err; grep -q 'word of C' err || fail "a word of C: $(cat err)"
"$CLEAT" new nonsense x 2>/dev/null; [ $? -eq 2 ] || fail "an unknown kind was taken"
[ "$(ls | grep -vc '^my_')" -eq 1 ] || fail "something else was made: $(ls)"
echo ok
