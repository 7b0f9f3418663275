#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The sample's uapi.h and the kernel's <linux/watchdog.h> are the same ABI, to the last name.
set -u
show() {
	${CC:-gcc} -std=c11 -Wall -Werror -DWATCHDOG_HEADER="$1" "$SRC/tests/watchdog/abi.c" -o show &&
		./show
}
names() {
	sed -n 's/^#define[ \t]*\(WD[A-Z]*_[A-Z0-9]*\).*/\1/p' "$1" | sort
}

show "\"$SRC/samples/watchdog/uapi.h\"" >ours || exit 1
show "<linux/watchdog.h>" >theirs || exit 1
kernels=$(echo '#include <linux/watchdog.h>' | ${CC:-gcc} -E - |
	sed -n 's/^# [0-9]* "\(.*watchdog.h\)".*/\1/p' | head -1)
status=0
if diff ours theirs; then
	echo "ok 1 - values and layout"
else
	echo "not ok 1 - values and layout"
	status=1
fi
names "$SRC/samples/watchdog/uapi.h" >ours
names "$kernels" >theirs
if [ "$(wc -l <theirs)" -gt 20 ] && diff ours theirs; then
	echo "ok 2 - no name is missing"
else
	echo "not ok 2 - no name is missing"
	status=1
fi
exit $status
