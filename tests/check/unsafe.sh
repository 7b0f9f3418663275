#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# What a driver asks to be trusted is counted whole, for each driver: in functions, expressions, its
# own macros and those of the kit, headers, files that only its Kbuild names; each line once. And
# nothing gets past the count: no branch that only the compiler reads, no object that is not C.
cd "$TMP" || exit 1
failed=0
ok() { if [ "$1" -eq 0 ]; then echo "ok - $2"; else echo "not ok - $2"; cat out; failed=1; fi; }
status() { # what, status, arguments
	local what=$1 want=$2
	shift 2
	"$CLEAT" check "$@" >out 2>&1
	ok $(($? != want)) "$what: exit status $want"
}
says() { grep -q -- "$1" out; ok $? "it says '$1'"; }
mkdir -p one/sub two clean
printf 'obj-m := one.o\none-y := a.o b.o sub/c.o self_test.o\n' >one/Kbuild
echo 'obj-m := two.o' >two/Kbuild
echo 'obj-m := clean.o' >clean/Kbuild
cat >one/one.h <<'C'
#ifndef __ONE_H
#define __ONE_H
#include <cleat/cleanup.h>
#include <cleat/slab.h>
#include <cleat/unsafe.h>
#define ESCAPE cleat_unsafe("a macro of the driver")
int one_f(unsigned long n);
static inline int one_h(unsigned long n)
{
	cleat_unsafe("a header, read twice") {
		return *(int *)n;
	}
	return 0;
}
#endif
C
cat >one/a.c <<'C'
#include "one.h"
struct foo { int a; };
DEFINE_FREE(foo, struct foo *, if (_T) { cleat_unsafe("a macro of the kit") { kfree(_T); } })
int one_f(unsigned long n)
{
	int r = one_h(n);

	ESCAPE {
		r = *(int *)n;
	}
	r += ({ int x = 0; cleat_unsafe("an expression") { x = *(int *)n; } x; });
	cleat_unsafe("outer") {
		cleat_unsafe("inner") {
			r = *(int *)n;
		}
		r++;
	}
	return r;
}
C
cat >one/b.c <<'C'
#include "one.h"
static void never(unsigned long n)
{
	cleat_unsafe("never " "called") {
		*(int *)n = 0;
	}
}
C
printf '#include "../one.h"\nint c(unsigned long n);\nint c(unsigned long n)\n{\n\tcleat_unsafe("elsewhere")\n\t\treturn *(int *)n;\n\treturn 0;\n}\n' >one/sub/c.c
printf '#include "one.h"\nint t(unsigned long n);\nint t(unsigned long n)\n{\n\tcleat_unsafe("no test")\n\t\treturn *(int *)n;\n\treturn 0;\n}\n' >one/self_test.c
printf '#include <cleat/unsafe.h>\nint two(int n);\nint two(int n)\n{\n\tcleat_unsafe("two")\n\t\tn++;\n\treturn n;\n}\n' >two/two.c
printf 'int clean(int n);\nint clean(int n)\n{\n\treturn n;\n}\n' >clean/clean.c
status "unsafe regions are no finding" 0 one two clean
says '^one: unsafe: 21 of [0-9]* lines, in 9 regions$'
says '^  one/a.c:3: 1 line: a macro of the kit$'
says '^  one/one.h:10: 3 lines: a header, read twice$'
says '^  one/b.c:4: 3 lines: never called$'
says '^  one/sub/c.c:5: 2 lines: elsewhere$'
says '^  one/self_test.c:5: 2 lines: no test$'
says '^two: unsafe: 2 of'
says 'unsafe: 10 regions, 23 lines$'
[ "$(grep -c '^clean' out)" -eq 0 ] && [ "$(grep -c 'a header, read twice' out)" -eq 1 ]
ok $? "nothing of the driver that has none; a header's once"
status "denied" 1 --deny-unsafe --brief one two clean
[ "$(grep -c CL902 out)" -eq 10 ] && [ "$(wc -l <out)" -eq 10 ]
ok $? "each region is a finding then"
status "denied where there is none" 0 --deny-unsafe clean
status "as JSON" 0 --json one two clean
cp out report.json
python3 - >out 2>&1 <<'PY'
import json
r = json.load(open("report.json"))
drivers = {d["driver"].rsplit("/", 1)[1]: d for d in r["drivers"]}
assert list(drivers) == ["one", "two", "clean"], drivers
assert [(d["unsafe_regions"], d["unsafe_lines"], d["files"]) for d in drivers.values()] == [(9, 21, 4), (2 - 1, 2, 1), (0, 0, 1)]
assert [u["reason"] for u in drivers["two"]["unsafe"]] == ["two"] and drivers["clean"]["unsafe"] == []
assert len(r["unsafe"]) == 10 and all(u["file"] and u["line"] and u["lines"] and u["reason"] for u in r["unsafe"])
PY
ok $? "for each driver, with every reason"
status "one file of a driver" 0 one/b.c
says '^one: unsafe: 6 of [0-9]* lines, in 2 regions$'

printf '#include <cleat/unsafe.h>\nint two(int n);\nint two(int n)\n{\n\tcleat_unsafe("")\n\t\tn++;\n\treturn n;\n}\n' >two/two.c
status "a region without a reason" 1 --brief two
says CL901
for name in __CLEAT_CHECK__ __KERNEL__ __clang__ '__has_include(<linux/fs.h>)'; do
	printf '#if defined(X) || %s\nint x;\n#endif\nint y(void);\n' "$name" >two/two.c
	status "code that asks for $name" 2 --brief two
	says "two.c:1:1: CL001: code that depends on '${name%%(*}'"
done
printf '#ifndef __TWO\n#define __TWO\n#endif\n#ifdef DEBUG\nint z;\n#endif\nint y(void);\n' >two/two.c
status "other conditions" 0 two
printf 'obj-m := two.o\ntwo-y := two_main.o boot.o\n' >two/Kbuild
echo 'nop' >two/boot.S
mv two/two.c two/two_main.c
status "an object that is not C" 2 two
says 'boot.o: there is no boot.c'
exit $failed
