#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# 64 clients, 10,000 mixed operations each, random SIGKILLs, on the host's node under ASan+UBSan: no
# hang, no leak, no lost, doubled or torn record. FIFO_STRESS="CLIENTS OPERATIONS" changes the size.
set -u
gcc -O2 -Wall -I"$SRC/samples/fifo" -o stress "$SRC/tests/fifo/stress.c" || exit 1
read -r clients operations <<<"${FIFO_STRESS:-64 10000}"
timeout 900 "$CLEAT" run --sanitize address "$SRC/samples/fifo" -- ./stress /dev/fifo "$clients" "$operations"
status=$?
[ $status -eq 0 ] || { echo "not ok: status $status"; exit 1; }
echo ok
