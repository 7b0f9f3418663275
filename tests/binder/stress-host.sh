#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The same stress on the driver in a process, under ASan and UBSan: at the end nothing is left, neither in
# the driver's statistics nor of what the runtime has given it.
#
# STRESS_SECONDS=3600 STRESS_SEED=7 tests/run binder/stress-host: longer, and another one.
. "$SRC/tests/binder/lib"
[ -e "$driver/Kbuild" ] || skip "there is no driver yet"
[ -c /dev/fuse ] || skip "there is no /dev/fuse"
client stress "$here"/stress/*.c
seconds=${STRESS_SECONDS:-15}
timeout $((seconds * 2 + 120)) "$CLEAT" run --sanitize address "$driver" --param devices=binder --log err -- \
	./stress /dev/binder /sys/kernel/debug/binder "$seconds" "${STRESS_SEED:-1}" >out 2>said
status=$?
is "in a process: $(tail -n 1 out)" $status 0
[ $status -eq 0 ] || sed 's/^/# /' said
finish
