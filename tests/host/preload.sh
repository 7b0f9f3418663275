#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Dynamic programs whose ioctls go through shared memory (cleat run --preload): all that they do means the
# same, and it is really the memory that they go through.
. "$SRC/tests/host/lib"
mkdir bin
cp "$SRC/build/tests/host/client-dynamic" bin/client
dynamic=$PWD/bin/client

run() { timeout 120 "$CLEAT" run --no-check "$@"; }
try() {
	"$@" >out 2>&1
	is "$what" $? 0
	grep -A2 '^not ok' out | sed 's/^/# /'
}
# Through FUSE the new cases hold too, also for a static program with the library offered.
for case in children reuse exec close-busy gone handler images; do
	what="$case, by FUSE" try run "$probe" -- "$client" $case /dev/probe
done
what="a static program" try run --preload "$probe" -- "$client" children /dev/probe
for sanitizer in none address thread; do
	for case in children reuse exec close-busy gone handler restart images \
		who sizes nested frame threads files flags crowd poll epoll; do
		what="$case ($sanitizer)" try run --preload --sanitize $sanitizer "$probe" -- "$dynamic" $case /dev/probe
	done
done
run --preload --sanitize thread "$probe" -- "$dynamic" race /dev/probe >out 2>&1
is "a race: the sanitizer's status" $? 66
has "a race is reported" out 'data race .*probe.c'
run --preload "$probe" --filter error=EIO:0.5:ioctl --filter seed=1 -- "$dynamic" count-errors /dev/probe >out 2>&1
has "filters stand before the driver" out '^errors [45][0-9][0-9] other 0$'

# A thousand calls, and the kernel hears of a few.
if command -v strace >/dev/null; then
	run --preload "$probe" -- strace -f -e trace=ioctl -o trace "$dynamic" count-errors /dev/probe >out 2>&1
	has "calls go through the memory" out '^errors 0 other 0$'
	is "and not through the kernel: $(grep -c 'ioctl(' trace) ioctls" $(($(grep -c 'ioctl(' trace) < 10)) 1
	# Whether memory is there is asked by these calls (host/preload/ahead.c), but not of the caller's frame.
	run --preload "$probe" -- strace -f -o trace "$dynamic" frame /dev/probe >out 2>&1
	has "calls with pointers into their caller's frame" out '^ok'
	asked=$(grep -c 'rt_sigprocmask(\|FUTEX_WAKE_OP' trace)
	is "and no question whether it is there: $asked asked" $((asked < 50)) 1
fi
# A user that was loaded later.
if command -v python3 >/dev/null; then
	run --preload "$probe" -- python3 -c '
import fcntl, os, struct
fd = os.open("/dev/probe", os.O_RDWR)
pid, tgid = struct.unpack("ii", fcntl.ioctl(fd, 0x80207001, bytes(32))[:8])
print("good" if tgid == os.getpid() else tgid)' >out 2>&1
	has "a module that python loads" out '^good$'
fi

# A client that goes from processor to processor: the threads that follow it may still run on all of them.
if command -v python3 >/dev/null; then
	dir=$TMP/follow
	serve "$probe" "$dir" --preload
	LD_PRELOAD=$(sed -n 's/.*LD_PRELOAD=//p' serve.log) python3 - "$dir/dev/probe" "$(daemon_of)" >out 2>&1 <<-'EOF'
		import fcntl, os, sys
		fd = os.open(sys.argv[1], os.O_RDWR)
		cpus = sorted(os.sched_getaffinity(0))
		for i in range(200):
		    os.sched_setaffinity(0, {cpus[i % len(cpus)]})
		    for _ in range(20):
		        fcntl.ioctl(fd, 0x80207001, bytes(32))
		tasks = os.listdir(f"/proc/{sys.argv[2]}/task")
		narrow = [t for t in tasks if sorted(os.sched_getaffinity(int(t))) != cpus]
		print(narrow or "good")
	EOF
	has "threads that follow a client stay free" out '^good$'
	kill -TERM $server
	wait $server
fi

# The ends: the driver's, asked for and not.
run --preload "$probe" -- sh -c '"$1" crash /dev/probe; exit 3' sh "$dynamic" >out 2>err
is "a crash: status" $? 134
has "a crash: what the client sees" out '^ok .*ECONNABORTED'
dir=$TMP/nodes
serve "$probe" "$dir" --preload
library=$(sed -n 's/.*LD_PRELOAD=//p' serve.log)
has "without a command it says how" serve.log 'LD_PRELOAD=/.*libcleat-preload.so$'
LD_PRELOAD=$library "$dynamic" hold "$dir/dev/probe" >hold.log 2>&1 &
holder=$!
LD_PRELOAD=$library "$dynamic" sleeping "$dir/dev/probe" >out 2>&1
is "a client sleeps" $? 0
kill -TERM $server
wait $server
is "stopped while a client sleeps: status" $? 0
wait $holder
has "the sleeper is woken" hold.log '^woken -1 ENODEV'
has "later calls fail" hold.log '^later -1 (ENODEV|ENOTCONN|ECONNABORTED)'
serve "$probe" "$dir" --preload
daemon=$(daemon_of)
LD_PRELOAD=$library "$dynamic" hold "$dir/dev/probe" >hold.log 2>&1 &
holder=$!
LD_PRELOAD=$library "$dynamic" sleeping "$dir/dev/probe" >out 2>&1
kill -KILL "$daemon"
wait $holder
has "killed while a client sleeps: it is woken" hold.log '^woken -1 ECONNABORTED'
wait $server
finish
