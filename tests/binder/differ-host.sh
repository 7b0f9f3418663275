#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The random sequences of differ.sh on the driver in a process, under ASan and UBSan, twice: both runs come to the
# same. Nothing sleeps there, for O_NONBLOCK cannot be taken back from an open by FUSE. Threads are listed by
# number: in a PID namespace of its own no run is cut by the numbers' end.
#
# DIFFER_SEEDS=200 DIFFER_SEED=7 DIFFER_STEPS=400 tests/run binder/differ-host: more, others, longer ones.
. "$SRC/tests/binder/lib"
[ -c /dev/fuse ] || skip "there is no /dev/fuse"
differ_client
seed=${DIFFER_SEED:-1} seeds=${DIFFER_SEEDS:-20} steps=${DIFFER_STEPS:-250}
for run in first second; do
	timeout $((seeds * steps / 20 + 120)) unshare --pid --fork --kill-child --mount-proc "$CLEAT" run --sanitize address "$driver" --param devices=binder,hwbinder \
		--param debug_mask=0 --log err -- \
		"${served[@]}" ./differ /dev/binder,/dev/hwbinder /sys/kernel/debug/binder "$seed" "$seeds" "$steps" freeze-wait >$run.out 2>said
	is "the $run run's status" $? 0
	[ -s $run.out ] || sed 's/^/# /' said
done
is "the steps" "$(grep -c '^[0-9]*/[0-9]' first.out)" $((seeds * steps))
if "$here/differ/first" first.out second.out >differences; then
	ok "$seeds seeds, $((seeds * steps)) steps: 0 differ"
else
	not_ok "of $seeds seeds some differ:"
	head -n "${SHOW:-100}" differences | sed 's/^/# /'
fi
finish
