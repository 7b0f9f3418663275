#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# A driver's file system, mounted by unmodified programs under "cleat run": busybox mount, rm, mv.
set -u
[ -c /dev/fuse ] || { echo "no /dev/fuse"; exit 77; }
[ "$(id -u)" -eq 0 ] || { echo "not root"; exit 77; }
cat >shelf.c <<'C'
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "uapi.h"
/* On standard input, which is open already: add NAME (control), number (a box), counts (the device); fsopen */
int main(int argc, char **argv)
{
	struct shelf_box_request req = {.number = 0};
	struct shelf_counts c;
	unsigned int n;

	if (argc == 3 && !strcmp(argv[1], "add")) {
		strncpy(req.name, argv[2], SHELF_NAME_MAX);
		if (ioctl(0, SHELF_ADD, &req) == 0)
			return 0;
	} else if (argc == 2 && !strcmp(argv[1], "number")) {
		if (ioctl(0, SHELF_NUMBER, &n) == 0)
			return printf("%u\n", n) < 0;
	} else if (argc == 2 && !strcmp(argv[1], "counts")) {
		if (ioctl(0, SHELF_COUNTS, &c) == 0)
			return printf("%u %u %u\n", c.shelves, c.boxes, c.notes) < 0;
	}
	if (argc == 2 && !strcmp(argv[1], "fsopen") && syscall(430, "cleat-shelf", 0) >= 0)
		return 0;
	printf("%s\n", strerror(errno));
	return 1;
}
C
cc -D_GNU_SOURCE -I"$SRC/tests/api/filesystem" -o shelf shelf.c || exit 1
mkdir a b
cat >inside <<'SH'
# One mount is there from the start, below /dev.
status=0
is() {
	[ "$2" = "$3" ] && echo "ok $1" || { echo "not ok $1: '$2', not '$3'"; status=1; }
}
counts() { ./shelf counts </dev/cleat-shelves; }
# A last close is over a moment after close(2).
settles() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ "$(counts)" = "$2" ] && break
		sleep 0.1
	done
	is "$1" "$(counts)" "$2"
}
why() { "$@" 2>&1 >/dev/null | sed 's/.*: //'; }

is "at home" "$(ls /dev/cleat-shelf | tr '\n' ' ')" "boxes control features "
is "one is alive" "$(counts)" "1 0 0"
busybox mount -t cleat-shelf -o max=2,logs=each none a || exit 1
busybox mount -t cleat-shelf none b || exit 1
is "three are alive" "$(counts)" "3 0 0"
is "type" "$(stat -f -c %T a) $(awk '$2 == "'$PWD'/a" {print $1, $3}' /proc/mounts)" "fuseblk none fuse.cleat-shelf"
is "owner" "$(stat -c '%u %g %a' a/control)" "0 0 600"
./shelf add one <a/control && ./shelf add two <a/control
is "full" "$(./shelf add three <a/control)" "No space left on device"
is "taken" "$(./shelf add control <b/control)" "File exists"
is "apart" "$(ls b | tr '\n' ' ')" "boxes control features "
is "boxes" "$(cat a/boxes) $(cat b/boxes)" "2 0"

exec 3<a/one
is "note" "$(cat a/logs/1)" "box $(./shelf number <&3)"
rm -f a/one
is "unlinked" "$(ls a | tr '\n' ' ')" "boxes control features logs two "
is "lives on" "$(./shelf number <&3)" 0
exec 3<&-
settles "ends with its file" "3 1 0"
is "no rm of control" "$(why rm -f a/control)" "Operation not permitted"
is "no rm of a text" "$(why rm -f a/boxes)" "Operation not permitted"
is "no rmdir" "$(why rmdir a/features)" "Operation not permitted"
is "no mv of control" "$(why mv a/control a/c)" "Operation not permitted"
is "no mv over control" "$(why mv -f a/two a/control)" "Operation not permitted"
is "no new file" "$(why touch a/new)" "Permission denied"
is "no new dir" "$(why mkdir a/new)" "Operation not permitted"
is "no link" "$(why ln a/two a/new)" "Operation not permitted"
is "no symlink" "$(why ln -s two a/new)" "Operation not permitted"
mv a/two a/features/deux && mv a/features a/traits
is "moved" "$(ls a a/traits | tr '\n' ' ')" "a: boxes control logs traits  a/traits: deux numbers "

busybox mount -o remount,logs=each,max=1 a
is "remount" "$?$(./shelf add four <a/control)" "0No space left on device"
is "remount, refused" "$(why busybox mount -o remount a)" "Invalid argument"
is "remount elsewhere" "$(busybox mount -o remount,size=2m /dev && echo fine)" "fine"
is "bind" "$(busybox mount -o bind a b && ls b | wc -l; busybox umount b)" "4"

is "bad option" "$(why busybox mount -t cleat-shelf -o max=99 none b)" "Invalid argument"
is "fsopen" "$(./shelf fsopen </dev/null)" "Function not implemented"
is "no such folder" "$(why busybox mount -t cleat-shelf none nowhere)" "No such file or directory"
is "no such type" "$(why busybox mount -t cleat-nothing none b)" "No such device"
is "no user" "$(why setpriv --reuid 1000 --regid 1000 --clear-groups busybox mount -t cleat-shelf none b)" \
	"permission denied (are you root?)"
is "user namespace" "$(unshare -Urm sh -c 'busybox mount -t cleat-shelf none b && busybox mount -t cleat-shelf none a && \
	stat -c "%u %g" b/control && ./shelf add x <b/control && ls b | wc -l && rm b/x && ls b | wc -l' | tr '\n' ' ')" \
	"0 0 4 3 "
is "no logs for it" "$(unshare -Urm sh -c 'busybox mount -t cleat-shelf -o logs=each none b' 2>&1 | sed 's/.*: //')" \
	"permission denied (are you root?)"
settles "it took its mounts along" "3 1 0"

exec 3<b/control
is "busy" "$(why busybox umount b)" "Device or resource busy"
busybox umount -l b
is "it goes on without a name" "$(./shelf add late <&3; counts)" "3 2 0"
exec 3<&-
settles "and ends" "2 1 0"
# The driver stops with one mounted, and a file of it open.
exec 4<a/traits/deux
sleep 20 <&4 &
exit $status
SH
chmod 755 .
status=0
for flavour in none address thread; do
	"$CLEAT" run --no-check --sanitize $flavour "$SRC/tests/api/filesystem" -- sh ./inside >out 2>&1
	got=$?
	sed "s/^/$flavour: /" out
	[ $got -eq 0 ] && ! grep -qE 'WARNING|ERROR|leaked|left' out || { echo "not ok: $flavour: $got"; status=1; }
done
mount | grep -q 'fuse.cleat-shelf' && { echo "not ok: a mount is left"; status=1; }
exit $status
