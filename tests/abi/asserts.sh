#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The compiler as the gate: generated assertions hold beside the header they are from, and break the
# build beside another one; in Rust they catch two wrong twins of real kernel structs.
set -u
n=0 failed=0
is() { # STATUS PATTERN WHAT COMMAND...
	local want=$1 pattern=$2 what=$3 got
	shift 3
	n=$((n + 1))
	"$@" >out 2>err
	got=$?
	[ "$want" = fails ] && [ $got -ne 0 ] && want=$got
	if [ $got -eq "$want" ] && { [ -z "$pattern" ] || grep -qE -- "$pattern" out err; }; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what: status $got instead of $want, or no \"$pattern\":"
		sed 's/^/#   /' out err
		failed=1
	fi
}
mkdir d && cp "$SRC/tests/abi/data/mutate.h" d/uapi.h
"$CLEAT" abi freeze d >/dev/null || exit 1
is 0 '' 'assertions in C' "$CLEAT" abi asserts --c --output abi_assert.h d
cc() { gcc -std=gnu11 "$1" -fsyntax-only -I"$SRC/abi/include" -Id -include d/uapi.h -x c abi_assert.h; }
is 0 '' 'they hold, 64 bit' cc -m64
is 0 '' 'they hold, 32 bit' cc -m32
sed -i 's/__u64 address;/__aligned_u64 address;/' d/uapi.h
is 0 '' 'an edit that 64 bit does not see' cc -m64
is fails 'mut_config' '32 bit sees it' cc -m32
cp "$SRC/tests/abi/data/mutate.h" d/uapi.h && sed -i 's/MUT_LIMIT  64/MUT_LIMIT  65/' d/uapi.h
is fails 'MUT_LIMIT' 'a constant' cc -m64
sed -i 's/__u16 hi;/__u8 hi;/' d/uapi.h
is fails 'offsetof\(struct mut_config, small\)|mut_inner' 'a member' cc -m64
if command -v clang-22 >/dev/null; then
	cp "$SRC/tests/abi/data/mutate.h" d/uapi.h
	is fails 'no facts for this machine' 'a machine that was not frozen' clang-22 --target=aarch64-linux-gnu \
		-std=gnu11 -fsyntax-only -I"$SRC/abi/include" -Id -x c abi_assert.h
	"$CLEAT" abi freeze --profiles x86_64,arm64,ppc64le,riscv64 --output four.lock d/uapi.h >/dev/null
	"$CLEAT" abi asserts --c --output abi_assert.h four.lock
	for t in aarch64 powerpc64le riscv64; do
		is 0 '' "assertions on $t" clang-22 --target=$t-linux-gnu -std=gnu11 -fsyntax-only \
			-I"$SRC/abi/include" -Id -x c abi_assert.h
	done
fi
is 2 'c or --rust' 'neither language' "$CLEAT" abi asserts d

# Rust: offset_of! came with 1.77.
v=$(rustc --version 2>/dev/null | sed -n 's/^rustc 1\.\([0-9]*\).*/\1/p')
if [ "${v:-0}" -lt 77 ]; then
	echo "# no rustc 1.77 or later: the Rust assertions are not compiled here"
	exit $failed
fi
new=$("$SRC/tests/abi/fetch-deb" forky linux-libc-dev) || { echo "# $new: no Rust part"; exit $failed; }
"$CLEAT" abi freeze --output linux.lock "$new" >/dev/null || exit 1
rust() { # FILE: its repr(C) structs, with the assertions for what it defines
	"$CLEAT" abi asserts --rust --in "$1" --output abi_asserts.rs linux.lock 2>/dev/null || return
	{ cat "$1"; echo 'include!("abi_asserts.rs");'; } >all.rs
	rustc --edition 2021 --crate-type lib --emit metadata -A warnings -o all.rmeta all.rs
}
cat >right.rs <<'RS'
#[repr(C)] pub struct drm_nova_gem_create { pub handle: u32, pub pad: u32, pub size: u64 }
#[repr(C)] pub union Target { pub handle: u32, pub ptr: u64 }
#[repr(C)] pub struct Buffers { pub buffer: u64, pub offsets: u64 }
#[repr(C)] pub union Data { pub ptr: std::mem::ManuallyDrop<Buffers>, pub buf: [u8; 8] }
#[repr(C)] pub struct BinderTransactionData {
	pub target: Target, pub cookie: u64, pub code: u32, pub flags: u32, pub sender_pid: i32,
	pub sender_euid: u32, pub data_size: u64, pub offsets_size: u64, pub data: Data }
pub const DRM_IOCTL_NOVA_GEM_CREATE: u32 = 0xc0106441;
pub const BR_OK: u32 = 0x7201;
RS
is 0 '' 'Rust twins that are right' rust right.rs
is 0 '^// (1[0-9]|[2-9][0-9]) facts' 'they were asserted' tail -1 abi_asserts.rs
# The size is right, and the struct is wrong: only offsets tell.
cat >nova.rs <<'RS'
#[repr(C)] pub struct drm_nova_gem_create { pub size: u64, pub handle: u32, pub flags: u32 }
const _: () = assert!(core::mem::size_of::<drm_nova_gem_create>() == 16);
RS
is fails 'drm_nova_gem_create|no field' 'drm_nova_gem_create with its members in another order' rust nova.rs
cat >binder.rs <<'RS'
#[repr(C)] pub struct binder_transaction_data { pub cookie: u64, pub code: u32, pub flags: u32, pub rest: [u64; 4] }
const _: () = assert!(core::mem::size_of::<binder_transaction_data>() == 48);
RS
is fails 'binder_transaction_data' 'binder_transaction_data of 48 bytes' rust binder.rs
sed 's/0xc0106441/0xc0106440/' right.rs >number.rs
is fails 'DRM_IOCTL_NOVA_GEM_CREATE' 'a wrong ioctl number' rust number.rs
exit $failed
