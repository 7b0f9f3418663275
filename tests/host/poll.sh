#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# cleat run --poll: who looks before sleeping. Everything means what it means without, and ends as it does.
. "$SRC/tests/host/lib"
mkdir bin
cp "$SRC/build/tests/host/client-dynamic" bin/client
dynamic=$PWD/bin/client

run() { timeout 120 "$CLEAT" run --no-check --preload "$@"; }
for wrong in 0 1001 -1 50us '' ' 5'; do
	run "$probe" --poll="$wrong" -- true 2>err
	is "--poll='$wrong': status" $? 2
	has "--poll='$wrong': message" err "cleat: --poll=$wrong: not understood"
done
taskset -c "$(taskset -cp $$ | sed 's/.*[ ,-]//')" "$CLEAT" run --no-check --preload --poll "$probe" -- "$dynamic" who /dev/probe >out 2>&1
is "one processor: it runs all the same" $? 0
has "one processor: and says that nobody looks" out 'one processor'
[ "$(nproc)" -gt 1 ] || { [ $failed = 0 ] && skip "there is one processor"; finish; }

# So long that everything is seen before it sleeps, unless it means to.
for sanitizer in none thread; do
	for case in children reuse exec close-busy gone handler restart prompt images \
		who sizes nested frame threads files flags crowd poll epoll; do
		run --poll=1000 --sanitize $sanitizer "$probe" -- "$dynamic" $case /dev/probe >out 2>&1
		is "$case ($sanitizer)" $? 0
		grep -A2 '^not ok' out | sed 's/^/# /'
	done
done
run --poll=1000 --sanitize thread "$probe" -- "$dynamic" race /dev/probe >out 2>&1
is "a race: the sanitizer's status" $? 66

# A thousand calls, in which hardly anybody is woken.
if command -v strace >/dev/null; then
	run --poll=1000 "$probe" -- strace -f -e trace=futex -o trace "$dynamic" count-errors /dev/probe >out 2>&1
	has "calls go through the memory" out '^errors 0 other 0$'
	woken=$(grep -c 'futex(' trace)
	is "and nobody is woken: $woken system calls" $((woken < 500)) 1
fi

# The ends: a client's, the driver's.
dir=$TMP/nodes
serve "$probe" "$dir" --preload --poll=1000
library=$(sed -n 's/.*LD_PRELOAD=//p' serve.log)
export LD_PRELOAD=$library
"$dynamic" hold "$dir/dev/probe" >hold.log 2>&1 &
holder=$!
"$dynamic" sleeping "$dir/dev/probe" >out 2>&1
is "a client sleeps" $? 0
kill -KILL $holder
wait $holder
"$dynamic" who "$dir/dev/probe" >out 2>&1
is "it was killed: others are served" $? 0
"$dynamic" hold "$dir/dev/probe" >hold.log 2>&1 &
holder=$!
"$dynamic" sleeping "$dir/dev/probe" >out 2>&1
kill -TERM $server
wait $server
is "stopped while a client sleeps: status" $? 0
wait $holder
has "the sleeper is woken" hold.log '^woken -1 ENODEV'
unset LD_PRELOAD
serve "$probe" "$dir" --preload --poll=1000
LD_PRELOAD=$library "$dynamic" hold "$dir/dev/probe" >hold.log 2>&1 &
holder=$!
LD_PRELOAD=$library "$dynamic" sleeping "$dir/dev/probe" >out 2>&1
kill -KILL "$(daemon_of)"
wait $holder
has "killed while a client sleeps: it is woken" hold.log '^woken -1 ECONNABORTED'
wait $server
finish
