#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# "cleat binder" against the kernel's own binder_linux: a driver that is not ours says that our client
# is right. Then against ours: in a process, by FUSE and by shared memory, and as a module.
set -u
driver=$SRC/drivers/binder failed=0 ran=0
mkdir share files
cp "$SRC/build/cli/binder/cleat-binder" "$SRC"/tests/binder/inside-{client,lib} share/

judge() {
	echo "# $1"
	cat out err
	ran=$((ran + 1))
	[ "$2" = 0 ] && grep -q '^ok - all of it ran' out && ! grep -q '^not ok' out || failed=1
}
in_process() {
	local binder=$1
	shift
	"$CLEAT" run "$@" "$driver" --log err -- sh "$PWD/share/inside-client" "$binder" "$PWD/files" \
		/dev/binder /dev/hwbinder >out 2>err
}
in_machine() {
	"$CLEAT" vm --kernel 6.1 --share share "$@" -- sh /share/inside-client /share/cleat-binder /tmp \
		/dev/binder /dev/hwbinder >out 2>err
}
if [ -e "$driver/Kbuild" ] && [ -c /dev/fuse ]; then
	in_process "$PWD/share/cleat-binder"
	judge "our driver in a process" $?
	# The command itself is a dynamic program.
	printf '#!/bin/sh\nexec "%s" binder "$@"\n' "$CLEAT" >share/dynamic
	chmod +x share/dynamic
	in_process "$PWD/share/dynamic" --preload
	judge "our driver in a process, by shared memory" $?
fi
if command -v qemu-system-x86_64 >/dev/null; then
	if [ -e "$driver/Kbuild" ]; then
		in_machine "$driver"
		judge "our module" $?
	fi
	in_machine --modprobe binder_linux:devices=binder,hwbinder
	judge "the kernel's own" $?
fi
[ $ran -gt 0 ] || { echo "skipped: there is neither qemu nor /dev/fuse"; exit 77; }
exit $failed
