#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Calls that sleep hold no threads of the driver's process.
. "$SRC/tests/host/lib"

serve "$probe" "$TMP/nodes"
daemon=$(daemon_of)
mkfifo go
"$client" sleepers "$TMP/nodes/dev/probe" <go >out 2>&1 &
sleepers=$!
exec 3>go
await grep -q '^asleep' out
threads=$(ls "/proc/$daemon/task" | wc -l)
is "300 calls sleep, and there are $threads threads" $((threads < 30)) 1
# Others come through, and then they.
timeout 60 "$client" who "$TMP/nodes/dev/probe" >who 2>&1
is "a call beside them" $? 0
echo >&3
wait $sleepers
is "all were woken" $? 0
timeout 60 "$client" who "$TMP/nodes/dev/probe" >who 2>&1
is "and a call after them" $? 0
finish
