#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# One macro, two kinds of driver: a loadable one has init_module and cleanup_module, one that is
# compiled into a kernel has __NAME_init and __NAME_exit.
set -u
fail() { echo "not ok: $*"; exit 1; }

cp -r "$SRC/samples/fifo" inside && mv inside/fifo.c inside/inside.c && mv inside/fifo_test.c inside/inside_test.c
sed -i 's/fifo\.o/inside.o/' inside/Kbuild && sed -i 's/cleat_module(fifo,/cleat_module(inside,/' inside/inside.c
"$CLEAT" build inside --kernel 6.1 >out 2>&1 || { cat out; fail build; }
ko=$(sed -n 's/^kernel 6.1: //p' out)
nm "$ko" | grep -q ' T init_module' && nm "$ko" | grep -q ' T cleanup_module' || fail "the loadable driver's entries"
dir=$(dirname "$ko")
# The very command that compiled it, but for a kernel's own object.
cmd=$(sed -n 's/^cmd_[^ ]* := //p' "$dir/.inside.o.cmd" | sed 's/;.*//; s/ -DMODULE / /; s/ -o [^ ]* / -o builtin.o /')
cmd+=" '-DKBUILD_MODFILE=\"inside/inside\"'"
headers=$(ls -d "${CLEAT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cleat}"/kernels/6.1/usr/src/linux-headers-*-amd64)
(cd "$headers" && eval "${cmd/-o builtin.o/-o $TMP/builtin.o}") >log 2>&1 || { grep -m3 error log; fail "it does not compile as a built-in"; }
nm builtin.o | grep -q ' [Tt] __inside_init' && nm builtin.o | grep -q ' [Tt] __inside_exit' || fail "the built-in driver's entries: $(nm builtin.o | grep -i inside_)"
nm builtin.o | grep -q ' init_module' && fail "a built-in has init_module"
echo ok
