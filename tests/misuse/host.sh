#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Each function of driver/misuse.c breaks a rule that no compiler sees. A process that runs it must
# say the words of the comment above it. A driver that breaks none must say nothing.
set -u
source=$SRC/tests/misuse/driver
failed=0 cases=0

# The driver in a folder of its own, with the function that its test calls.
try() {
	mkdir -p "$1/misuse"
	cp "$source"/misuse*.c "$1/misuse/"
	{ cat "$source/Kbuild"; echo "ccflags-y += -DCASE=$1"; } >"$1/misuse/Kbuild"
	timeout 100 "$CLEAT" test --no-check --sanitize none --verbose "$1/misuse" >"$1/said" 2>&1
}

while IFS=$'\t' read -r name words; do
	cases=$((cases + 1))
	if try "$name"; then
		echo "not ok $name: nothing was reported"
		failed=1
	elif ! grep -qF -- "$words" "$name/said"; then
		echo "not ok $name: '$words' was not said, but:"
		tail -n 20 "$name/said" | sed 's/^/    /'
		failed=1
	else
		echo "ok $name: $words"
	fi
done < <(awk '/^\/\* .* \*\/$/ { words = substr($0, 4, length($0) - 6) }
	/^static __maybe_unused void / && words { sub(/\(.*/, ""); print $4 "\t" words; words = "" }' "$source/misuse.c")

if ! try nothing; then
	echo "not ok nothing: a driver without misuse was reported"
	cat nothing/said
	failed=1
fi
[ $cases -ge 20 ] || { echo "not ok: only $cases cases were found"; failed=1; }
exit $failed
