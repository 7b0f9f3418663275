#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# An area's mapping is found by looking for it, with passthrough and with the page cache.
. "$SRC/tests/host/lib"

cases="area-show area-idle area-writable area-each area-child area-threads"
for case in $cases; do
	timeout 60 "$CLEAT" run --no-check "$SRC/tests/api/area" -- "$client" $case /dev/cleat-area >out 2>&1
	is "$case" $? 0
	grep -A2 '^not ok' out | sed 's/^/# /'
done
# In a user namespace there is no passthrough.
for case in $cases; do
	unshare -Ur timeout 60 "$CLEAT" run --no-check "$SRC/tests/api/area" -- "$client" $case /dev/cleat-area >out 2>&1
	is "without root: $case" $? 0
	grep -A2 '^not ok' out | sed 's/^/# /'
done
for flavour in address thread; do
	timeout 120 "$CLEAT" run --no-check --sanitize $flavour "$SRC/tests/api/area" -- "$client" area-threads /dev/cleat-area >out 2>&1
	is "$flavour sanitizer" $? 0
	grep -A2 '^not ok\|Sanitizer' out | sed 's/^/# /'
done
finish
