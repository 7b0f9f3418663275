/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A 32-bit program without a C library: open, ioctl with and without nested pointers, through int
 * 0x80.
 */
#include "tests/host/drivers/probe/uapi.h"

static int call3(int nr, int a, unsigned int b, void *c)
{
	int ret;

	__asm__ volatile("int $0x80" : "=a"(ret) : "a"(nr), "b"(a), "c"(b), "d"(c) : "memory");
	return ret;
}

enum { SYS32_EXIT = 1, SYS32_OPEN = 5, SYS32_IOCTL = 54, O_RDWR32 = 2, EFAULT32 = 14 };

static int run(const char *node)
{
	char src[3000], dst[3000];
	struct probe_copy copy = {
		.src = (unsigned int)src, .dst = (unsigned int)dst, .len = sizeof(src)};
	struct probe_who who;
	int fd = call3(SYS32_OPEN, (int)node, O_RDWR32, 0);
	__u32 n = 41;

	if (fd < 0)
		return 1;
	for (unsigned int i = 0; i < sizeof(src); i++)
		src[i] = (char)(i * 3);
	if (call3(SYS32_IOCTL, fd, PROBE_WHO, &who) != 0 || who.pid <= 0)
		return 2;
	if (call3(SYS32_IOCTL, fd, PROBE_BUMP, &n) != 0 || n != 42)
		return 3;
	if (call3(SYS32_IOCTL, fd, PROBE_COPY, &copy) != sizeof(src) || copy.copied != sizeof(src))
		return 4;
	for (unsigned int i = 0; i < sizeof(src); i++) {
		if (dst[i] != src[i])
			return 5;
	}
	copy.src = 16;
	if (call3(SYS32_IOCTL, fd, PROBE_COPY, &copy) != -EFAULT32)
		return 6;
	return 0;
}

/* The stack at the start: argc, argv[0], argv[1]. */
__attribute__((used)) void start(int *stack)
{
	call3(SYS32_EXIT, stack[0] == 2 ? run((const char *)stack[2]) : 7, 0, 0);
}

__asm__(".globl _start\n_start:\n\tmov %esp, %eax\n\tand $-16, %esp\n\tsub $12, %esp\n\tpush "
	"%eax\n\tcall start\n");
