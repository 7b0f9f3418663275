#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# bench/run: it runs every part, passes on what they say and the worst of their states, skips with
# the reason, and makes one JSON document of theirs. And the report of icount: what counts as missed.
set -u
fail() { echo "not ok: $*"; exit 1; }

# A tree of its own with parts that only say something.
mkdir -p tree/bench tree/build
cp "$SRC/bench/run" tree/bench/
ln -s "$CLEAT" tree/build/cleat
part() {
	mkdir -p "tree/bench/$1"
	printf '#!/bin/bash\n%s\n' "$2" >"tree/bench/$1/run"
	chmod +x "tree/bench/$1/run"
}
json() { python3 -c "import json,sys; d = json.load(open('out')); print($1)"; }

part fine 'if [ "${1:-}" = --json ]; then echo "{\"n\":5}"; else echo "n is 5"; fi'
part absent 'echo "absent: no \"such\" device"; exit 77'
tree/bench/run >out || fail "fine and skipped parts: status $?"
grep -qx '== absent' out && grep -qx skipped out && grep -qx 'n is 5' out || fail "$(cat out)"
tree/bench/run --json >out || fail "JSON: status $?"
[ "$(json 'd["fine"]["n"]')" = 5 ] || fail "JSON of a part: $(cat out)"
[ "$(json 'd["absent"]["skipped"]')" = 'absent: no "such" device' ] || fail "JSON, skipped: $(cat out)"

part missed 'echo "{}"; exit 1'
tree/bench/run >out
[ $? -eq 1 ] || fail "a missed goal is status 1"
tree/bench/run fine >out || fail "one part alone"
grep -q missed out && fail "one part alone runs others"
part broken 'exit 2'
tree/bench/run --json >out
[ $? -eq 2 ] || fail "a broken part is status 2"
[ "$(json 'd["broken"]["failed"]')" = 2 ] || fail "JSON, broken: $(cat out)"
tree/bench/run nonsense >out 2>&1
[ $? -eq 2 ] && grep -q "'nonsense'" out || fail "an unknown part: $(cat out)"

# One operation, 10 calls a batch, three batches: medians 700 and 600 of the system, 50 and 50 within.
report() { awk -v kernel=6.1 -v json="${1:-}" -f "$SRC/bench/icount/report.awk" list counts >out 2>&1; }
echo "0 ioctl-set 10" >list
printf '0 0 6500 500\n1 0 5500 500\n0 9 99999 500\n1 0 5500 500\n0 0 6500 500\n1 0 5500 500\n' >counts
report
[ $? -eq 1 ] && grep -q '^ioctl-set  *700.0  *600.0  *1.1667  *50.0  *50.0  *1.0000  missed$' out ||
	fail "icount's report: $(cat out)"
sed -i 's/6500/5500/' counts
report || fail "icount's report: equal is met: $(cat out)"
report 1 && [ "$(json 'd["operations"][0]["met"]')" = True ] || fail "icount's JSON: $(cat out)"
grep -v ^1 counts >half && mv half counts
report
[ $? -eq 2 ] && grep -q 'not measured' out || fail "a twin that was not measured: $(cat out)"
echo ok
