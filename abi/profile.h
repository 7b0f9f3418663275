/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Profiles: the machines for which an ABI is laid out. A profile is a clang target, the name of its
 * asm headers in a kernel tree and in Debian, and the way it packs ioctl numbers.
 */
#ifndef ABI_PROFILE_H
#define ABI_PROFILE_H

#include <stdbool.h>

enum { ABI_MAX_PROFILES = 16 };

/**
 * struct abi_profile - one machine
 * @name: what a user types and a lock file says
 * @target: clang's target triple
 * @arch: folder of its headers in a kernel tree (arch/ARCH/include/uapi)
 * @multiarch: folder of its asm headers in Debian's /usr/include
 * @bits: width of a pointer
 * @ioc_wide_dir: ioctl numbers have 3 direction bits and 13 size bits (powerpc, mips, sparc, alpha)
 * @flag: one more compiler flag, or NULL
 */
struct abi_profile {
	const char *name, *target, *arch, *multiarch;
	int bits;
	bool ioc_wide_dir;
	const char *flag;
};

/** abi_profile_find - the profile @name, or NULL */
const struct abi_profile *abi_profile_find(const char *name);

/** abi_profile_at - the @i-th profile that is known, NULL after the last */
const struct abi_profile *abi_profile_at(unsigned int i);

#endif
