#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The programs that try areas, descriptors and polled queues on the host try them in real kernels too,
# where mappings, signals and deaths are the kernel's own.
. "$SRC/tests/host/lib"
declare -A cases=(
	[area]="area-show area-idle area-writable area-each area-child area-threads area-reclaim area-unmap area-absent"
	[shelf]="fds-given fds-numbers fds-close fds-await fds-threads fds-killed fds-stopped"
	[office]="poll-queue-ends poll-two-queues"
)
for node in area shelf office; do
	for case in ${cases[$node]}; do
		echo "timeout 60 $client $case /dev/cleat-$node >/tmp/out 2>&1 && echo 'good $case' ||
			{ echo 'bad $case'; cat /tmp/out; }"
	done
done >script
for kernel in 6.1 7.2; do
	"$CLEAT" vm --kernel $kernel --with "$client" --timeout 400 "$SRC/tests/api/area" \
		"$SRC/tests/api/descriptors" "$SRC/tests/api/pollers" -- sh -c "$(cat script)" >out 2>&1
	is "$kernel: status" $? 0
	for case in ${cases[area]} ${cases[shelf]} ${cases[office]}; do
		is "$kernel: $case" "$(grep -cx "good $case" out)" 1
	done
	grep -A3 '^not ok' out | sed 's/^/# /'
done
finish
