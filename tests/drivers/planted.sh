#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Planted bugs are found: a use after free and a lock inversion, by the sanitizers on the host.
set -u
caught() {
	"$CLEAT" test "$SRC/tests/planted/$1" --no-check --sanitize "$2" >out 2>&1
	[ $? -eq 1 ] && grep -q "$3" out || { cat out; echo "not ok: $1 under $2"; exit 1; }
	echo "ok: $1 under $2"
}
caught uaf address heap-use-after-free
caught inversion thread 'lock-order-inversion'
refused() {
	"$CLEAT" test "$SRC/tests/planted/$1" --sanitize none >out 2>&1
	[ $? -eq 1 ] && grep -q "$2" out && grep -q 'it is not built' out || { cat out; echo "not ok: $1 was built"; exit 1; }
	echo "ok: $1 is refused"
}
refused uaf CL103
refused inversion CL407
