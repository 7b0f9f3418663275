#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# "cleat mount": mounts of a standing driver's file system, their ends, and the driver's.
. "$SRC/tests/host/lib"
[ "$(id -u)" -eq 0 ] || skip "not root"
if [ "${INSIDE:-}" != yes ]; then
	INSIDE=yes exec unshare -m "$0"
fi
driver=$SRC/tests/api/filesystem
mkdir a b

start() { # FLAVOUR
	"$CLEAT" run --no-check --sanitize "$1" --mount "$TMP/served" "$driver" >served.out 2>&1 &
	pid=$!
	await test -S served.sock || not_ok "it does not start: $(cat served.out)"
}
mounts() { grep -c 'fuse.cleat-shelf' /proc/self/mounts; }
why() { "$@" 2>&1 >/dev/null | sed -n '1s/.*: //p'; }

"$CLEAT" mount -h >/dev/null 2>&1
is "usage" $? 2
is "nobody serves" "$("$CLEAT" mount nothing a >/dev/null 2>&1; echo $?)" 2
for flavour in none address thread; do
	start $flavour
	"$CLEAT" mount -o max=4 ./served a
	is "$flavour: mounted" "$?: $(ls a | tr '\n' ' ')" "0: boxes control features "
	is "$flavour: type" "$("$CLEAT" mount -t cleat-shelf ./served b; echo $?) $(mounts)" "0 2"
	is "$flavour: no such type" "$(why "$CLEAT" mount -t ext4 ./served b)" "No such device"
	is "$flavour: bad options" "$(why "$CLEAT" mount -o max=999 ./served b)" "Invalid argument"
	is "$flavour: no such folder" "$("$CLEAT" mount ./served nowhere >/dev/null 2>&1; echo $?)" 2
	umount b
	is "$flavour: unmounted" "$(mounts)" 1
	exec 3<a/control
	kill -TERM $pid
	wait $pid
	is "$flavour: stops with a mount and an open file" "$? $(mounts) $(ls -d served* | tr '\n' ' ')" "0 0 served.out "
	exec 3<&-
	[ $flavour = none ] && continue
	grep -E 'WARNING|ERROR|leak' served.out && not_ok "$flavour: a report"
done
start none
"$CLEAT" mount ./served a
kill -KILL "$(pgrep -P $pid)"
wait $pid
is "after a crash nothing is left" "$? $(mounts)" "137 0"
finish
