#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Programs that nobody here wrote: Debian's libgbinder, with its binder-list and binder-ping, a service and
# clients on it, through our service manager; on the kernel's own Binder.
set -u
skip() { echo "skipped: $*"; exit 77; }
command -v qemu-system-x86_64 >/dev/null || skip "there is no qemu"
root=$("$SRC/build/tests/binder/debian-root" forky libgbinder-1 libgbinder-tools base-files -- \
	libgbinder-dev libglibutil-dev libgio-2.0-dev) || skip "Debian's libgbinder is out of reach"
mkdir share
cp -a "$root" share/root
cp "$SRC/build/cli/binder/cleat-binder" "$SRC"/tests/binder/inside-{lib,libgbinder} share/
lib=$root/usr/lib/x86_64-linux-gnu
# The libraries are of a newer libc than this system's, and run with theirs.
${CC:-gcc} -std=gnu11 -Wall -Wextra -Werror -O1 -isystem "$root/usr/include/gbinder" \
	-isystem "$root/usr/include/gutil" -isystem "$root/usr/include/glib-2.0" \
	-isystem "$lib/glib-2.0/include" -o share/root/usr/bin/gbinder "$SRC/tests/binder/gbinder.c" \
	-L"$lib" -l:libgbinder.so.1 -l:libglib-2.0.so.0 -Wl,--allow-shlib-undefined || exit 1

"$CLEAT" vm --kernel 6.1 --timeout 400 --modprobe binder_linux:devices=binder,hwbinder --share share -- \
	sh /share/inside-libgbinder /share/cleat-binder /tmp /dev/binder /dev/hwbinder /share/root \
	'28 29 30 31 33 35 36' >out 2>err
status=$?
cat out err
[ $status = 0 ] && grep -q '^ok - all of it ran' out && ! grep -q '^not ok' out
