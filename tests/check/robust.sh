#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# 10,000 broken files (fuzz/mutate.py), made of the tree's own. The checker never dies of one, never
# takes longer than 10 s, and never says that one is fine which the compiler would not take.
# FILES=n other numbers of files, SEED=n other files.
export CLEAT_CHECK_CACHE=0 # what is broken is not worth keeping
cd "$TMP" || exit 1
failed=0 n=0
flags=(-xc -std=gnu11 -w -Werror=implicit-function-declaration -Werror=int-conversion
	-Werror=incompatible-pointer-types -Werror=format
	-Werror=incompatible-pointer-types-discards-qualifiers -fexperimental-late-parse-attributes
	-D__CLEAT_CHECK__ -D__CLEAT_HOST__ -DKBUILD_MODNAME='"driver"'
	-I "$SRC/include" -I "$SRC/tests/check/corpus")

mkdir out
shopt -s nullglob
"$SRC/tests/check/fuzz/mutate.py" "${SEED:-1}" "${FILES:-10000}" out "$SRC"/tests/check/corpus/*.c \
	"$SRC"/tests/check/cases/*/*.c "$SRC"/samples/*/*.c "$SRC"/drivers/*/*.c || exit 1

died='the checker died\|the checker ended\|came to no end\|no process could'
judge() { # files: all in one go, then those again of which nothing was said
	local status file fine=()
	timeout -k 1 300 "$CLEAT" check --brief --no-cache -I "$SRC/tests/check/corpus" "$@" >said 2>err
	status=$?
	n=$((n + $#))
	if [ $status -gt 2 ] || grep "$died" said err; then
		echo "not ok: exit status $status with $*"
		grep "$died" said err
		failed=$((failed + 1))
	fi
	for file in "$@"; do
		grep -q "$file:" said || fine+=("$file")
	done
	[ ${#fine[@]} -gt 0 ] || return
	clang-22 -fsyntax-only "${flags[@]}" "${fine[@]}" 2>/dev/null && return
	for file in "${fine[@]}"; do
		clang-22 -fsyntax-only "${flags[@]}" "$file" 2>/dev/null && continue
		"$CLEAT" check --brief -I "$SRC/tests/check/corpus" "$file" >said 2>err || continue
		echo "not ok $file: does not compile, and the checker says that it is fine"
		cp "$file" "${KEEP:-.}"
		failed=$((failed + 1))
	done
}
while read -r -a batch; do
	judge "${batch[@]}"
done < <(find out -name '*.c' | sort | xargs -n 100)
echo "# $n broken files, $failed wrong"
[ $failed -eq 0 ] && [ $n -gt 0 ]
