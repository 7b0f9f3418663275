#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Every case says in its last comment what the checker has to say about it: for each set of flags
# ("check:", "check -DBAD:") the lines, codes and texts of all findings, and no others.
# A case is one function below a comment that begins with "good" or "bad" (or one half of a pair of
# the corpus): in a bad one there is a finding, in a good one there is none.
# UPDATE=1 writes what the checker says now into the cases, for review.
cd "$SRC/tests/check" || exit 1
failed=0 passed=0

expected() { # file flags
	awk -v want="check$2:" '
		/^ \* check.*:$/ { on = (substr($0, 4) == want); next }
		/^ \*\/$/ { on = 0 }
		on && /^ \*\t/ { print substr($0, 4) }' "$1"
}
flags_of() { # file
	sed -n 's/^ \* check\(.*\):$/\1/p' "$1"
}
write_expected() { # file: replace its last comment
	local f=$1 flags
	flags=$(echo && grep -q 'ifdef BAD\|ifndef BAD' "$f" && echo ' -DBAD')
	awk '/^\/\*$/ { hold = $0; next } hold != "" { if ($0 ~ /^ \* check/) exit; print hold; hold = "" } { print }' "$f" >"$TMP/case"
	{
		sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' "$TMP/case"
		printf '\n/*\n'
		while IFS= read -r fl; do
			printf ' * check%s:\n' "$fl"
			# shellcheck disable=SC2086
			"$CLEAT" check --brief $fl "$f" | sed 's/^[^:]*:\([0-9]*\):[0-9]*: /\1: /; s/^/ *\t/'
		done <<<"$flags"
		printf ' */\n'
	} >"$TMP/new" && cp "$TMP/new" "$f"
}

all=$(ls corpus/*.c cases/*/*.c 2>/dev/null)
if [ -n "$UPDATE" ]; then
	for f in $all; do write_expected "$f"; done
fi
for flags in "" " -DBAD"; do
	# shellcheck disable=SC2086
	files=$(for f in $all; do flags_of "$f" | grep -qx -- "$flags" && echo "$f"; done)
	[ -n "$files" ] || continue
	# shellcheck disable=SC2086
	"$CLEAT" check --brief $flags $files >"$TMP/got" 2>"$TMP/err"
	for f in $files; do
		expected "$f" "$flags" >"$TMP/want"
		grep "^$f:" "$TMP/got" | sed 's/^[^:]*:\([0-9]*\):[0-9]*: /\1: /' >"$TMP/have"
		if diff "$TMP/want" "$TMP/have" >"$TMP/diff"; then
			echo "ok $f$flags"
			passed=$((passed + 1))
		else
			echo "not ok $f$flags"
			sed 's/^/# /' "$TMP/diff"
			failed=$((failed + 1))
		fi
	done
	if [ -s "$TMP/err" ]; then sed 's/^/# /' "$TMP/err"; fi
done
labels() { # file: what its comments promise, against what it expects
	awk '
		/^\/\* (good|bad)/ { n++; at[n] = NR; bad[n] = $2 ~ /^bad/ }
		/^ \* check/ { stop = stop ? stop : NR; next }
		stop && /^ \*\t[0-9]+:/ { split($2, a, ":"); line[++m] = a[1] }
		END {
			at[n + 1] = stop
			for (i = 1; i <= n; i++) {
				found = 0
				for (k = 1; k <= m; k++) found += line[k] >= at[i] && line[k] < at[i + 1]
				if (!found == bad[i]) printf "%s:%d: said to be %s\n", FILENAME, at[i], bad[i] ? "bad" : "good"
			}
			print n
		}' "$1"
}
cases=0
for f in cases/*/*.c; do
	said=$(labels "$f")
	n=${said##*$'\n'}
	cases=$((cases + n))
	if [ "$said" != "$n" ]; then
		echo "not ok labels of $f"
		sed '$d; s/^/# /' <<<"$said"
		failed=$((failed + 1))
	fi
	[ "$n" -gt 0 ] || { echo "not ok $f: no function in it is said to be good or bad"; failed=$((failed + 1)); }
done
for f in corpus/*.c; do cases=$((cases + 2)); done
echo "# $cases cases in $(wc -w <<<"$all") files: $passed files right, $failed wrong"
[ $cases -ge 400 ] || failed=1
[ $failed -eq 0 ] && [ $passed -gt 0 ]
