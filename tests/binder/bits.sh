#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# 32-bit programs and the 64-bit driver: manager and client, each of either width, as module and in a process.
# In a process a 32-bit caller cannot be given descriptors (docs/host.md).
. "$SRC/tests/binder/lib"
mkdir share
client share/bits64 "$here/bits.c"
gcc -m32 -static -nostdlib -ffreestanding -fno-pie -no-pie -fno-stack-protector -O1 -Wall -Wextra -Werror \
	-idirafter /usr/include/x86_64-linux-gnu -o share/bits32 "$here/bits.c" 2>err ||
	skip "this compiler makes no 32-bit programs: $(head -1 err)"
cp "$here/inside-bits" "$here/inside-lib" share/
ran=0

judge() { # WHAT STATUS
	sed "s/^/# $1: /" said
	grep -q '^ok - all of it ran' said && ! grep -q '^not ok' said
	is "$1" "$2 $?" "0 0"
	ran=$((ran + 1))
}
if command -v qemu-system-x86_64 >/dev/null; then
	for kernel in ${KERNELS:-6.1 7.2}; do
		"$CLEAT" vm --kernel "$kernel" --share share "$driver" -- sh /share/inside-bits /tmp /dev/binder fds \
			>said 2>console
		judge "module in $kernel" $?
	done
fi
# Linux without CONFIG_IA32_EMULATION cannot start it.
share/bits32
if [ $? = 126 ]; then
	echo "# not in a process: this kernel runs no 32-bit programs"
elif [ -c /dev/fuse ]; then
	mkdir files
	"$CLEAT" run "$driver" --log err -- sh "$PWD/share/inside-bits" "$PWD/files" /dev/binder >said 2>console
	judge "in a process" $?
fi
[ $ran -gt 0 ] || skip "no qemu-system-x86_64, and no 32-bit programs here or no /dev/fuse"
finish
