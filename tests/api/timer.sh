#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# What the headers of time show as right stands, line for line, in a driver that is compiled and run.
set -u
cat "$SRC/tests/api/timer/timer.c" "$SRC/samples/watchdog/watchdog.c" | sed 's/^\t*//' >drivers
status=0

# The indented block after "Right::", "Right: …::" or "Example::".
shown() {
	awk '/^ \* (Right|Example).*::$/ {on = 1; next}
		on && /^ \*\t/ {sub(/^ \*\t+/, ""); print; next}
		on && !/^ \*$/ {on = 0}' "$1"
}

for header in timer hrtimer jiffies ktime delay reboot; do
	n=0
	while IFS= read -r line; do
		[ "$line" = ... ] && continue
		n=$((n + 1))
		if ! grep -qxF -- "$line" drivers; then
			echo "not ok: <cleat/$header.h> shows a line that is in no driver: $line"
			status=1
		fi
	done < <(shown "$SRC/include/cleat/$header.h")
	[ "$n" -gt 0 ] || { echo "not ok: <cleat/$header.h> has no example"; status=1; }
	echo "ok $header: $n lines"
done
exit $status
