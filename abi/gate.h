/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The gate as a step of other commands: a driver that breaks its own abi.lock is not built.
 */
#ifndef ABI_GATE_H
#define ABI_GATE_H

/**
 * abi_gate - check a driver's uapi.h against its abi.lock
 * @driver: its folder; without an abi.lock in it there is nothing to check
 *
 * Prints the breaks and what to do; says nothing when there is none.
 *
 * Return: EXIT_FINE, EXIT_FINDING for a break, EXIT_UNABLE when it could not be checked.
 */
int abi_gate(const char *driver);

/**
 * abi_gate_asserts - what abi_gate saw in a driver's uapi.h, as a C header of static assertions
 * @driver: its folder
 *
 * The header includes "uapi.h": a build that includes it knows that its compiler, with its flags,
 * sees the interface that was judged.
 *
 * Return: its text (malloc'ed), or NULL when there is no abi.lock or it cannot be read.
 */
char *abi_gate_asserts(const char *driver);

#endif
