#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Broken input: every case and sample is cut short, loses and repeats bytes, lines and tokens. The
# checker never crashes, never takes longer than 10 s, and never says that a broken file is fine when
# the compiler would not take it. ROUNDS=n variants of each file (default 3).
export CLEAT_CHECK_CACHE=0 # what is broken is not worth keeping
cd "$TMP" || exit 1
rounds=${ROUNDS:-3} n=0 failed=0
mutate() { # file seed
	awk -v seed="$2" 'BEGIN { srand(seed) } { line[NR] = $0 } END {
		how = int(rand() * 6); at = 1 + int(rand() * NR)
		for (i = 1; i <= NR; i++) {
			s = line[i]
			if (i == at && how == 0) continue
			if (i == at && how == 1) print s
			if (i == at && how == 2) s = substr(s, 1, int(rand() * length(s)))
			if (i == at && how == 3) { p = 1 + int(rand() * length(s)); s = substr(s, 1, p - 1) substr("(){};*&,=<>0a\"", 1 + int(rand() * 14), 1) substr(s, p + 1) }
			if (i == at && how == 4) { j = 1 + int(rand() * NR); s = line[j] }
			print s
			if (i == at && how == 5) exit
		}
	}' "$1"
}
cp "$SRC"/tests/check/corpus/corpus.h .
for f in "$SRC"/tests/check/corpus/*.c "$SRC"/tests/check/cases/*/*.c "$SRC"/samples/*/*.c; do
	dir=$(dirname "$f")
	for ((i = 0; i < rounds; i++)); do
		n=$((n + 1))
		mutate "$f" "$((n * 7919 + ${SEED:-1}))" | sed 's|"../../corpus/corpus.h"|"corpus.h"|' >broken.c
		timeout -k 1 10 "$CLEAT" check --brief -I "$dir" broken.c >out 2>err
		rc=$?
		if [ $rc -gt 2 ]; then
			cp broken.c "failed-$n.c"
			echo "not ok $f variant $i: exit status $rc"
			failed=$((failed + 1))
		elif [ $rc -eq 2 ] && ! grep -q CL000 out; then
			echo "not ok $f variant $i: unable, and does not say why"
			failed=$((failed + 1))
		fi
	done
done
echo "# $n broken files, $failed wrong"
[ $failed -eq 0 ]
