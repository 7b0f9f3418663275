#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Programs that nobody here wrote: Debian's libgbinder, with its binder-list and binder-ping, a service and
# clients on it, through our service manager: on our driver in a process, on our module, and on the kernel's
# own, which says that the manager is right.
set -u
skip() { echo "skipped: $*"; exit 77; }
root=$("$SRC/build/tests/binder/debian-root" forky libgbinder-1 libgbinder-tools base-files -- \
	libgbinder-dev libglibutil-dev libgio-2.0-dev) || skip "Debian's libgbinder is out of reach"
driver=$SRC/drivers/binder
levels='28 29 30 31 33 35 36'
mkdir share files
cp -a "$root" share/root
cp "$SRC/build/cli/binder/cleat-binder" "$SRC"/tests/binder/inside-{lib,libgbinder} share/
lib=$root/usr/lib/x86_64-linux-gnu
# The libraries are of a newer libc than this system's, and run with theirs.
${CC:-gcc} -std=gnu11 -Wall -Wextra -Werror -O1 -isystem "$root/usr/include/gbinder" \
	-isystem "$root/usr/include/gutil" -isystem "$root/usr/include/glib-2.0" \
	-isystem "$lib/glib-2.0/include" -o share/root/usr/bin/gbinder "$SRC/tests/binder/gbinder.c" \
	-L"$lib" -l:libgbinder.so.1 -l:libglib-2.0.so.0 -Wl,--allow-shlib-undefined || exit 1
failed=0 ran=0

# judge WHAT STATUS: the words are in out and err
judge() {
	echo "# $1"
	cat out err
	ran=$((ran + 1))
	[ "$2" = 0 ] && grep -q '^ok - all of it ran' out && ! grep -q '^not ok' out || failed=1
}
in_machine() {
	"$CLEAT" vm --kernel 6.1 --timeout 400 --share share "$@" -- sh /share/inside-libgbinder \
		/share/cleat-binder /tmp /dev/binder /dev/hwbinder /share/root "$levels" >out 2>err
}
if [ -e "$driver/Kbuild" ] && [ -c /dev/fuse ] && [ "$(id -u)" = 0 ]; then
	"$CLEAT" run "$driver" --log err -- sh "$PWD/share/inside-libgbinder" "$PWD/share/cleat-binder" \
		"$PWD/files" /dev/binder /dev/hwbinder "$PWD/share/root" "$levels" >out 2>err
	judge "our driver in a process" $?
fi
if command -v qemu-system-x86_64 >/dev/null; then
	if [ -e "$driver/Kbuild" ]; then
		in_machine "$driver"
		judge "our module" $?
	fi
	in_machine --modprobe binder_linux:devices=binder,hwbinder
	judge "the kernel's own" $?
fi
[ $ran -gt 0 ] || skip "there is neither qemu nor /dev/fuse"
exit $failed
