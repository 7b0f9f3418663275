#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Two tests of binderfs, on our module in 6.1 and 7.2, and on our driver in a process, where they mount by
# mount(2) like anywhere else: the kernel's own, from Debian's linux-source, and binderfs_rules.c.
. "$SRC/tests/binder/lib"
[ -e "$driver/binderfs.c" ] || skip "no driver yet"
deb=$("$SRC/tests/abi/fetch-deb" forky linux-source-7.2) || skip "$deb"
tests=linux-source-7.2/tools/testing/selftests
dpkg-deb --fsys-tarfile "$deb" | tar -xO ./usr/src/linux-source-7.2.tar.xz |
	tar -xJ --wildcards "$tests/filesystems/binderfs/*" "$tests/kselftest*.h"
mkdir share
${CC:-gcc} -O1 -static -pthread -I"$tests" -o share/binderfs_test "$tests/filesystems/binderfs/binderfs_test.c" ||
	skip "the selftest does not compile here"

client share/rules "$here/binderfs_rules.c"

passed() { # WHAT FILE
	sed 's/^/# /' "$2"
	is "$1" "$(grep -E '^# Totals: ' "$2")" \
		"# Totals: pass:3 fail:0 xfail:0 xpass:0 skip:0 error:0"
	is "$1: the rules" "$(grep -E '^[0-9]+ outcomes' "$2")" "80 outcomes, 0 wrong"
}

# Its stress test holds 1000 files open.
cat >share/inside <<'SH'
ulimit -n 2048
insmod /share/*.ko || exit 1
/share/binderfs_test
/share/rules
rmmod cleat_binder 2>/dev/null || rmmod binder || exit 1
echo "tainted $(($(cat /proc/sys/kernel/tainted) & 640))"
SH
if command -v qemu-system-x86_64 >/dev/null; then
	for kernel in ${KERNELS:-6.1 7.2}; do
		rm -rf share/*.ko built
		"$CLEAT" build --no-check --kernel "$kernel" --out built "$driver" >/dev/null || exit 1
		mv built/*.ko share/
		"$CLEAT" vm --kernel "$kernel" --timeout 300 --share share -- sh /share/inside >said 2>console ||
			not_ok "$kernel: the machine's status: $(tail -n 20 said console)"
		passed "$kernel" said
		is "$kernel: no warning" "$(tail -n 1 said)" "tainted 0"
	done
fi

if [ -c /dev/fuse ] && [ "$(id -u)" -eq 0 ]; then
	timeout 300 "$CLEAT" run --no-check "$driver" -- \
		sh -c 'ulimit -n 2048; share/binderfs_test && share/rules' >said 2>&1
	is "in a process: the status" $? 0
	passed "in a process" said
fi
finish
