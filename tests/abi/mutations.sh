#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Edits of one header, each with the verdict that it deserves. A row is
#   verdict code where | what | sed expression
# "where" is both, i386 or x86_64; verdict "none" means that nothing at all is found.
set -u
mkdir base && cp "$SRC/tests/abi/data/mutate.h" base/uapi.h
"$CLEAT" abi freeze base >/dev/null || exit 1
# What a maintainer decided: mut_args tells its size.
sed -i 's/^struct mut_args$/struct mut_args ; sized/' base/abi.lock
"$CLEAT" abi check base >out || { cat out; exit 1; }
grep -q '^compatible: 0 breaks, 0 growth, 0 notes' out || { cat out; exit 1; }

n=0 failed=0
edit() {
	local verdict=$1 code=$2 where=$3 what=$4 script=$5 status want got
	n=$((n + 1))
	rm -rf new && mkdir new
	cp base/abi.lock new/
	sed -E "$script" base/uapi.h >new/uapi.h
	cmp -s base/uapi.h new/uapi.h && { echo "not ok $n - $what: the edit does nothing"; failed=1; return; }
	"$CLEAT" abi check --verbose new >out 2>err
	status=$?
	want=0
	[ "$verdict" = break ] && want=1
	case $where in
	both) got=$(grep -E "^$verdict .*\[$code\]" out) ;;
	*) got=$(grep -E "^$verdict .*\[$code, $where only\]" out) ;;
	esac
	[ "$verdict" = none ] && got=$(grep -E '^compatible: 0 breaks, 0 growth, 0 notes' out)
	# A growth or a note has no break beside it; a break alone decides the status.
	if [ $status -eq $want ] && [ -n "$got" ]; then
		echo "ok $n - $what: $verdict $code"
	else
		echo "not ok $n - $what: wanted $verdict $code ($where), status $want; got status $status:"
		sed 's/^/#   /' out err
		failed=1
	fi
}

# Layout
edit break moved both 'member inserted in front' 's/^(\t__u32 mode;)/\t__u32 first;\n\1/'
edit break moved both 'two members swapped' '/struct mut_inner \{/,/\}/{s/ lo;/ X;/;s/ hi;/ lo;/;s/ X;/ hi;/}'
edit break resized both 'member made wider' 's/^\t__u16 tail;/\t__u32 tail;/'
edit break member-removed both 'member removed' '/^\t__u8 small;/d'
edit break grown both 'member appended to an ioctl argument' 's/^(\t__u64 end;)/\1\n\t__u64 more;/'
edit break grown both 'member appended to what read() gives' 's/^(\t__u16 tail;)/\1\n\t__u64 more;/'
edit break shrunk both 'reserved member dropped' '/^\t__u32 spare;/d'
edit break hole-filled x86_64 'hole filled (64 bit only: i386 has no hole there)' 's/^(\t__u32 type;)/\1\n\t__u32 cpu;/'
edit break moved i386 'the same edit, on i386' 's/^(\t__u32 type;)/\1\n\t__u32 cpu;/'
edit break hole-filled both 'tail padding filled' 's/^(\t__u16 tail;)/\1\n\t__u16 more;/'
edit growth hole-named both 'hole given a name' 's/^(\t__u16 tail;)/\1\n\t__u16 pad;/'
edit growth reserved-used both 'reserved byte used' 's/^\t__u8 reserved\[3\];/\t__u8 extra;\n\t__u8 reserved[2];/'
edit growth reserved-used both 'all reserved bytes used' 's/^\t__u8 reserved\[3\];/\t__u8 extra[3];/'
edit break alignment i386 '__u64 becomes __aligned_u64 (i386 only)' 's/^\t__u64 address;/\t__aligned_u64 address;/'
edit break moved i386 'aligned behind a __u32 (i386 only)' 's/^\t__u64 time;/\t__aligned_u64 time;/'
edit break moved x86_64 'a fixed type becomes long (64 bit only)' 's/^\t__u32 what;/\tlong what;/'
edit break resized i386 'a __u64 becomes long (i386 only)' 's/^\t__u64 end;/\tunsigned long end;/'
edit break moved both 'packed removed' 's/ __attribute__\(\(packed\)\)//'
edit break resized both 'bit-field narrowed' 's/__u32 b : 5;/__u32 b : 4;/'
edit break resized both 'bit-field widened into its neighbour' 's/__u32 a : 3;/__u32 a : 4;/'
edit note retyped both 'sign changed' 's/^\t__u32 flags;/\t__s32 flags;/'
edit note renamed both 'member renamed' 's/^\t__u32 flags;/\t__u32 options;/'
edit note renamed both 'struct renamed' 's/struct mut_bits/struct mut_flags/'
edit growth union-alternative both 'alternative added to a union' 's/^(\t\t__u64 pointer;)/\1\n\t\t__u32 word;/'
edit break moved both 'union made longer' 's/__u8 inline_data\[16\]/__u8 inline_data[16]; __u8 long_data[24]/'
edit note flexible both '[0] becomes []' 's/items\[0\]/items[]/'
edit growth grown both 'a sized struct grows at its end' 's/^(\t__u32 what;)/\1\n\t__u64 more;/'
edit break removed both 'struct removed' '/^struct mut_bits \{/,/^\};/d'
edit break member-removed both 'last member removed' '/^\t__u64 end;/d' 

# Numbers
edit break ioctl-number both 'ioctl number changed' 's/_IO\(MUT_MAGIC, 3\)/_IO(MUT_MAGIC, 9)/'
edit break ioctl-direction both 'ioctl direction changed' 's/_IOW\(MUT_MAGIC, 2/_IOWR(MUT_MAGIC, 2/'
edit break ioctl-size both 'ioctl argument exchanged' 's/_IOW\(MUT_MAGIC, 2, struct mut_config/_IOW(MUT_MAGIC, 2, struct mut_event/'
edit break ioctl-number both 'ioctl magic changed' "s/MUT_MAGIC 'M'/MUT_MAGIC 'N'/"
edit break removed both 'ioctl removed' '/^#define MUT_WAIT/d'
edit break ioctl-size x86_64 'long argument becomes __u32 (64 bit only)' 's/5, unsigned long/5, __u32/'
edit break ioctl-size i386 'long argument becomes __u64 (i386 only)' 's/5, unsigned long/5, __u64/'
edit break value both 'constant changed' 's/MUT_LIMIT  64/MUT_LIMIT  65/'
edit break removed both 'constant removed' '/^#define MUT_ABI_VERSION/d'
edit break unusable both 'constant made of a kernel-only name' 's/MUT_LIMIT  64/MUT_LIMIT  PAGE_SIZE/'
edit break value both 'flag moved' 's/MUT_F_TWO  \(1 << 1\)/MUT_F_TWO  (1 << 2)/'
edit growth mask-grew both 'flag added to the mask' 's/^#define MUT_F_MASK .*/#define MUT_F_FOUR (1 << 2)\n#define MUT_F_MASK (MUT_F_ONE | MUT_F_TWO | MUT_F_FOUR)/'
edit break mask-shrunk both 'flag taken out of the mask' 's/^#define MUT_F_MASK .*/#define MUT_F_MASK MUT_F_ONE/'
edit growth version-grew both 'version counted up' 's/MUT_ABI_VERSION 3/MUT_ABI_VERSION 4/'
edit break value both 'version counted down' 's/MUT_ABI_VERSION 3/MUT_ABI_VERSION 2/'
edit break string both 'string changed' 's/"mut0"/"mut1"/'
edit growth sentinel-grew both 'enumerator added before the sentinel' 's/^(\tMUT_MODE_AUTO,)/\1\n\tMUT_MODE_NEW,/'
edit break value both 'enumerator inserted in the middle' 's/^(\tMUT_MODE_ON,)/\tMUT_MODE_EARLY,\n\1/'
edit break value both 'enumerator inserted in the middle of a short enum' 's/^(\tMUT_RED,)/\1\n\tMUT_GREEN,/'
edit break removed both 'enumerator removed' '/^\tMUT_BLUE,/d'
edit note renamed both 'enumerator renamed' 's/MUT_BLUE/MUT_AZURE/'
edit note kind both 'macro becomes an enumerator' 's/^#define MUT_LIMIT  64/enum { MUT_LIMIT = 64 };/'
edit break macro-value both 'function-like macro computes another value' 's/\(major\) << 8/(major) << 16/'
edit note macro-text both 'function-like macro rewritten' 's/\(\(\(major\) << 8\) \| \(minor\)\)/((major) * 256 + (minor))/'
edit none - both 'struct added' 's/^#endif/struct mut_new { __u32 x; };\n#endif/'
edit none - both 'ioctl added' 's/^#endif/#define MUT_NEW _IO(MUT_MAGIC, 77)\n#endif/'
edit none - both 'comments and blanks' 's/^struct mut_args/\n\/* what *\/\nstruct mut_args/'
edit none - both 'value written in another way' 's/MUT_LIMIT  64/MUT_LIMIT  0x40/'

# What cannot be checked is neither compatible nor a break.
cannot() {
	local what=$1 status
	n=$((n + 1))
	"$CLEAT" abi check new >out 2>err
	status=$?
	if [ $status -eq 2 ] && [ -s err ]; then
		echo "ok $n - $what: could not check"
	else
		echo "not ok $n - $what: status $status instead of 2"
		failed=1
	fi
}
cp base/abi.lock base/uapi.h new/
sed -i 's/__u32 mode;/__u32 mode/' new/uapi.h && cannot 'syntax error'
sed 's/__u64 end;/my_u64 end;/' base/uapi.h >new/uapi.h && cannot 'unknown type'
sed 's,linux/types.h,linux/nothing.h,' base/uapi.h >new/uapi.h && cannot 'missing include'
cp base/uapi.h new/ && rm new/abi.lock && cannot 'no lock file'
sed '/^ioctl MUT_WAIT/d' base/abi.lock >new/abi.lock && cannot 'a fact was lost from the lock file'
sed '/^struct mut_bits/,/^struct mut_config/{/^struct mut_config/!d}' base/abi.lock >new/abi.lock && cannot 'a struct was lost'
head -c 700 base/abi.lock >new/abi.lock && cannot 'lock file cut off'
{ sed -n 1,8p base/abi.lock; echo '<<<<<<< ours'; sed -n '9,$p' base/abi.lock; } >new/abi.lock && cannot 'merge conflict left'
rm new/uapi.h; cp base/abi.lock new/ && cannot 'no header'
[ $failed -eq 0 ] && echo "$n edits told apart"
exit $failed
