/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The 32-bit half of `cleat abi probe`: a program without a C library, so that building it needs no
 * 32-bit libraries. Its argument chooses the door; it prints the answers to the same four calls.
 */
typedef unsigned int u32;

enum {
	NR_EXIT = 1,
	NR_WRITE = 4,
	NR_CLOSE = 6,
	NR_GETPPID = 64,
	NR_GETUID32 = 199,
	NR_NONE = 4095,
	AT_SYSINFO = 32
};

static u32 vsyscall;

static int by_int80(int nr, int a)
{
	int ret;

	__asm__ volatile("int $0x80" : "=a"(ret) : "a"(nr), "b"(a) : "memory");
	return ret;
}

/*
 * The kernel comes back from sysenter at a fixed place in the vDSO, which pops ebp, edx and ecx and
 * returns: the frame for that is laid here.
 */
static int by_sysenter(int nr, int a)
{
	int ret;

	__asm__ volatile("push %%ebp\n\t"
			 "call 1f\n"
			 "1:\taddl $(2f - 1b), (%%esp)\n\t"
			 "push %%ecx\n\t"
			 "push %%edx\n\t"
			 "push %%ebp\n\t"
			 "mov %%esp, %%ebp\n\t"
			 "sysenter\n"
			 "2:\tpop %%ebp"
			 : "=a"(ret)
			 : "a"(nr), "b"(a)
			 : "ecx", "edx", "memory");
	return ret;
}

static int by_vdso(int nr, int a)
{
	int ret;

	__asm__ volatile("call *%3" : "=a"(ret) : "a"(nr), "b"(a), "S"(vsyscall) : "memory");
	return ret;
}

static int write_out(const char *s, u32 n)
{
	int ret;

	__asm__ volatile("int $0x80"
			 : "=a"(ret)
			 : "a"(NR_WRITE), "b"(1), "c"(s), "d"(n)
			 : "memory");
	return ret;
}

static char *put(char *at, int v)
{
	char digits[12];
	u32 n = 0, u = v < 0 ? 0u - (u32)v : (u32)v;

	if (v < 0)
		*at++ = '-';
	do {
		digits[n++] = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	while (n)
		*at++ = digits[--n];
	*at++ = ' ';
	return at;
}

__attribute__((used)) static void run(u32 *stack)
{
	char **argv = (char **)(stack + 1), out[64], *at = out;
	u32 *aux = stack + 1 + stack[0] + 1;
	int (*door)(int, int);

	while (*aux++)
		;
	for (; aux[0]; aux += 2)
		if (aux[0] == AT_SYSINFO)
			vsyscall = aux[1];
	door = argv[1][0] == 's' ? by_sysenter : argv[1][0] == 'v' ? by_vdso : by_int80;
	if (door == by_vdso && !vsyscall)
		by_int80(NR_EXIT, 3);
	at = put(at, door(NR_GETPPID, 0));
	at = put(at, door(NR_GETUID32, 0));
	at = put(at, door(NR_CLOSE, -1));
	at = put(at, door(NR_NONE, 0));
	write_out(out, (u32)(at - out));
	by_int80(NR_EXIT, 0);
	for (;;)
		;
}

__asm__(".globl _start\n"
	"_start:\n\t"
	"mov %esp, %eax\n\t"
	"and $-16, %esp\n\t"
	"sub $12, %esp\n\t"
	"push %eax\n\t"
	"call run\n");
