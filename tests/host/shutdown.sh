#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The end of a driver: asked for, by a crash, by SIGKILL; nothing is left behind.
. "$SRC/tests/host/lib"
dir=$TMP/nodes

serve "$probe" "$dir"
has "it says what it serves" serve.log "$dir/dev/probe"
"$client" hold "$dir/dev/probe" >hold.log 2>&1 &
holder=$!
exec 8<>"$dir/dev/probe"
await grep -q . <("$client" who "$dir/dev/probe") # the holder is asleep soon after
sleep 0.2
kill -TERM $server
wait $server
is "stopped while a client sleeps: status" $? 0
wait $holder
has "the sleeper is woken" hold.log '^woken -1 ENODEV'
has "later calls fail" hold.log '^later -1 (ENODEV|ENOTCONN|ECONNABORTED)'
await unmounted "$dir"
is "no mount is left" "$(mounted "$dir" && echo mounted)" ""
is "the folder is gone" "$(ls -d "$dir" 2>/dev/null)" ""
exec 8>&-

# A thread of the driver may be taking a call up when the process ends: ten times, it is a race.
for _ in $(seq 10); do
	serve "$probe" "$dir"
	"$client" left "$dir/dev/probe" >>left.log 2>&1 &
	caller=$!
	sleep 0.1
	kill -TERM $server
	wait $server
	wait $caller
done
is "stopped under many callers" "$(sort left.log | uniq -c | tr -s ' ')" " 10 all were left"

serve "$probe" "$dir"
"$CLEAT" run --no-check "$probe" --mount "$dir" >second.log 2>&1
is "a second instance: status" $? 2
has "a second instance: message" second.log 'another driver is being served there'
"$client" crash "$dir/dev/probe" >crash.log 2>&1
is "a crash: what clients see" $? 0
grep '^not ok' -A2 crash.log
wait $server
is "a crash: status" $? 134
has "a crash: the failed assertion" serve.log 'BUG: .*probe.c'
has "a crash: message" serve.log 'the driver crashed: Aborted'
is "a crash: no mount is left" "$(mounted "$dir" && echo mounted)" ""

serve "$probe" "$dir"
daemon=$(daemon_of)
kill -KILL $server
wait $server 2>/dev/null
await unmounted "$dir"
is "the supervisor was killed: no mount is left" "$(mounted "$dir" && echo mounted)" ""
await gone "$daemon"
is "the supervisor was killed: no process is left" "$(gone "$daemon" || echo there)" ""

serve "$probe" "$dir"
daemon=$(daemon_of)
kill -STOP $server
kill -KILL "$daemon" $server
wait $server 2>/dev/null
is "both were killed: the mount is stale" "$(mounted "$dir" && echo mounted)" mounted
serve "$probe" "$dir"
has "the stale mount is taken away" serve.log 'dead mount'
"$client" who "$dir/dev/probe" >out 2>&1
is "and the next driver serves there" $? 0
kill -TERM $server
wait $server

serve "$probe" "$dir"
"$client" stuck "$dir/dev/probe" &
stuck=$!
sleep 0.3
kill -TERM $server
wait $server
is "a call that cannot be interrupted: status" $? 1
has "a call that cannot be interrupted: message" serve.log 'sleeps and cannot be interrupted'
wait $stuck
is "a call that cannot be interrupted: no mount is left" "$(mounted "$dir" && echo mounted)" ""

"$CLEAT" run --no-check "$probe" -- sh -c '"$1" crash /dev/probe; exit 3' sh "$client" >out 2>err
is "a crash under a command: status" $? 134
has "a crash under a command: what it sees" out '^ok .*ECONNABORTED'

"$CLEAT" run --no-check "$probe" --foreground --mount "$dir" >serve.log 2>&1 &
server=$!
await grep -q 'serving below' serve.log
"$client" who "$dir/dev/probe" >out 2>&1
is "without a supervisor" $? 0
kill -INT $server
wait $server
is "without a supervisor: status" $? 0
is "without a supervisor: no mount is left" "$(mounted "$dir" && echo mounted)" ""

"$CLEAT" run --no-check "$probe" -- "$client" leak /dev/probe >leak.log 2>&1
is "a leak: status" $? 1
has "a leak: message" leak.log 'probe.*(leak|left|not freed)'

# The driver has stopped; that the sanitizer takes its time is not its fault.
ASAN_OPTIONS=sleep_before_dying=9 "$CLEAT" run --no-check --sanitize address "$probe" -- "$client" leak /dev/probe >leak.log 2>&1
is "a leak that is looked for longer: status" $? 1
has "a leak that is looked for longer: message" leak.log 'LeakSanitizer: detected memory leaks'
finish
