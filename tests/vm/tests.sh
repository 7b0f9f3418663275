#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# cleat test --kernel: what passes passes, and every kind of trouble is a failure of the driver that
# made it, not of its neighbours.
. "$SRC/tests/vm/lib"
need_qemu
need_kernel 6.1

run 1 "$CLEAT" test --no-check --kernel 6.1 --junit junit.xml "$fixtures"/{wrong,oops,leaky,stuck} \
	"$SRC/samples/minimal"
has "a failed expectation" out '^not ok +wrong \(kernel 6\.1\): 2 passed, 1 failed'
has "with its place" out 'wrong_test\.c:9'
has "an oops" out 'oops_do\+.*\[oops_test\]'
has "a reference that is not given back" out "can't unload module 'leaky_test'.*1 references"
has "a hang" out 'hangs: not a sign of life'
has "the neighbour passes" out '^ok +minimal \(kernel 6\.1\): 2 passed, 0 failed'
has "the sum" out '^[0-9]+ passed, [0-9]+ failed'
python3 -c 'import xml.dom.minidom as m; m.parse("junit.xml")' && ok "JUnit is XML" ||
	not_ok "JUnit is no XML"

run 2 "$CLEAT" test --no-check --kernel 3.0 "$SRC/samples/minimal"
cp -r "$SRC/samples/minimal" minimal && echo 'int x = y;' >>minimal/minimal.c
run 1 "$CLEAT" test --no-check --kernel 6.1 minimal
has "a driver that does not build" out 'does not build for this kernel'

# The kernel's own parser reads the log.
kunit=$(ls -t "$cache"/kernels/uml-*/kunit/kunit.py 2>/dev/null | head -n 1)
run 0 "$CLEAT" test --no-check --kernel 6.1 "$SRC/samples/misc_device"
if [ -e "$kunit" ]; then
	# It wants to lie where it lies in the kernel's tree.
	mkdir -p tools/testing && cp -r "$(dirname "$kunit")" tools/testing/
	kunit=$TMP/tools/testing/kunit/kunit.py
	run 0 python3 "$kunit" parse "$cache/logs/misc_device-6.1.log"
	has "kunit.py counts the passes" out 'Testing complete\. .*passed: [1-9]'
	run 1 "$CLEAT" test --no-check --kernel 6.1 "$fixtures/wrong"
	run 1 python3 "$kunit" parse "$cache/logs/wrong-6.1.log"
	has "and the failures" out 'FAILED. wrong_test_do'
else
	echo "# kunit.py comes with the uml kernel, which is not built: not tried"
fi
finish
