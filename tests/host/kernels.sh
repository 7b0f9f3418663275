#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The host world on other kernels than this machine's: the oldest has no passthrough and no shared
# mapping beside direct I/O, so that another part of pages.c does the work.
. "$SRC/tests/host/lib"

exe_of() { "$CLEAT" run --no-check "$1" -- sh -c 'readlink "/proc/$PPID/exe"'; }
probe_exe=$(exe_of "$probe")
board_exe=$(exe_of "$board")
for case in who sizes nested threads files flags signal poll epoll; do
	echo "timeout 60 $probe_exe -- $client $case /dev/probe >/tmp/out 2>&1 && echo 'good $case' || cat /tmp/out"
done >cases
for case in map-read map-write map-pointer; do
	echo "timeout 60 $board_exe -- $client $case /dev/board >/tmp/out 2>&1 && echo 'good $case' || cat /tmp/out"
done >>cases
for kernel in 6.1 7.2; do
	"$CLEAT" vm --kernel $kernel --modprobe fuse --with "$probe_exe" --with "$board_exe" --with "$client" \
		--timeout 300 -- sh -c "$(cat cases)" >out 2>&1
	is "$kernel: status" $? 0
	for case in who sizes nested threads files flags signal poll epoll map-read map-write map-pointer; do
		is "$kernel: $case" "$(grep -cx "good $case" out)" 1
	done
	grep -A3 '^not ok' out
done
finish
