#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Programs that nobody here wrote use the watchdog in a process: wdctl and busybox watchdog.
. "$SRC/tests/watchdog/lib"
need wdctl busybox
[ -c /dev/fuse ] || { echo "skipped: there is no /dev/fuse"; exit 77; }
make_client

run() { timeout 60 "$CLEAT" run "$watchdog" "$@"; }
# busybox writes /run/watchdog.pid: into a folder of its own.
own_run='mount -t tmpfs tmpfs /run 2>/dev/null;'

run -- ./client /dev/watchdog >out 2>err
is "the client" $? 0
same "its answers" out "$SRC/tests/watchdog/answers"

run --param margin=42 -- wdctl >out 2>err
is "wdctl" $? 0
has "wdctl: device" out '^Device: +/dev/watchdog$'
has "wdctl: identity" out '^Identity: +Cleat software watchdog \[version 0\]$'
has "wdctl: timeout" out '^Timeout: +42 seconds$'
has "wdctl: timeleft" out '^Timeleft: +4[01] seconds$'
has "wdctl: pretimeout" out '^Pre-timeout: +0 seconds$'
has "wdctl: a sign of life" out '^KEEPALIVEPING .* 1 +0$'
has "wdctl: magic close" out '^MAGICCLOSE .* 0 +0$'
hasnt "wdctl: stopped by its V" err 'not stopped'

run -- sh -c 'wdctl -s 17 >/dev/null && wdctl -O' >out 2>err
is "wdctl -s" $? 0
has "wdctl -s: kept" out ' TIMEOUT="17" '

# Fed every 200 ms it lives three times as long as it would alone; stopped by a signal it is off.
run --param action=log -- sh -c "$own_run"'
	busybox watchdog -F -t 200ms -T 1 /dev/watchdog & dog=$!
	sleep 3
	wdctl && echo "wdctl opened a busy device"
	kill $dog
	wait $dog
	sleep 2
	wdctl' >out 2>err
is "busybox watchdog" $? 0
hasnt "it lives while it is fed" err 'no sign of life'
hasnt "one at a time" out 'busy device'
has "after the end it is free again" out '^CARDRESET .* 0 +0$'
hasnt "busybox says V" err 'not stopped'

# Without signs of life: log only, and what boot status says.
run --param margin=1 --param action=log -- sh -c 'echo x >/dev/watchdog; sleep 2; wdctl' >out 2>err
is "action=log" $? 0
has "an unexpected close is told" err 'closed, but not stopped: 1 s to go'
has "the end is told" err 'no sign of life: action=log'
has "boot status" out '^CARDRESET .* 0 +1$'

# SIGKILL is an unexpected close.
run --param margin=60 --param action=log -- sh -c "$own_run"'
	busybox watchdog -F -t 100ms /dev/watchdog & dog=$!
	sleep 0.5; kill -KILL $dog; wait $dog; true' >out 2>err
has "a killed program" err 'closed, but not stopped: 60 s to go'

run --param margin=1 --param nowayout=1 --param action=log -- \
	sh -c 'echo V >/dev/watchdog; sleep 2' 2>err
has "nowayout: V is not enough" err 'nowayout is set'
has "nowayout: it comes to its end" err 'no sign of life'

# The machine stays; the process does not.
uptime=$(cut -d. -f1 /proc/uptime)
for action in reboot panic; do
	run --param margin=1 --param action=$action -- sh -c '
		exec 3>/dev/watchdog; sleep 2
		echo x >&3 || echo "the watchdog is gone"' >out 2>err
	is "action=$action: status" $? 1
	has "action=$action: told" err "cleat_watchdog: a kernel would (restart the machine|panic) now"
	has "action=$action: clients get an error" out 'the watchdog is gone'
done
[ "$(cut -d. -f1 /proc/uptime)" -ge "$uptime" ] && echo "ok - the machine is still up"

run --param margin=0 -- true 2>err
is "margin=0: refused" $? 1
has "margin=0: why" err 'margin=0: it must be 1 to 65535 seconds'
run --param action=explode -- true 2>err
has "action=explode: why" err 'action=explode: it must be reboot, panic or log'
finish
