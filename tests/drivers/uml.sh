#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The drivers in a User Mode Linux with KASAN and lockdep: clean; and the planted bugs are reported.
set -u
mapfile -t drivers < <(ls -d "$SRC"/samples/*/ "$SRC"/drivers/*/ 2>/dev/null)
"$CLEAT" test --kernel uml "${drivers[@]}" || exit 1
caught() {
	"$CLEAT" test --no-check --kernel uml "$SRC/tests/planted/$1" >out 2>&1
	[ $? -eq 1 ] && grep -q "$2" out || { cat out; echo "not ok: $1 under uml"; exit 1; }
	echo "ok: $1 under uml"
}
caught uaf 'KASAN: use-after-free'
caught inversion 'possible circular locking dependency'
