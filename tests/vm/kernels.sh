#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The newer kernels, with their own compilers: build, boot, test.
. "$SRC/tests/vm/lib"
need_qemu
for v in 6.12 7.2; do
	need_kernel $v
	run 0 "$CLEAT" build --no-check "$fixtures/hello" --kernel $v --out ko-$v
	is "only the module is said" "$(wc -l <out)" 1
	is "it is for $v" "$(/sbin/modinfo -F vermagic ko-$v/hello.ko | cut -d. -f1-2)" $v
	run 1 "$CLEAT" build --no-check "$fixtures/broken" --kernel $v
	has "the compiler's message has the source's own path" out \
		"^$fixtures/broken/broken.c:5:.*no_such_thing"
	run 0 "$CLEAT" vm --kernel $v "$fixtures/hello" -- uname -r
	has "it is the kernel that was asked for" out "^${v/./\\.}\\."
	run 0 "$CLEAT" vm --kernel $v --modprobe softdog -- ls /dev/watchdog
	run 0 "$CLEAT" test --no-check --kernel $v "$SRC/samples/minimal"
	has "tests run in it" out "ok +minimal \(kernel $v\): 2 passed, 0 failed"
done
is "no mount of a toolchain is left" "$(grep -c "$cache/toolchains" /proc/self/mounts)" 0
finish
