#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# A driver's folder is plain Kbuild: it builds without the command too, given CLEAT=.
set -u
"$CLEAT" build "$SRC/samples/fifo" --kernel 6.1 >/dev/null || exit 1
headers=$(ls -d "${CLEAT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cleat}"/kernels/6.1/usr/src/linux-headers-*-amd64) || exit 1
cp -r "$SRC/samples/fifo" fifo
make -s -C "$headers" M="$PWD/fifo" CLEAT="$SRC" modules >log 2>&1 || { cat log; echo "not ok: plain make"; exit 1; }
[ -f fifo/fifo.ko ] || { cat log; echo "not ok: no fifo.ko"; exit 1; }
echo ok
