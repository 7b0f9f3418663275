#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# int 0x80, sysenter and the vDSO's choice in real kernels, where the CPU has all three: QEMU's has.
set -u
helper=$SRC/build/abi/probe32
[ -x "$helper" ] || { echo "this compiler builds no 32-bit programs"; exit 77; }
knock='helper=$0; for door in int80 sysenter vdso; do
	echo "door $door $("$helper" $door | { read p u c n; echo "$u $c $n"; })"
done'
failed=0
for kernel in ${KERNELS:-6.1 7.2}; do
	"$CLEAT" vm --kernel "$kernel" --with "$helper" -- sh -c "$knock" "$helper" >out 2>err
	status=$?
	if [ $status -eq 2 ]; then
		tail -3 err
		echo "no virtual machine: $(head -1 err)"
		exit 77
	fi
	for door in int80 sysenter vdso; do
		if grep -q "door $door 0 -9 -38" out; then
			echo "ok - $kernel: $door"
		else
			echo "not ok - $kernel: $door"
			cat out err
			failed=1
		fi
	done
done
exit $failed
