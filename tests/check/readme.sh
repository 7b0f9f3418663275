#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# README's "What it finds" is true: each C block there is a file on which the checker says exactly
# what the text block below it shows.
failed=0
awk '
	/^## / { on = ($0 == "## What it finds") }
	!on { next }
	/^```c$/ { file = ++n ".c"; next }
	/^```text$/ { file = n ".want"; next }
	/^```$/ { file = ""; next }
	file != "" { print >file }' "$SRC/README.md"
for want in *.want; do
	[ -f "$want" ] || break
	n=${want%.want}
	name=$(sed 's/:.*//;q' "$want")
	mkdir "$n" && mv "$n.c" "$n/$name"
	(cd "$n" && "$CLEAT" check "$name") >"$n/out" 2>&1
	status=$?
	sed '$d' "$n/out" >"$n/said" # the last line is the count
	if [ $status -eq 1 ] && diff "$want" "$n/said"; then
		echo "ok $name: as README says"
	else
		echo "not ok $name: README and the checker differ (exit status $status)"
		failed=1
	fi
done
if [ "$(ls -- *.want | wc -l)" -ne 3 ] || ls -- *.c >/dev/null 2>&1; then
	echo "not ok README shows three bugs, each with its message"
	failed=1
fi
exit $failed
