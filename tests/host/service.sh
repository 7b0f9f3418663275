#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# A standing driver under a service manager: it says when it is ready and when it stops, ends cleanly, comes
# back, and its unit is one that systemd understands.
. "$SRC/tests/host/lib"
command -v socat >/dev/null || skip "socat is not installed"
dir=$TMP/nodes
socat -u UNIX-RECV:"$TMP/notify" - >told &
listener=$!
await test -S "$TMP/notify"
export NOTIFY_SOCKET=$TMP/notify
for round in 1 2; do
	: >told
	serve "$probe" "$dir" --preload
	await grep -q READY=1 told
	is "round $round: ready" "$(tr -d '\0\n' <told)" READY=1
	"$client" who "$dir/dev/probe" >out
	is "round $round: and so it is" $? 0
	"$client" hold "$dir/dev/probe" >hold.log &
	holder=$!
	"$client" sleeping "$dir/dev/probe" >out
	kill -TERM $server
	wait $server
	is "round $round: stopped" $? 0
	is "round $round: it says that it stops" "$(tr -d '\0\n' <told)" READY=1STOPPING=1
	wait $holder
	has "round $round: the sleeper is woken" hold.log '^woken -1 ENODEV'
	await unmounted "$dir"
done
kill $listener

if command -v systemd-analyze >/dev/null; then
	# Its program is where an installation puts it.
	sed "s,^ExecStart=[^ ]*,ExecStart=$CLEAT," "$SRC/build/cleat@.service" >cleat@probe.service
	systemd-analyze verify --man=no "$PWD/cleat@probe.service" >verify 2>&1
	is "systemd understands the unit" "$(grep cleat@probe verify)" ""
fi
finish
