#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# However many files are checked at a time, and in whatever order they end, the report is the same.
failed=0
ok() { if [ "$1" -eq 0 ]; then echo "ok - $2"; else echo "not ok - $2"; failed=1; fi; }
files=("$SRC"/tests/check/corpus/[A-I]*.c "$SRC"/samples/*)
for format in --json --sarif ''; do
	for n in 1 3; do
		# shellcheck disable=SC2086
		"$CLEAT" check $format --no-cache -j$n -DBAD "${files[@]}" >out 2>err
		echo "exit status $?" >>out
		sed '/"\(parse\|check\)_ms"/d' out >"out$n"
		[ "$n" = 1 ] || diff out1 "out$n" >/dev/null
		ok $? "${format:-text} with -j$n"
	done
done
grep -q '^exit status 1$' out1 && [ "$(wc -l <out1)" -gt 80 ]
ok $? "there was much to say"
for bad in 0 -1 x ''; do
	"$CLEAT" check -j "$bad" "$SRC/samples/minimal" >out 2>err
	[ $? -eq 2 ] && grep -q -- '-j' err
	ok $? "-j '$bad' is no number of files"
done
exit $failed
