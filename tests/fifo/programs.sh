#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Programs that nobody here wrote use the fifo: dd, cat, head, socat, tail, and 1 GiB through it by hash.
# FIFO_MIB changes the size.
set -u
run() { timeout -k 5 300 "$CLEAT" run --log err "$SRC/samples/fifo" -- bash -c "$1"; }
expect() {
	local got
	got=$(run "$2")
	[ "$got" = "$3" ] || { echo "not ok: $1: '$got', not '$3'"; exit 1; }
	echo "ok: $1"
}
mib=${FIFO_MIB:-1024}

expect 'cat and dd' 'printf hello >/dev/fifo & cat /dev/fifo; wait' hello
expect 'dd counts' 'dd if=/dev/zero of=/dev/fifo bs=4096 count=3 status=none & dd if=/dev/fifo bs=512 status=none | wc -c; wait' 12288
expect 'head stops early' 'yes | head -c 100 >/dev/fifo & head -c 10 /dev/fifo | wc -c' 10
expect 'socat' 'echo ping | socat -u - OPEN:/dev/fifo & socat -u OPEN:/dev/fifo,rdonly -; wait' ping
expect 'a non-blocking read of nothing' 'dd if=/dev/fifo iflag=nonblock bs=1 count=1 2>&1 | grep -o "Resource temporarily unavailable"' \
	'Resource temporarily unavailable'
want=$(openssl enc -aes-128-ctr -K 00 -iv 00 -in /dev/zero 2>/dev/null | head -c ${mib}M | sha256sum)
expect "$mib MiB by hash" "openssl enc -aes-128-ctr -K 00 -iv 00 -in /dev/zero 2>/dev/null | head -c ${mib}M >/dev/fifo & sha256sum </dev/fifo; wait" "$want"
echo ok
