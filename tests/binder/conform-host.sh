#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Our Binder driver in a process answers as Linux 7.2's does in a kernel (outcomes-7.2, which conform.sh
# keeps true), but for what differences-host names.
. "$SRC/tests/binder/lib"
[ -e "$driver/Kbuild" ] || skip "there is no driver yet"
[ -c /dev/fuse ] || skip "there is no /dev/fuse"
[ "$(id -u)" = 0 ] || skip "the client changes users: it needs root"
client conf "$here"/conf/*.c
timeout 300 "$CLEAT" run "$driver" --param devices=binder --log err -- \
	"${served[@]}" ./conf /dev/binder /sys/kernel/debug/binder >ours.out 2>said
is "the run's status" $? 0
[ -s ours.out ] || sed 's/^/# /' said
# Security contexts are the kernel's to give.
grep -v '^secctx/' "$here/outcomes-7.2" >wanted
grep -v '^secctx/' ours.out >got
same "in a process" "$here/differences-host" wanted got
call=$(sed -n 's|^secctx/call: ||p' ours.out)
is "a process has no contexts to give: the call fails" "$call" "EAGAIN; none; none; ok NOOP FAILED_REPLY"
finish
