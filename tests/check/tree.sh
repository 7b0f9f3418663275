#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Every driver and sample of the tree, those of the API's tests, and every fresh driver, passes without a finding; samples
# have no unsafe region.
cd "$SRC" || exit 1
failed=0
for d in samples/* drivers/* tests/api/*; do
	[ -f "$d/Kbuild" ] || continue
	deny=
	case $d in samples/*) deny=--deny-unsafe ;; esac
	if "$CLEAT" check $deny "$d" >"$TMP/out" 2>&1; then
		echo "ok $d: $(tail -1 "$TMP/out")"
	else
		echo "not ok $d"
		sed 's/^/# /' "$TMP/out"
		failed=1
	fi
done
cd "$TMP" || exit 1
"$CLEAT" new misc fresh >/dev/null 2>&1 && if "$CLEAT" check --deny-unsafe fresh >out 2>&1; then
	echo "ok a fresh misc driver"
else
	echo "not ok a fresh misc driver"
	sed 's/^/# /' out
	failed=1
fi
exit $failed
