#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# An unmodified static program against a driver in a process, with and without sanitizers.
. "$SRC/tests/host/lib"

for sanitizer in none address thread; do
	for case in who sizes nested threads files flags signal crowd poll epoll; do
		timeout 60 "$CLEAT" run --no-check --sanitize $sanitizer "$probe" -- "$client" $case /dev/probe >out 2>&1
		is "$case ($sanitizer)" $? 0
		grep -A2 '^not ok' out | sed 's/^/# /'
	done
	timeout 60 "$CLEAT" run --no-check --sanitize $sanitizer "$probe" --param exclusive=1 --filter delay=1ms:release -- \
		"$client" exclusive /dev/probe >out 2>&1
	is "exclusive ($sanitizer)" $? 0
done

# The transport must not hide a driver's race from the sanitizer.
timeout 60 "$CLEAT" run --no-check --sanitize thread "$probe" -- "$client" race /dev/probe >out 2>&1
is "a race: the sanitizer's status" $? 66
has "a race is reported" out 'data race .*probe.c'
finish
