#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The compiler is the second gate: each object of a driver with an abi.lock is compiled with its
# assertions, in both worlds, and a fact that does not hold stops the compiler.
set -u
fail() { echo "not ok: $*"; exit 1; }

cache=${CLEAT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cleat}
cp -r "$SRC/samples/fifo" fifo && mv fifo gated && (cd gated && mv fifo.c gated.c && mv fifo_test.c gated_test.c && sed -i s/fifo.o/gated.o/ Kbuild)
"$CLEAT" build gated --kernel 6.1 >out 2>&1 || { cat out; fail "it does not build"; }
dir=$(dirname "$(sed -n 's/^kernel 6.1: //p' out)")
grep -q 'include [^ ]*cleat_abi.h' "$dir/.gated.o.cmd" || fail "the module is compiled without the assertions"
echo "ok: the module has them"
"$CLEAT" test gated --sanitize none >/dev/null || fail "the host's tests"
headers=$(find "$cache/drivers" -path '*gated*' -name cleat_abi.h)
[ -n "$headers" ] || fail "the process is compiled without the assertions"
for h in $headers "$dir/cleat_abi.h"; do
	grep -q '_Static_assert' "$h" || fail "$h is empty"
	sed 's/sizeof(struct fifo_stat) == 32/sizeof(struct fifo_stat) == 33/' "$h" >wrong.h
	echo 'int x;' | gcc -iquote gated -include ./wrong.h -x c -c -o x.o - 2>err && fail "a wrong fact compiles"
	grep -q 'userspace ABI' err || { cat err; fail "the wrong fact is not named"; }
done
echo ok
