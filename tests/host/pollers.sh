#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# epoll and poll on wait queues that come and go.
. "$SRC/tests/host/lib"

for flavour in address thread; do
	for case in poll-queue-ends poll-two-queues; do
		timeout 120 "$CLEAT" run --no-check --sanitize $flavour "$SRC/tests/api/pollers" -- \
			"$client" $case /dev/cleat-office >out 2>&1
		is "$flavour sanitizer: $case" $? 0
		grep -A2 '^not ok\|Sanitizer' out | sed 's/^/# /'
	done
done
finish
