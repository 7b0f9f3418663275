#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The watchdog in a real kernel: beside softdog, with wdctl and busybox, and to the bitter end.
. "$SRC/tests/watchdog/lib"
need wdctl busybox qemu-system-x86_64
make_client
mkdir share
"$CLEAT" build --kernel 6.1 --out share "$watchdog" >/dev/null || exit 1
cp client "$SRC"/tests/watchdog/{lib,answers,inside} share/

"$CLEAT" vm --kernel 6.1 --modprobe softdog --share share --with wdctl -- sh /share/inside >out 2>err
is "inside: status" $? 0
grep -E '^(ok|not ok|#)' out || cat out err
has "inside: all of it ran" out '^ok - the kernel is untouched'
grep -q '^not ok' out && failed=1
diff "$SRC/tests/watchdog/answers" share/softdogs >soft.diff
same "softdog differs as the README says" soft.diff "$SRC/tests/watchdog/softdog.diff"

# What it is for. The message tells whose restart it was.
end_by() {
	"$CLEAT" vm --kernel 6.1 --timeout 60 --verbose "$watchdog:margin=1 action=$1" -- \
		sh -c 'exec 3>/dev/watchdog; sleep 30; echo survived' >out 2>err
	is "action=$1: the machine did not end well" $? 1
	hasnt "action=$1: the command did not" out survived
	has "action=$1: told" err "$2"
}
end_by reboot 'cleat_watchdog: no sign of life: restarting the machine'
end_by panic 'Kernel panic - not syncing: cleat_watchdog: no sign of life'
finish
