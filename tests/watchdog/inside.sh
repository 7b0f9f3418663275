#!/bin/sh
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# In a machine with softdog loaded: ours comes beside it. Run by vm.sh with /share as its folder.
. /share/lib
cd /tmp || exit 1
ko=/share/cleat_watchdog.ko
kernel_says() { dmesg | tail -n "${1:-10}" >kernel; }

insmod $ko 2>err
is "softdog has the name watchdog: EBUSY" $? 16
kernel_says
has "and what to do is said" kernel '/dev/watchdog is another driver.s: give a name of your own, node=NAME'

insmod $ko node=dog margin=42
is "with a name of its own" $? 0
wdctl /dev/dog >out 2>&1
has "wdctl: identity" out '^Identity: +Cleat software watchdog \[version 0\]$'
has "wdctl: timeout" out '^Timeout: +42 seconds$'
has "wdctl: timeleft" out '^Timeleft: +4[01] seconds$'
wdctl >out 2>&1
has "softdog is what wdctl finds first" out '^Identity: +Software Watchdog'
rmmod cleat_watchdog
is "rmmod after wdctl" $? 0

insmod $ko node=dog action=log
/share/client /dev/dog >ours
same "the same answers as in a process" ours /share/answers
/share/client /dev/watchdog >/share/softdogs

# Both are fed by busybox; wdctl looks at ours through sysfs meanwhile.
busybox watchdog -F -t 200ms -T 1 /dev/dog &
ours=$!
busybox watchdog -F -t 200ms -T 1 /dev/watchdog &
softdogs=$!
sleep 3
wdctl /dev/dog >out 2>&1
has "wdctl on a busy device: identity" out '^Identity: +Cleat software watchdog'
has "wdctl on a busy device: timeout" out '^Timeout: +1 second'
is "state" "$(cat /sys/class/misc/dog/state)" active
rmmod cleat_watchdog 2>/dev/null
is "no unload while it is open" $? 1
kill $ours $softdogs
wait $ours $softdogs
is "state after the end" "$(cat /sys/class/misc/dog/state)" inactive
kernel_says 5
hasnt "fed, nothing happened" kernel 'no sign of life'
rmmod cleat_watchdog
is "rmmod after a clean end" $? 0

insmod $ko node=dog action=log margin=1
echo x >/dev/dog
rmmod cleat_watchdog 2>/dev/null
is "no unload while it runs" $? 1
sleep 2
kernel_says
has "an unexpected close is told" kernel 'cleat_watchdog: closed, but not stopped: 1 s to go'
has "the end is told" kernel 'cleat_watchdog: no sign of life: action=log'
is "boot status" "$(cat /sys/class/misc/dog/bootstatus)" 32
echo V >/dev/dog
rmmod cleat_watchdog
is "unload after a V" $? 0

insmod $ko node=dog action=log nowayout=1
echo V >/dev/dog
rmmod cleat_watchdog 2>/dev/null
is "nowayout: no unload" $? 1
kernel_says
has "nowayout: told" kernel 'cleat_watchdog: nowayout is set: it cannot be stopped'
is "the kernel is untouched" $(($(cat /proc/sys/kernel/tainted) & 640)) 0
finish
