/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/profile.h"

#include <stddef.h>
#include <string.h>

static const struct abi_profile profiles[] = {
	{"x86_64", "x86_64-linux-gnu", "x86", "x86_64-linux-gnu", 64, false, NULL},
	{"i386", "i386-linux-gnu", "x86", "i386-linux-gnu", 32, false, NULL},
	{"x32", "x86_64-linux-gnux32", "x86", "x86_64-linux-gnux32", 32, false, NULL},
	{"arm64", "aarch64-linux-gnu", "arm64", "aarch64-linux-gnu", 64, false, NULL},
	{"arm", "arm-linux-gnueabihf", "arm", "arm-linux-gnueabihf", 32, false, NULL},
	{"riscv64", "riscv64-linux-gnu", "riscv", "riscv64-linux-gnu", 64, false, NULL},
	{"loongarch64", "loongarch64-linux-gnu", "loongarch", "loongarch64-linux-gnu", 64, false,
	 NULL},
	{"s390x", "s390x-linux-gnu", "s390", "s390x-linux-gnu", 64, false, NULL},
	{"ppc64le", "powerpc64le-linux-gnu", "powerpc", "powerpc64le-linux-gnu", 64, true, NULL},
	{"ppc", "powerpc-linux-gnu", "powerpc", "powerpc-linux-gnu", 32, true, NULL},
	{"mips64el", "mips64el-linux-gnuabi64", "mips", "mips64el-linux-gnuabi64", 64, true, NULL},
	{"mipsel", "mipsel-linux-gnu", "mips", "mipsel-linux-gnu", 32, true, NULL},
	{"sparc64", "sparc64-linux-gnu", "sparc", "sparc64-linux-gnu", 64, true, NULL},
	{"m68k", "m68k-linux-gnu", "m68k", "m68k-linux-gnu", 32, false, NULL},
};

enum { N_PROFILES = sizeof(profiles) / sizeof(profiles[0]) };

const struct abi_profile *abi_profile_find(const char *name)
{
	for (int i = 0; i < N_PROFILES; i++)
		if (strcmp(profiles[i].name, name) == 0)
			return &profiles[i];
	return NULL;
}

const struct abi_profile *abi_profile_at(unsigned int i)
{
	return i < N_PROFILES ? &profiles[i] : NULL;
}
