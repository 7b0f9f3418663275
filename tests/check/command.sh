#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The command itself: exit states, JSON, SARIF, explain, and errors that say what to do.
cd "$TMP" || exit 1
failed=0
expect() { # what status command...
	local what=$1 want=$2 got
	shift 2
	"$@" >out 2>err
	got=$?
	if [ $got -eq "$want" ]; then
		echo "ok $what"
	else
		echo "not ok $what: exit status $got, not $want"
		cat out err
		failed=1
	fi
}
says() { # what pattern file
	if grep -q -- "$2" "$3"; then
		echo "ok $1"
	else
		echo "not ok $1: no '$2' in it"
		cat "$3"
		failed=1
	fi
}
L1=$SRC/tests/check/corpus/L1.c
expect "clean" 0 "$CLEAT" check "$L1"
expect "findings" 1 "$CLEAT" check -DBAD "$L1"
says "a code, a path and a fix" "CL101" out
says "the path" "acquired here" out
says "the fix" "fix: " out
expect "only the last line" 1 "$CLEAT" check --quiet -DBAD "$L1"
says "with the count" "1 finding;" out
expect "a file of a driver, its other files in view" 0 "$CLEAT" check "$SRC/drivers/binder/node.c"
says "and nothing said of them" "^1 file, " out
expect "a file and its folder" 0 "$CLEAT" check --json "$SRC/drivers/binder" "$SRC/drivers/binder/node.c"
n=$(ls "$SRC"/drivers/binder/*.c | grep -vc _test.c)
says "each file once" "^  \"files\": $n,$" out
expect "no file" 2 "$CLEAT" check nowhere.c
says "names the file" "nowhere.c" err
expect "an empty folder" 2 "$CLEAT" check "$TMP"
expect "no argument" 2 "$CLEAT" check
expect "an unknown option" 2 "$CLEAT" check --bogus "$L1"
echo 'int f(void) { return nothing; }' >broken.c
expect "does not compile" 2 "$CLEAT" check broken.c
says "the compiler's words" "CL000" out
cat >names.c <<'C'
#include <linux/mutex.h>
#include <cleat/types.h>
struct dev { struct mutex lock; struct list_head jobs; };
int f(char *s);
int f(char *s) { sprintf(s, "x"); kfree(s); no_such_name(s); return -EINVAL + GFP_KERNEL; }
C
expect "the kernel's names" 2 "$CLEAT" check names.c
says "the header of the kit" "the kit's headers: <cleat/mutex.h>" out
sed -i 1d names.c
expect "the kernel's names, without its headers" 2 "$CLEAT" check names.c
says "where a type is" "fix: #include <cleat/mutex.h>" out
says "where a function is" "fix: #include <cleat/slab.h>" out
says "where an errno is" "fix: #include <cleat/err.h>" out
says "what the kit has in another form" "fix: .*DEFINE_OWNED_LIST" out
says "what there is instead" "fix: scnprintf()" out
says "a name that nobody knows" "undeclared function 'no_such_name'$" out
printf '#include <cleat/printk.h>\nvoid f(int n);\nvoid f(int n)\n{\n\tpr_info("%%s", n);\n}\n' >format.c
expect "a format that does not fit" 2 "$CLEAT" check format.c
printf 'f(int n)\n{\n\treturn n;\n}\n' >untyped.c
expect "a function without a type" 2 "$CLEAT" check untyped.c
echo 'int f(int n); int f(int n) { if (n) return; return 1; }' >valueless.c
expect "a return without its value" 2 "$CLEAT" check valueless.c
expect "one broken file among clean ones" 2 "$CLEAT" check "$L1" broken.c
expect "json" 1 "$CLEAT" check --json -DBAD "$L1"
cp out report
expect "json parses" 0 python3 -c 'import json; d = json.load(open("report")); assert d["findings"][0]["code"] == "CL101" and d["findings"][0]["path"]'
expect "sarif" 1 "$CLEAT" check --sarif -DBAD "$L1"
cp out report
expect "sarif parses" 0 python3 -c 'import json; d = json.load(open("report")); assert d["version"] == "2.1.0" and d["runs"][0]["results"][0]["ruleId"] == "CL101"'
cat >unsafe.c <<'C'
#include <cleat/types.h>
#include <cleat/unsafe.h>
int f(unsigned long n);
int f(unsigned long n)
{
	cleat_unsafe("a test") {
		return *(int *)n;
	}
	return 0;
}
C
expect "unsafe is counted" 0 "$CLEAT" check unsafe.c
says "how many" "unsafe: 1 region, 3 lines" out
expect "unsafe is denied" 1 "$CLEAT" check --deny-unsafe unsafe.c
mkdir -p two && cd two || exit 1
touch Kbuild
printf '#include <cleat/slab.h>\nstruct dev { int *__own buf; };\nvoid dev_drop(struct dev *d);\nint dev_first(struct dev *d);\n' >d.h
printf '#include "d.h"\nint dev_first(struct dev *d)\n{\n\treturn d->buf[0];\n}\n' >a.c
printf '#include "d.h"\nvoid dev_drop(struct dev *d)\n{\n\tkfree(d->buf);\n\td->buf = NULL;\n}\n' >b.c
expect "what one file of a driver does, the other knows" 1 "$CLEAT" check --brief .
says "in the other file" "^a.c:4.*CL201" out
cd .. || exit 1
expect "explain" 0 "$CLEAT" explain cl101
says "wrong and right" "^Right:" out
expect "explain nothing" 2 "$CLEAT" explain CL999
for code in $(grep -oh '"CL[0-9]*"' "$SRC"/check/*.c | tr -d '"' | sort -u); do
	"$CLEAT" explain "$code" >/dev/null || { echo "not ok explain $code"; failed=1; }
done
exit $failed
