#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# What these headers show as right stands, line for line, in a driver that is compiled and run.
set -u
status=0

# The indented block after "Right::", "Right: …::" or "Example::".
shown() {
	awk '/^ \* (Right|Example).*::$/ {on = 1; next}
		on && /^ \*\t/ {sub(/^ \*\t+/, ""); print; next}
		on && !/^ \*$/ {on = 0}' "$1"
}

for header in cred debugfs filesystem genetlink mm pid proc_fs revocable seq_file sysfs uidgid workqueue; do
	n=0
	driver=$SRC/tests/api/$header/$header.c
	case $header in
	filesystem | genetlink) ;;
	*) driver=$SRC/tests/api/examples/examples.c ;;
	esac
	while IFS= read -r line; do
		[ "$line" = ... ] && continue
		n=$((n + 1))
		if ! sed 's/^\t*//' "$driver" | grep -qxF -- "$line"; then
			echo "not ok: <cleat/$header.h> shows a line that is in no test: $line"
			status=1
		fi
	done < <(shown "$SRC/include/cleat/$header.h")
	[ "$n" -gt 0 ] || { echo "not ok: <cleat/$header.h> has no example"; status=1; }
	echo "ok $header: $n lines"
done
exit $status
