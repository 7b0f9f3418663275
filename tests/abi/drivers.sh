#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Every driver and sample with a uapi.h has an abi.lock that its header keeps, and `cleat new` and
# `cleat build` know the gate.
set -u
failed=0
for h in "$SRC"/samples/*/uapi.h "$SRC"/drivers/*/uapi.h; do
	[ -e "$h" ] || continue
	d=${h%/uapi.h}
	if "$CLEAT" abi check "$d" >out 2>&1 && grep -q '^compatible: 0 breaks, 0 growth, 0 notes' out; then
		echo "ok - ${d#"$SRC"/}"
	else
		echo "not ok - ${d#"$SRC"/}: run \"cleat abi freeze ${d#"$SRC"/}\" and review the change"
		sed 's/^/#   /' out
		failed=1
	fi
	# The compiler as the gate, with the machine's own <linux/…> headers.
	"$CLEAT" abi asserts --c --output abi_assert.h "$d" 2>/dev/null &&
		gcc -std=gnu11 -fsyntax-only -I"$d" -x c abi_assert.h &&
		echo "ok - ${d#"$SRC"/}: the compiler agrees" ||
		{ echo "not ok - ${d#"$SRC"/}: the compiler"; failed=1; }
done
"$CLEAT" new misc gauge >/dev/null && "$CLEAT" abi check gauge >out 2>&1 && grep -q GAUGE gauge/abi.lock &&
	echo "ok - a new driver has its abi.lock" || { echo "not ok - a new driver"; cat out; failed=1; }
sed -i '0,/__s32)/s//__u64)/' gauge/uapi.h
"$CLEAT" build gauge --kernel 6.1 >out 2>&1
if [ $? -eq 1 ] && grep -q 'breaks its userspace ABI: not built' out; then
	echo "ok - a break is not built"
else
	echo "not ok - a break is built:"; sed 's/^/#   /' out; failed=1
fi
# What a human decided with a pattern counts there, too.
sed -i '/^profile i386/a pattern ioctl GAUGE_* by-number' gauge/abi.lock
if "$CLEAT" build gauge --kernel 6.1 >out 2>&1; then
	echo "ok - an argument that may grow is built"
else
	echo "not ok - an argument that may grow:"; sed 's/^/#   /' out; failed=1
fi
exit $failed
