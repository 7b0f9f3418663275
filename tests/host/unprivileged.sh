#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# An ordinary user: in a user namespace with a command, through fusermount3 without one.
. "$SRC/tests/host/lib"

if [ "${INSIDE:-}" != yes ]; then
	chmod 755 .
	INSIDE=yes exec unshare -m "$0"
fi
# Most systems let everybody open /dev/fuse; this one may not, so make it so for this test.
mkdir home tools
chown nobody home
mknod "$TMP/fuse" c 10 229 && chmod 666 "$TMP/fuse" && mount --bind "$TMP/fuse" /dev/fuse || skip "cannot make /dev/fuse"
as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups env CLEAT_CACHE="$TMP/home/cache" HOME="$TMP/home" "$@"; }
as_nobody sh -c ': <>/dev/fuse' 2>/dev/null || skip "nobody cannot open /dev/fuse here"
as_nobody test -x "$CLEAT" || skip "nobody cannot reach $CLEAT"

for case in who sizes nested threads files flags signal poll epoll; do
	as_nobody timeout 60 "$CLEAT" run --no-check "$probe" -- "$client" $case /dev/probe >out 2>&1
	is "$case" $? 0
	grep -A2 '^not ok' out | sed 's/^/# /'
done
has "it says what is less" out 'served without root'
mkdir -m 755 bin
cp "$SRC/build/tests/host/client-dynamic" bin/client
for case in children exec gone restart images; do
	as_nobody timeout 60 "$CLEAT" run --no-check --preload "$probe" -- "$PWD/bin/client" $case /dev/probe >out 2>&1
	is "$case, by shared memory" $? 0
	grep -A2 '^not ok' out | sed 's/^/# /'
done
as_nobody timeout 60 "$CLEAT" run --no-check --preload "$probe" -- \
	strace -f -e trace=ioctl -o home/trace "$PWD/bin/client" count-errors /dev/probe >out 2>&1
is "and really so: $(grep -c 'ioctl(' home/trace) ioctls" $(($(grep -c 'ioctl(' home/trace) < 10)) 1
for case in map-read map-write map-pointer map-again; do
	as_nobody timeout 60 "$CLEAT" run --no-check "$board" -- "$client" $case /dev/board >out 2>&1
	is "$case" $? 0
	grep -A2 '^not ok' out | sed 's/^/# /'
done
as_nobody "$CLEAT" run --no-check "$probe" -- sh -c 'id -u; test -c /dev/null && test -d /dev/pts' >out 2>/dev/null
is "the command's /dev" $? 0
is "the command's user" "$(cat out)" 65534

as_nobody "$CLEAT" run --no-check "$probe" -- sh -c 'cat /sys/class/misc/probe/knob $CLEAT_MOUNT/debug/probe/opens' >out 2>err
is "sysfs and debugfs files" $? 0

# Where user namespaces are forbidden (here: the second clone fails) the command gets a folder.
exe=$(ls -d "$TMP"/home/cache/drivers/probe-*/plain/probe)
as_nobody strace -o "$TMP/home/trace" -e trace=clone -e inject=clone:error=EPERM:when=2 "$exe" -- \
	sh -c "\"$client\" nested \$CLEAT_MOUNT/dev/probe" >out 2>&1
is "without namespaces" $? 0
has "without namespaces: message" out 'below .CLEAT_MOUNT only'

dir=$TMP/home/nodes
as_nobody "$CLEAT" run --no-check "$probe" --mount "$dir" >serve.log 2>&1 &
await grep -q 'serving below' serve.log
as_nobody "$client" who "$dir/dev/probe" >out 2>&1
is "through fusermount3" $? 0
"$client" who "$dir/dev/probe" >out 2>&1
is "root may not enter" $? 1
kill -TERM "$(grep -o 'kill -TERM [0-9]*' serve.log | tr -dc 0-9)"
wait $!
is "stopped: status" $? 0
is "no mount is left" "$(mounted "$dir" && echo mounted)" ""

as_nobody "$CLEAT" run --no-check "$probe" --mount "$dir" >serve.log 2>&1 &
await grep -q 'serving below' serve.log
kill -KILL "$(daemon_of)"
wait $!
is "killed: status" $? 137
is "killed: no mount is left" "$(mounted "$dir" && echo mounted)" ""

chmod 600 "$TMP/fuse"
as_nobody "$CLEAT" run --no-check "$probe" -- true 2>err
is "/dev/fuse is closed: status" $? 2
has "/dev/fuse is closed: message" err '/dev/fuse: Permission denied'
finish
