#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Drivers of several files: what one file does the others know. Each folder has a file "expected":
# all findings, and no others, whatever the number of processes and of files that are named.
# UPDATE=1 writes what the checker says now, for review.
cd "$SRC/tests/check/drivers" || exit 1
failed=0

brief() { # options and paths
	"$CLEAT" check --no-cache --brief "$@" 2>"$TMP/err" | sed "s|^$SRC/||; s|^tests/check/drivers/||; s/^\([^:]*:[0-9]*\):[0-9]*: /\1: /"
	cat "$TMP/err"
}

for d in */; do
	d=${d%/}
	brief "$d" >"$TMP/have"
	[ -z "$UPDATE" ] || cp "$TMP/have" "$d/expected"
	if diff "$d/expected" "$TMP/have" >"$TMP/diff"; then
		echo "ok $d"
	else
		echo "not ok $d"
		sed 's/^/# /' "$TMP/diff"
		failed=1
	fi
	for jobs in 1 4; do
		if brief -j "$jobs" "$d" | diff "$TMP/have" - >"$TMP/diff"; then
			echo "ok $d -j $jobs"
		else
			echo "not ok $d -j $jobs"
			sed 's/^/# /' "$TMP/diff"
			failed=1
		fi
	done
done

# A file that is checked alone is not believed more than with the others.
if [ -z "$(brief bad/use.c)" ]; then
	echo "not ok a file alone: nothing found"
	failed=1
else
	echo "ok a file alone"
fi
exit $failed
