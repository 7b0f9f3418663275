#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# "cleat binder" against the kernel's own binder_linux: a driver that is not ours says that our client
# is right.
set -u
command -v qemu-system-x86_64 >/dev/null || { echo "skipped: there is no qemu"; exit 77; }
mkdir share
cp "$SRC/build/cli/binder/cleat-binder" "$SRC/tests/binder/inside-client" "$SRC/tests/binder/inside-lib" share/
"$CLEAT" vm --kernel 6.1 --modprobe binder_linux:devices=binder,hwbinder --share share -- \
	sh /share/inside-client /share/cleat-binder /tmp /dev/binder /dev/hwbinder >out 2>err
status=$?
cat out err
[ $status = 0 ] && grep -q '^ok - all of it ran' out && ! grep -q '^not ok' out
