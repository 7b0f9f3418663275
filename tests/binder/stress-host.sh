#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The same stress on the driver in a process, under ASan and UBSan: at the end nothing is left, neither in
# the driver's statistics nor of what the runtime has given it. What the process has of memory is told at the
# beginning, in the middle and at the end (ASan keeps 256 MB of what was freed).
#
# STRESS_SECONDS=3600 STRESS_SEED=7 tests/run binder/stress-host: longer, and another one. STRESS_SANITIZE=none:
# without ASan, whose own memory grows.
. "$SRC/tests/binder/lib"
[ -e "$driver/Kbuild" ] || skip "there is no driver yet"
[ -c /dev/fuse ] || skip "there is no /dev/fuse"
client stress "$here"/stress/*.c
seconds=${STRESS_SECONDS:-15}
cat >inside <<'EOF'
rss() { sed -n 's/^VmRSS:[^0-9]*//p' "/proc/$DRIVER_PID/status"; }
echo "memory at the beginning: $(rss)"
{ sleep $(($1 / 2)); echo "memory in the middle: $(rss)"; } &
./stress /dev/binder /sys/kernel/debug/binder "$@" >result
status=$?
echo "memory at the end: $(rss)"
cat result
exit $status
EOF
timeout $((seconds * 2 + 120)) "$CLEAT" run --sanitize "${STRESS_SANITIZE:-address}" "$driver" --param devices=binder --log err -- \
	"${served[@]}" sh inside "$seconds" "${STRESS_SEED:-1}" >out 2>said
status=$?
grep '^memory' out
is "in a process: $(tail -n 1 out)" $status 0
[ $status -eq 0 ] || sed 's/^/# /' said
finish
