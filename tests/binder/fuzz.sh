#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The Binder driver under libFuzzer, ASan and UBSan: the kept inputs, and half a minute of new ones.
# FUZZ_SECONDS=3600: longer.
. "$SRC/tests/binder/lib"
[ -e "$driver/Kbuild" ] || skip "there is no driver yet"
command -v clang-22 >/dev/null || skip "clang-22 is not installed"
[ -e /usr/lib/llvm-22/lib/clang/22/lib/linux/libclang_rt.fuzzer-x86_64.a ] || skip "libclang-rt-22-dev is not installed"
"$here/fuzz/run" "$here"/fuzz/corpus/* >said 2>&1
is "the kept inputs" $? 0
grep -q 'operations: [1-9]' said || not_ok "no operation was done"
tail -n 3 said | sed 's/^/# /'
"$here/fuzz/run" "${FUZZ_SECONDS:-30}" >said 2>&1
is "new inputs" $? 0
grep -E '^operations|average_exec|ERROR|SUMMARY' said | sed 's/^/# /'
finish
