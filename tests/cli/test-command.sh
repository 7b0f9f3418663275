#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# "cleat test" tells a failing test, a crash, a hang, a race and a driver that does not compile.
set -u
fail() { echo "not ok: $*"; cat out; exit 1; }

# A driver with one test whose body is $1.
make_driver() {
	rm -rf d && "$CLEAT" new minimal d >/dev/null || fail "cleat new"
	cat >d/d_test.c <<EOF
#include <cleat/kunit.h>
static int shared;
static void other(struct kunit *test, void *arg) { shared++; }
static void d_test(struct kunit *test) { $1 }
static struct kunit_case cases[] = { KUNIT_CASE(d_test), {} };
static struct kunit_suite suite = { .name = "d", .test_cases = cases };
kunit_test_suite(suite);
EOF
}

expect() {
	local status=$1 text=$2
	shift 2
	"$CLEAT" test d "$@" >out 2>&1
	local got=$?
	[ $got -eq "$status" ] || fail "status $got, not $status, for: $text"
	grep -q -- "$text" out || fail "no '$text'"
}

make_driver 'KUNIT_EXPECT_EQ(test, shared, 0);'
expect 0 '2 passed, 0 failed' --sanitize none
make_driver 'KUNIT_EXPECT_EQ(test, shared, 1);'
expect 1 'not ok d.d_test' --sanitize none
make_driver 'char *p = kmalloc(8, GFP_KERNEL); kfree(p); KUNIT_EXPECT_EQ(test, p[0], 0);'
expect 1 'heap-use-after-free' --sanitize address
make_driver 'char *p = kmalloc(8, GFP_KERNEL); KUNIT_EXPECT_NOT_NULL(test, p);'
expect 1 'allocations' --sanitize none
make_driver 'for (;;) msleep_forever: goto msleep_forever;'
expect 1 'no end after 2 s' --sanitize none --timeout 2
make_driver '*(volatile int *)8 = 1;'
expect 1 'the process crashed' --sanitize none
make_driver 'struct kunit_thread *t = kunit_thread_run(test, other, NULL); shared++; kunit_thread_join(t);'
expect 1 'data race' --sanitize thread
make_driver 'kunit_skip(test, "not today");'
expect 0 'not today' --sanitize none
"$CLEAT" test d --sanitize none --json >out || fail "--json"
python3 -c 'import json; r = json.load(open("out")); assert r["skipped"] == 1 and r["passed"] == 1, r' || fail "--json"
"$CLEAT" test d --sanitize none --junit j.xml >/dev/null || fail "--junit"
python3 -c 'import xml.dom.minidom as m; assert len(m.parse("j.xml").getElementsByTagName("testcase")) == 2' || fail junit
make_driver 'this does not compile;'
expect 1 'd_test.c' --sanitize none
"$CLEAT" test d >out 2>&1; [ "$(grep -c 'error:' out)" -eq "$(grep 'error:' out | sort -u | wc -l)" ] &&
	grep -q 'does not compile' out && grep -qx '0 passed, 1 failed' out || fail "said once, not for each sanitizer"
"$CLEAT" test /nonexistent >out 2>&1; [ $? -eq 2 ] || fail "no such driver: status 2"
mkdir empty; "$CLEAT" test empty >out 2>&1; [ $? -eq 2 ] && grep -q Kbuild out || fail "a folder without Kbuild"
echo ok
