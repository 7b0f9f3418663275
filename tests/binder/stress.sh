#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Processes that use Binder at random and are killed at random, in machines: our driver, and the kernel's,
# which shows that the stress asks for nothing that cannot be had.
#
# Linux's driver loses nodes: a transaction that fails because its target is just dying takes back a
# reference that the target's end has taken back already ("ls -1" in binder/state). So its may be left.
#
# STRESS_SECONDS=600 STRESS_SEED=7 tests/run binder/stress: longer, and another one. TWIN=no leaves out the
# kernel's own.
. "$SRC/tests/binder/lib"
command -v qemu-system-x86_64 >/dev/null || skip "qemu-system-x86_64 is not installed"
client stress "$here"/stress/*.c
seconds=${STRESS_SECONDS:-15}
mkdir share

stress() {
	local kernel=$1 what=$2 status
	shift 2
	cp stress "$here/inside-stress" share/
	"$CLEAT" vm --kernel "$kernel" --timeout $((seconds * 3 + 120)) --share share -- \
		sh /share/inside-stress "$seconds" "${STRESS_SEED:-1}" "$@" >said 2>console
	status=$?
	is "$kernel: $what: $(tail -n 1 said)" $status 0
}

for kernel in ${KERNELS:-6.1 7.2}; do
	if [ -e "$driver/Kbuild" ]; then
		"$CLEAT" build --kernel "$kernel" --out built "$driver" >/dev/null || exit 1
		module built/*.ko >share/module
		mv built/*.ko share/driver.ko
		stress "$kernel" ours
	fi
	[ "${TWIN:-yes}" = yes ] || continue
	rm -f share/module
	twin "$kernel" share/driver.ko
	stress "$kernel" "the twin" node
done
finish
