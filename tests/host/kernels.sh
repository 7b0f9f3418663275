#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The host world on other kernels than this machine's: the oldest has no passthrough and no shared
# mapping beside direct I/O, so that another part of pages.c does the work.
. "$SRC/tests/host/lib"

cases="who sizes nested threads files flags signal poll epoll map-read map-write map-pointer
	area-show area-idle area-writable area-each area-child area-threads
	fds-given fds-numbers fds-close fds-await fds-threads poll-queue-ends poll-two-queues"
exe_of() { "$CLEAT" run --no-check "$1" -- sh -c 'readlink "/proc/$PPID/exe"'; }
probe_exe=$(exe_of "$probe")
board_exe=$(exe_of "$board")
area_exe=$(exe_of "$SRC/tests/api/area")
shelf_exe=$(exe_of "$SRC/tests/api/descriptors")
office_exe=$(exe_of "$SRC/tests/api/pollers")
for case in $cases; do
	case $case in
	map-*) exe=$board_exe node=board ;;
	area-*) exe=$area_exe node=cleat-area ;;
	fds-*) exe=$shelf_exe node=cleat-shelf ;;
	poll-*) exe=$office_exe node=cleat-office ;;
	*) exe=$probe_exe node=probe ;;
	esac
	echo "timeout 60 $exe -- $client $case /dev/$node >/tmp/out 2>&1 && echo 'good $case' || cat /tmp/out"
done >script
for kernel in 6.1 7.2; do
	"$CLEAT" vm --kernel $kernel --modprobe fuse --with "$probe_exe" --with "$board_exe" --with "$area_exe" \
		--with "$shelf_exe" --with "$office_exe" --with "$client" --timeout 400 -- sh -c "$(cat script)" >out 2>&1
	is "$kernel: status" $? 0
	for case in $cases; do
		is "$kernel: $case" "$(grep -cx "good $case" out)" 1
	done
	grep -A3 '^not ok' out
done
finish
