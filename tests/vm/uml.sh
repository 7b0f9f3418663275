#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The User Mode Linux kernel finds what Debian's kernels pass over. Building it takes minutes, so
# this runs when it is built already, or with CLEAT_TEST_UML=1.
. "$SRC/tests/vm/lib"
ls "$cache"/kernels/uml-*/info >/dev/null 2>&1 || [ "${CLEAT_TEST_UML:-}" = 1 ] ||
	skip "the uml kernel is not built; CLEAT_TEST_UML=1 builds it"

run 0 "$CLEAT" vm --kernel uml "$fixtures/hello" -- uname -r
run 3 "$CLEAT" vm --kernel uml -- sh -c 'exit 3'
run 1 "$CLEAT" vm --kernel uml "$fixtures/hello:crash=3" -- true
has "a panic" out 'Kernel panic - not syncing: hello: as told'
run 1 "$CLEAT" vm --kernel uml --timeout 6 -- sleep 60
run 0 "$CLEAT" vm --kernel uml --share "$fixtures" -- cat /share/hello/Kbuild
has "the shared folder" out 'obj-m'

run 1 "$CLEAT" test --no-check --kernel uml "$fixtures"/{uaf,inversion,sleeper,leaky} "$SRC/samples/minimal"
has "a use after free" out 'BUG: KASAN: use-after-free in uaf_do'
has "a lock inversion" out 'WARNING: possible circular locking dependency detected'
has "sleeping with a spin lock held" out 'BUG: sleeping function called from invalid context'
has "a module that cannot go" out "can't unload module 'leaky_test'"
has "the neighbour passes" out '^ok +minimal \(kernel uml\): 2 passed, 0 failed'
finish
