#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# mmap: updates show, and what a program may not write stays as it was.
. "$SRC/tests/host/lib"

for case in map-read map-write map-pointer map-again; do
	timeout 60 "$CLEAT" run --no-check "$board" -- "$client" $case /dev/board >out 2>&1
	is "$case" $? 0
	grep -A2 '^not ok' out | sed 's/^/# /'
done
finish
