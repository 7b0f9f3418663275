#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# A 32-bit program on a 64-bit kernel.
. "$SRC/tests/host/lib"

gcc -m32 -static -nostdlib -ffreestanding -fno-pie -no-pie -fno-stack-protector -O1 -I "$SRC" \
	-idirafter /usr/include/x86_64-linux-gnu \
	-o client32 "$SRC/tests/host/client32.c" 2>err || skip "this compiler makes no 32-bit programs: $(head -1 err)"
# Linux without CONFIG_IA32_EMULATION cannot start it.
./client32 /dev/null >/dev/null 2>&1
[ $? -ne 126 ] || skip "this kernel runs no 32-bit programs"
"$CLEAT" run --no-check "$probe" -- ./client32 /dev/probe 2>err
is "a 32-bit program" $? 0
finish
