#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# cleat run DRIVER -- COMMAND: the command's world, its status, its signals; and all bad input.
. "$SRC/tests/host/lib"

run() { timeout 60 "$CLEAT" run --no-check "$@"; }

run "$probe" -- sh -c 'exit 42'
is "the command's status" $? 42
run "$probe" -- sh -c 'kill -KILL $$'
is "a command that a signal ended" $? 137
run "$probe" -- sh -c 'test -e /dev/probe && test -e $CLEAT_MOUNT/dev/probe && test -c /dev/null && echo x >/dev/null'
is "the command's /dev" $? 0
run "$probe" -- sh -c 'test -c /dev/tty && test -d /dev/pts && test -L /dev/stdin && : >/dev/shm/cleat-test && rm /dev/shm/cleat-test'
is "the rest of /dev is there" $? 0
cat >places <<'END'
set -e
test "$(cat /sys/class/misc/probe/knob)" = 7
echo 9 >/sys/class/misc/probe/knob
test "$(cat "$CLEAT_MOUNT/sys/class/misc/probe/knob")" = 9
! echo words >/sys/class/misc/probe/knob
grep -q opens /sys/kernel/debug/probe/opens
grep -q opens "$CLEAT_MOUNT/debug/probe/opens"
grep -q opens "$CLEAT_MOUNT/proc/driver/probe"
ls /sys/class/misc/fuse >/dev/null
END
run "$probe" -- sh places 2>err
is "debugfs, sysfs and proc files stand at their places" $? 0
run "$probe" -- sh -c 'chmod 640 $CLEAT_MOUNT/dev/probe && chown 1:2 $CLEAT_MOUNT/dev/probe && stat -c "%a %u %g" $CLEAT_MOUNT/dev/probe' >out
is "modes and owners can be changed" "$(cat out)" "640 1 2"
run "$probe" -- sh -c 'chmod 600 /dev/probe; exec setpriv --reuid=65534 --clear-groups sh -c ": </dev/probe"' 2>err
has "and hold" err 'Permission denied'
is "nothing of it outside" "$(ls /dev/probe 2>/dev/null; grep fuse.cleat /proc/self/mounts)" ""
run "$probe" -- no-such-program 2>err
is "no such command: status" $? 127
has "no such command: message" err 'no-such-program'

"$CLEAT" run --no-check "$probe" -- sh -c 'trap "exit 9" TERM; echo ready; sleep 30 & wait' >out 2>&1 &
pid=$!
await grep -q ready out
kill -TERM $pid
wait $pid
is "SIGTERM reaches the command" $? 9

echo data | run "$probe" -- cat >out
is "standard input is the command's" "$(cat out)" data
run "$probe" --mount "$TMP/both" -- sh -c "test -e /dev/probe && test -e $TMP/both/dev/probe"
is "--mount with a command" $? 0
is "--mount with a command: folder gone" "$(ls -d "$TMP/both" 2>/dev/null)" ""

run "$probe" --json --mount "$TMP/j" >out 2>err &
pid=$!
await grep -q supervisor out
sleep 0.1
python3 -c 'import json; d = json.load(open("out")); assert d["driver"] == "probe" and "dev/probe" in d["files"], d'
is "--json" $? 0
kill -TERM "$(python3 -c 'import json; print(json.load(open("out"))["supervisor"])')"
wait $pid
is "--json: status" $? 0

run "$probe" --param broken=1 -- true 2>err
is "init fails: status" $? 1
has "init fails: message" err 'No such device'
run "$probe" --param crash=1 -- true 2>err
is "init crashes: status" $? 134
has "init crashes: message" err 'the driver crashed: Aborted'
"$CLEAT" run --no-check "$probe" --param hang=1 --mount "$TMP/hang" >out 2>err &
pid=$!
await mounted "$TMP/hang"
sleep 0.2
kill -TERM $pid
wait $pid
is "init hangs: SIGTERM ends it" $? 137
is "init hangs: nothing is left" "$(ls -d "$TMP/hang" 2>/dev/null)" ""
run "$probe" --param nonsense=1 -- true 2>err
is "unknown parameter: status" $? 1
has "unknown parameter: message" err "no parameter 'nonsense'.*exclusive"
run "$probe" --filter nonsense -- true 2>err
is "bad filter: status" $? 2
has "bad filter: message" err 'nonsense: not understood'
run "$probe" --nonsense 2>err
is "unknown option: status" $? 2
run 2>err
is "no driver: status" $? 2
run "$TMP/nothing" 2>err
is "no such folder: status" $? 2
has "no such folder: message" err 'nothing'
mkdir plain
run "$TMP/plain" 2>err
is "no Kbuild: status" $? 2
has "no Kbuild: message" err 'no Kbuild'
run --sanitize memory "$probe" 2>err
is "unknown sanitizer: status" $? 2
touch file
run "$probe" --mount "$TMP/file" 2>err
is "mount on a file: status" $? 2
run "$probe" --mount /proc 2>err
is "mount on a mount: status" $? 2
has "mount on a mount: message" err 'something else is mounted'

mkdir 'my driver'
cp "$probe"/* 'my driver'
run "my driver" -- test -e /dev/probe
is "a path with a blank" $? 0
echo 'static int broken_here(void) { return undeclared_name; }' >>'my driver/probe.c'
run "my driver" -- true 2>err
is "it does not compile: status" $? 1
has "it does not compile: file and line" err 'my driver/probe.c:[0-9]+:.*undeclared_name'
is "it does not compile: nothing of make's" "$(grep -c 'make' err)" 0
echo 'obj-m := missing.o' >'my driver/Kbuild'
run "my driver" -- true 2>err
is "a Kbuild that names no file: status" $? 2
has "a Kbuild that names no file: message" err 'missing.c'

# What the system lacks.
unshare -m sh -c "mount -t tmpfs none /dev; mknod /dev/null c 1 3; '$CLEAT' run --no-check '$probe' -- true" 2>err
is "no /dev/fuse: status" $? 2
has "no /dev/fuse: message" err '/dev/fuse: .*no FUSE'
has "no /dev/fuse: next step" err 'next: .*modprobe fuse'
mkdir full
mount -t tmpfs -o size=64k none full
CLEAT_CACHE=$TMP/full run "$probe" -- true 2>err
is "a full disk: status" $? 2
umount full
finish
