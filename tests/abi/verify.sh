#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# What was frozen against what was built: DWARF, BTF, boot headers, syscall tables, documented
# levels, and the doors of the probe. Every check is seen to hold, to fail, and to be impossible.
set -u
n=0 failed=0
is() { # STATUS PATTERN WHAT COMMAND...
	local want=$1 pattern=$2 what=$3 got
	shift 3
	n=$((n + 1))
	"$@" >out 2>err
	got=$?
	if [ $got -eq "$want" ] && { [ -z "$pattern" ] || grep -qE -- "$pattern" out err; }; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what: status $got instead of $want, or no \"$pattern\":"
		sed 's/^/#   /' out err
		failed=1
	fi
}
abi() { "$CLEAT" abi "$@"; }

mkdir drv && cp "$SRC/tests/abi/data/mutate.h" drv/uapi.h
abi freeze drv >/dev/null || exit 1
use='struct mut_config a; struct mut_event b; struct mut_bits c; struct mut_data *d; struct mut_old_tail *e;
struct mut_args f; struct mut_packed g; int main(void) { return d && e; }'
build() { # OUT [SED]
	sed -E "${2:-}" drv/uapi.h >built.h
	{ echo '#include "built.h"'; echo "$use"; } >built.c
	gcc -g -O0 -I"$SRC/abi/include" -include built.h -o "$1" built.c
}
build good
is 0 'as frozen: 8 structs .* DWARF .* 8 the same' 'DWARF of the same header' abi verify drv good
build bad 's/__u32 type;/__u64 type;/'
is 1 'mut_event: type is not at offset 0' 'DWARF of a wider member' abi verify drv bad
build swapped 's/^\t__u16 lo;/\t__u16 X;/;s/^\t__u16 hi;/\t__u16 lo;/;s/\t__u16 X;/\t__u16 hi;/'
is 1 'mut_inner: .* is not at offset' 'DWARF of swapped members' abi verify drv swapped
build named 's/__u32 flags;/__u32 other;/'
is 0 '1 with other names' 'DWARF of a renamed member' abi verify drv named
strip -o stripped good
is 2 'has neither BTF nor DWARF' 'a stripped binary' abi verify drv stripped
echo 'int x; int main(void) { return x; }' >none.c && gcc -g -o none none.c
is 2 'none of the .* frozen structs' 'a binary of something else' abi verify drv none
head -c 3000 good >cut
is 2 '' 'a binary that is cut off' abi verify drv cut
is 2 'not an ELF file' 'a text file' abi verify drv drv/uapi.h
if command -v clang-22 >/dev/null; then
	btf() {
		sed -E "${2:-}" drv/uapi.h >built.h
		{ echo '#include "built.h"'; echo "$use"; } >built.c
		clang-22 -target bpf -g -O1 -I"$SRC/abi/include" -c -o "$1" built.c
	}
	btf good.o
	is 0 'as frozen: 8 structs .* BTF .* 8 the same' 'BTF of the same header' abi verify drv good.o
	btf bad.o 's/__u32 b : 5;/__u32 b : 6;/'
	is 1 'mut_bits: ' 'BTF of a wider bit-field' abi verify drv bad.o
	"$SRC/tests/abi/elf-section" good.o .BTF >good.btf
	is 0 'as frozen' 'raw BTF' abi verify drv good.btf
	head -c 400 good.btf >cut.btf
	is 2 'bad BTF' 'BTF that is cut off' abi verify drv cut.btf
fi
if [ -r /sys/kernel/btf/vmlinux ]; then
	mkdir kern && printf '%s\n' '#include <linux/types.h>' 'struct sockaddr_nl {' '__u16 nl_family;' \
		'__u16 nl_pad;' '__u32 nl_pid;' '__u32 nl_groups;' '};' >kern/uapi.h
	abi freeze kern >/dev/null
	is 0 'as frozen: 1 structs' 'the running kernel' abi verify kern /sys/kernel/btf/vmlinux
	sed -i 's/@8 4 __u32 nl_groups/@6 4 __u32 nl_groups/' kern/abi.lock
	is 1 'nl_groups is not at offset 6' 'the running kernel, wrongly frozen' abi verify kern /sys/kernel/btf/vmlinux
fi

# A boot header, made by hand from the protocol's description.
cat >mk.py <<'PY'
import struct, sys
d = bytearray(0x9000)
def put(off, fmt, v): struct.pack_into("<" + fmt, d, off, v)
put(0x1f1, "B", 39); put(0x1fe, "H", 0xaa55); d[0x200:0x202] = b"\xeb\x6a"; d[0x202:0x206] = b"HdrS"
put(0x206, "H", 0x20f); put(0x211, "B", 1); put(0x214, "I", 0x100000); put(0x22c, "I", 0x7fffffff)
put(0x230, "I", 0x200000); put(0x234, "B", 1); put(0x236, "H", 0x7f); put(0x238, "I", 2047)
put(0x248, "I", 0x2cc); put(0x24c, "I", 0x100); put(0x268, "I", 0x1000)
k = 40 * 512
d[k:k+2] = b"\xfc\xfa"; d[k+0x200:k+0x202] = b"\xfc\xfa"
d[k+0x1000:k+0x1010] = b"LToP" + struct.pack("<III", 16, 16, 0x80000009)
for a in sys.argv[2:]:
    off, value = a.split("=")
    d[int(off, 0) if off[0] != "k" else k + int(off[1:], 0)] = int(value, 0)
open(sys.argv[1], "wb").write(d)
PY
python3 mk.py image
is 0 'compatible: 11 of 11' 'a boot header' abi verify image
is 0 'compatible: 18 of 18' 'two equal boot headers' abi verify image image
while read -r edit pattern; do
	python3 mk.py broken "$edit"
	is 1 "^break .*$pattern" "boot header with $edit" abi verify broken
done <<'EOF'
0x1fe=0x54 boot_flag
0x200=0xe9 jump
0x201=0x60 jump
0x206=0x0e protocol
0x211=0 loaded
0x216=0x20 code32_start
0x230=0x01 power
k0=0x90 32-bit
k0x200=0x90 64-bit
k0x1000=0x41 kernel_info
EOF
python3 mk.py older 0x236=0x3f
is 1 'xloadflags lost' 'an image that falls behind' abi verify image older
is 0 'compatible' 'an image that goes ahead' abi verify older image
python3 mk.py nothdr 0x202=0
is 2 'no "HdrS"' 'no boot header' abi verify nothdr
head -c 20000 image >short
is 2 'ends before its kernel' 'an image that is cut off' abi verify short
is 2 'gave no ELF|not packed in a way' 'an image with nothing in it' abi verify drv image

# System call tables.
printf '%s\n' '# a table' '0 common read sys_read' '1 common write sys_write' '2 64 open sys_open' \
	'3 common old sys_ni_syscall' '512 x32 read compat_sys_read' >a.tbl
row() { # STATUS CODE WHAT SED
	sed -E "$4" a.tbl >b.tbl
	is "$1" "$2" "syscall $3" abi diff a.tbl b.tbl
}
row 0 'compatible' 'table unchanged' ''
row 0 'new: 1 syscall' 'added' '$a 4 common close sys_close'
row 1 'removed' 'removed' '/write/d'
row 1 'renumbered' 'renumbered' 's/^1 common/9 common/'
row 1 'number-reused' 'renamed' 's/write sys_write/scribe sys_scribe/'
row 1 'not-implemented' 'not implemented any more' 's/sys_open//'
row 0 'implemented' 'implemented again' 's/sys_ni_syscall/sys_old/'
row 2 'NUMBER ABI NAME' 'table with a broken row' 's/^1 common/one common/'
row 2 'second time' 'twice' 's/^1 common write/1 common read/'
abi freeze a.tbl --output t.lock >/dev/null
is 0 'compatible: 0 breaks' 'a frozen table' abi diff t.lock a.tbl

# Documented levels.
mkdir -p old/stable old/testing old/obsolete old/removed new/stable new/testing new/obsolete new/removed
printf 'What:\t\t/sys/a\n\t\t/sys/b\nDate:\tnow\n' >old/stable/ab
printf 'What: /sys/t\nDescription:\n\tWhat: is no entry\n' >old/testing/t
cp old/stable/ab new/stable/ && cp old/testing/t new/testing/
is 0 'compatible: 0 breaks, 0 notes, 3 unchanged' 'levels unchanged' abi verify old new
mv new/stable/ab new/testing/
is 1 'was stable and is testing' 'stable becomes testing' abi verify old new
mv new/testing/ab new/removed/
is 1 'without having been obsolete' 'stable becomes removed' abi verify old new
mv new/removed/ab new/obsolete/
is 0 '2 notes' 'stable becomes obsolete' abi verify old new
mv new/testing/t new/stable/
is 0 '3 notes' 'testing becomes stable' abi verify old new
rm new/stable/t
is 1 'without having passed through removed' 'testing vanishes' abi verify old new

# A kernel without 32-bit programs has one door, and nothing to compare it with.
said=$("$CLEAT" abi probe 2>&1)
if [ $? -eq 2 ] && [[ $said == *CONFIG_IA32_EMULATION* ]]; then
	is 2 'fewer than two doors work here' 'a kernel with one door' abi probe
else
	is 0 'alike: [2-5] doors' 'the doors answer alike' abi probe
fi
exit $failed
