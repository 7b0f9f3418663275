#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# cleat vm: a kernel boots, runs a command, and ends; trouble is seen, told and bounded.
. "$SRC/tests/vm/lib"
need_qemu
need_kernel 6.1
hello=$fixtures/hello

start=$SECONDS
run 0 "$CLEAT" vm -- uname -r
has "the command's output" out '^6\.1\.'
# Idle it takes 5 s; the machine of the tests has others' work to do.
took=$((SECONDS - start))
[ $took -lt 60 ] && ok "boot in $took s" || not_ok "boot took $took s"
run 7 "$CLEAT" vm -- sh -c 'exit 7'
run 0 "$CLEAT" vm "$hello" -- sh -c 'grep -c ^hello /proc/modules; echo "it'"'"'s" "a  b"'
has "the driver is loaded" out '^1$'
has "words reach the command as they are" out "^it's a  b\$"
run 127 "$CLEAT" vm --with true -- sh -c no-such-thing
run 2 "$CLEAT" vm -- no-such-program
has "an unknown program" out 'no-such-program: neither this system nor busybox'

# Programs of this system, with their libraries, on a module that the kernel comes with.
if command -v wdctl >/dev/null; then
	run 0 "$CLEAT" vm --modprobe softdog -- wdctl
	has "wdctl on softdog" out 'Software Watchdog'
fi
mkdir shared && echo from-host >shared/a
run 0 "$CLEAT" vm --share shared -- sh -c 'cat /share/a; echo from-guest >/share/b'
has "the machine reads the shared folder" out from-host
is "and writes it" "$(cat shared/b)" from-guest
run 2 "$CLEAT" vm --modprobe no_such_module -- true
has "an unknown module" out 'no_such_module: kernel 6\.1 has no such module'

# Trouble.
run 1 "$CLEAT" vm "$hello:crash=4" -- echo never
has "a driver that does not load" out 'hello: does not load: .*No such device'
hasnt "then the command does not run" out '^never'
run 1 "$CLEAT" vm "$hello:crash=1" -- echo ran
has "a warning is reported" out 'WARNING: .*hello_init'
has "but does not end the machine" out '^ran'
run 1 "$CLEAT" vm "$hello:crash=2" -- echo never
has "an oops is reported" out 'BUG: kernel NULL pointer dereference'
has "and where" out 'RIP: .*hello_init'
hasnt "the console is not all shown" out 'Command line:'
run 1 "$CLEAT" vm "$hello:crash=3" -- echo never
has "a panic is reported" out 'Kernel panic - not syncing: hello: as told'
run 1 "$CLEAT" vm --timeout 12 -- sleep 100
has "a time limit ends it" out 'not done in time; stopped after 12 s'
"$CLEAT" vm --json "$hello:crash=3" 2>/dev/null </dev/null >out
python3 - <<'P' && ok "--json" || not_ok "--json: $(head -c 300 out)"
import json
d = json.load(open("out"))
assert d["end"] == "crashed" and d["status"] == 1 and "panic" in d["report"], d
P

# SIGTERM takes QEMU with it.
"$CLEAT" vm -- sleep 100 >out 2>&1 </dev/null &
pid=$!
for _ in $(seq 100); do
	qemu=$(pgrep -P $pid -f qemu-system) && break
	sleep 0.1
done
kill -TERM $pid
wait $pid
is "SIGTERM ends it" $? 143
kill -0 "$qemu" 2>/dev/null && not_ok "QEMU stays behind" || ok "QEMU is gone"

for bad in --memory=x --timeout=0 --nonsense --kernel=4.4 --share=/nonexistent; do
	run 2 "$CLEAT" vm $bad -- true
done
finish
