#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Callers in other user and process namespaces: they see their own ids, and have no rights here.
set -u
[ -c /dev/fuse ] || { echo "no /dev/fuse"; exit 77; }
unshare -U true 2>/dev/null || { echo "user namespaces are not allowed here"; exit 77; }
cat >who.c <<'C'
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "uapi.h"
int main(void)
{
	struct caller_who who;
	int fd = open("/dev/cleat-caller", O_RDWR);

	if (fd < 0 || ioctl(fd, CALLER_WHO, &who) < 0) {
		perror("/dev/cleat-caller");
		return 1;
	}
	printf("uid %u gid %u first %s pid %s admin %u opener %u\n", who.uid, who.gid,
	       who.first_ns_uid == who.uid ? "same" : "other", who.tgid == getpid() ? "own" : "wrong",
	       who.may_admin, who.opener);
	return 0;
}
C
cc -I"$SRC/tests/api/caller" -o who who.c || exit 1
status=0

expect() {
	local want=$1 got
	shift
	got=$("$CLEAT" run "$SRC/tests/api/caller" -- "$@" 2>err)
	if [ "$got" = "$want" ]; then
		echo "ok $*"
	else
		echo "not ok $*: expected '$want', got '$got'"
		cat err
		status=1
	fi
}

uid=$(id -u) gid=$(id -g)
admin=$(capsh --has-p=cap_sys_admin >/dev/null 2>&1 && echo 1 || echo 0)
[ "$uid" -eq 0 ] && ! command -v capsh >/dev/null && admin=1
expect "uid $uid gid $gid first same pid own admin $admin opener $uid" ./who
expect "uid 5 gid 6 first other pid own admin 0 opener 5" unshare -U --map-user=5 --map-group=6 ./who
expect "uid 0 gid 0 first $([ "$uid" -eq 0 ] && echo same || echo other) pid own admin 0 opener 0" unshare -Ur ./who
if [ "$uid" -eq 0 ]; then
	expect "uid 0 gid 0 first same pid own admin $admin opener 0" unshare -pf ./who
	expect "uid 1000 gid 1000 first same pid own admin 0 opener 1000" \
		setpriv --reuid 1000 --regid 1000 --clear-groups ./who
fi
exit $status
