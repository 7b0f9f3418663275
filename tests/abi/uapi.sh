#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# All of Linux's UAPI, from Debian's packages: two compilers confirm every fact of 7.2 in 64 and 32
# bit, strace's own ioctl table agrees with 6.1, and 6.1 against 7.2 gives the findings that were
# looked at one by one (docs/abi.md).
set -u
here=$SRC/tests/abi
old=$("$here/fetch-deb" bookworm linux-libc-dev) || { echo "$old"; exit $?; }
new=$("$here/fetch-deb" forky linux-libc-dev) || { echo "$new"; exit $?; }
strace=$("$here/fetch-deb" bookworm src:strace) || { echo "$strace"; exit $?; }
failed=0
is() { # WHAT GOT WANTED
	if [ "$2" = "$3" ]; then echo "ok - $1: $2"; else echo "not ok - $1: $2 instead of $3"; failed=1; fi
}
most() { # WHAT GOT LIMIT
	if [ "$2" -le "$3" ]; then echo "ok - $1: $2 (at most $3)"; else echo "not ok - $1: $2 > $3"; failed=1; fi
}

# Debian 12 has drm/ in another package; its kfd_ioctl.h cannot be compiled without.
"$CLEAT" abi freeze --skip linux/kfd_ioctl.h --output old.lock "$old" || exit 1
"$CLEAT" abi freeze --output new.lock "$new" || exit 1

dpkg-deb -x "$new" new
inc=new/usr/include stubs=$SRC/abi/stubs
# These have the guard, or the macros, of another header: each with itself only.
alone="linux/byteorder/big_endian.h linux/netfilter_ipv4/ipt_ECN.h linux/netfilter_ipv4/ipt_ecn.h
	linux/netfilter_ipv4/ipt_ttl.h linux/netfilter_ipv6/ip6t_hl.h"
alone=$(echo $alone)
"$CLEAT" abi asserts --c --skip "$alone" --output all.c new.lock || exit 1
facts=$(sed -n 's,^/\* \([0-9]*\) facts.*,\1,p' all.c)
for h in $alone; do
	"$CLEAT" abi asserts --c --only "$h" --output "alone-${h//\//_}.c" new.lock || exit 1
done
[ "$facts" -ge 37000 ] && echo "ok - $facts facts" || { echo "not ok - $facts facts"; failed=1; }
for cc in "gcc -m64" "gcc -m32" "clang-22 -m64" "clang-22 -m32"; do
	command -v ${cc% *} >/dev/null || continue
	for c in all.c alone-*.c; do
		$cc -std=gnu11 -fsyntax-only -nostdinc -w -I$inc/x86_64-linux-gnu -I$inc -idirafter "$stubs" \
			-include "$stubs/prelude.h" "$c" >>"${cc// /}.log" 2>&1
		[ $? -eq 0 ] || echo "$c: the compiler ended in an error" >>"${cc// /}.log"
	done
	is "$cc: errors" "$(grep -c error "${cc// /}.log")" 0
	head -5 "${cc// /}.log"
done
# The assertions can fail: one wrong fact is an error.
sed '0,/ == 4);/s// == 5);/' all.c >wrong.c
gcc -std=gnu11 -fsyntax-only -nostdinc -w -I$inc/x86_64-linux-gnu -I$inc -idirafter "$stubs" \
	-include "$stubs/prelude.h" wrong.c >/dev/null 2>&1
is "a wrong fact is told" $? 1

tar xf "$strace"
"$here/strace-table" old.lock strace-* x86_64 >table || failed=1
cat table
grep -q "'different': 0" table || { echo "not ok - strace's table"; failed=1; }
# 32 bit: strace has the kernel's side of five calls, whose timeval is 64 bit wide there.
"$here/strace-table" old.lock strace-* i386 >table
is "i386: other than strace's, apart from V4L2's timeval" \
	"$(grep strace table | grep -vcE 'VIDIOC_(DQBUF|DQEVENT|PREPARE_BUF|QBUF|QUERYBUF):')" 0

"$CLEAT" abi diff --json --policy "$SRC/abi/linux.policy" old.lock new.lock >diff.json
is "6.1 to 7.2 breaks" $? 1
python3 - <<'PY' >layout
import json
for f in json.load(open("diff.json"))["findings"]:
    if f["verdict"] == "break" and f["kind"] in ("struct", "union") and f["code"] != "removed" \
            and "x86_64" in f["profiles"]:
        print(f["name"], f["code"])
PY
cat layout
most "layout findings on x86_64" "$(wc -l <layout)" 8
is "xdp_umem_reg is among them" "$(grep -c '^xdp_umem_reg hole-filled' layout)" 1
is "equal locks are compatible" "$("$CLEAT" abi diff new.lock new.lock | tail -1 | cut -d';' -f1)" \
	"compatible: 0 breaks, 0 growth, 0 notes"
exit $failed
