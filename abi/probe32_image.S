/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The 32-bit helper as bytes inside of the command, so that it is found wherever that lies. */
	.section .rodata
	.globl abi_probe32, abi_probe32_end
	.balign 16
abi_probe32:
	.incbin PROBE32
abi_probe32_end:
	.section .note.GNU-stack, "", @progbits
