/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * How a guest program tells the plugin where a measurement begins and ends: by a no-operation with
 * a displacement (0f 1f 80 imm32, "nopl imm32(%rax)") that no compiler emits. It does nothing on a
 * real machine and needs no privilege.
 */
#ifndef BENCH_ICOUNT_MARKER_H
#define BENCH_ICOUNT_MARKER_H

enum {
	MARKER_WORD = 0x43e1ea00, /* with the code in the lowest byte */
	MARKER_START = 0xff,      /* count from the next instructions on */
	MARKER_END = 0xfe,        /* the measurement that was begun ends */
	/* Less: measurement number so-and-so begins. */
};

#define MARKER(code)                                                                               \
	__asm__ volatile(".byte 0x0f, 0x1f, 0x80; .long %c0" ::"i"(MARKER_WORD | (code))           \
			 : "memory")

#endif
