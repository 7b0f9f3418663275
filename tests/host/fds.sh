#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# A driver takes open files from one program and gives them to another.
. "$SRC/tests/host/lib"

cases="fds-given fds-numbers fds-close fds-await fds-threads fds-killed fds-stopped"
shelf=$SRC/tests/api/descriptors
for case in $cases; do
	timeout 120 "$CLEAT" run --no-check "$shelf" -- "$client" $case /dev/cleat-shelf >out 2>&1
	is "$case" $? 0
	grep -A2 '^not ok' out | sed 's/^/# /'
done
# The fast path: the caller waits in shared memory.
for case in $cases; do
	timeout 120 "$CLEAT" run --no-check --preload "$shelf" -- "$client-dynamic" $case /dev/cleat-shelf >out 2>&1
	is "preloaded: $case" $? 0
	grep -A2 '^not ok' out | sed 's/^/# /'
done
for case in fds-given fds-close fds-killed; do
	unshare -Ur timeout 120 "$CLEAT" run --no-check "$shelf" -- "$client" $case /dev/cleat-shelf >out 2>&1
	is "without root: $case" $? 0
	grep -A2 '^not ok' out | sed 's/^/# /'
done
for flavour in address thread; do
	timeout 120 "$CLEAT" run --no-check --sanitize $flavour "$shelf" -- "$client" fds-threads /dev/cleat-shelf >out 2>&1
	is "$flavour sanitizer" $? 0
	grep -A2 '^not ok\|Sanitizer' out | sed 's/^/# /'
done
# A program that is traced already cannot be held: the driver hears of it, the program too.
"$CLEAT" run --no-check "$shelf" -- strace -o trace "$client" fds-numbers /dev/cleat-shelf >out 2>&1
is "under strace: status" $? 1
has "under strace: an errno" trace 'ioctl.*EPERM'
finish
