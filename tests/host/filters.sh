#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Filters over a driver that knows nothing of them.
. "$SRC/tests/host/lib"

count() { timeout 60 "$CLEAT" run --no-check "$probe" "$@" -- "$client" count-errors /dev/probe 2>err | sed -n 's/^errors //p'; }

is "no filter" "$(count)" "0 other 0"
is "every ioctl fails" "$(count --filter error=EIO:1:ioctl)" "1000 other 0"
is "other operations only" "$(count --filter error=EIO:1:read,write)" "0 other 0"
is "rate 0" "$(count --filter error=EIO:0:ioctl)" "0 other 0"
some=$(count --filter error=EIO:0.1:ioctl)
is "the same in each run" "$(count --filter error=EIO:0.1:ioctl)" "$some"
n=${some%% *}
is "about one in ten ($n of 1000)" "$([ "$n" -gt 60 ] && [ "$n" -lt 140 ] && echo yes)" yes
is "another seed, another sequence" "$(count --filter seed=7 --filter error=EIO:0.1:ioctl | grep -cx "$some")" 0
is "two stacked" "$(count --filter error=EIO:0.5:ioctl --filter error=EIO:1:ioctl)" "1000 other 0"

begin=$(date +%s%N)
timeout 60 "$CLEAT" run --no-check "$probe" --filter delay=300ms:open -- sh -c ': </dev/probe'
took=$((($(date +%s%N) - begin) / 1000000))
is "a delay of 300 ms took $took ms" "$([ $took -ge 300 ] && [ $took -lt 3000 ] && echo yes)" yes
begin=$(date +%s%N)
timeout 60 "$CLEAT" run --no-check "$probe" --filter delay=60s:open -- timeout -s KILL 0.5 sh -c ': </dev/probe' >/dev/null 2>&1
took=$((($(date +%s%N) - begin) / 1000000))
is "a kill ends a delay ($took ms)" "$([ $took -lt 5000 ] && echo yes)" yes

timeout 60 "$CLEAT" run --no-check "$probe" --filter log -- "$client" sizes /dev/probe >/dev/null 2>log
has "the log shows calls" log 'log: client\[[0-9]+\] probe ioctl 0x7000 = 0'
has "the log shows errors" log 'probe ioctl 0x7063 = -25 ENOTTY'
has "the log shows open" log 'probe open 0x'
has "the log shows release" log 'probe release'
timeout 60 "$CLEAT" run --no-check "$probe" --filter log --filter error=ENOMEM:1:open -- sh -c ': </dev/probe' >out 2>&1
has "an outer log sees an inner error" out 'probe open .* = -12 ENOMEM'
has "the program sees it" out 'Cannot allocate memory'
timeout 60 "$CLEAT" run --no-check "$probe" --filter error=ENOMEM:1:open --filter log -- sh -c ': </dev/probe' >out 2>&1
is "an inner log does not see an outer error" "$(grep -c 'probe open' out)" 0
for bad in error=EIO error=NOPE:1 error=EIO:2 error=EIO:0.5:nothing error=EIO:1:release delay=5 delay=x logs seed=x; do
	timeout 60 "$CLEAT" run --no-check "$probe" --filter $bad -- true 2>err
	is "--filter $bad: status" $? 2
done
finish
