/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The "uml" kernel: Debian's kernel source, built as a User Mode Linux with KASAN, lockdep and the
 * other checkers that Debian's own kernels are shipped without. Built once, kept in the cache by
 * source version and configuration.
 */
#ifndef VM_UML_H
#define VM_UML_H

struct kernel;

/**
 * uml_get - fill in @ret for "uml"; fetches the source and builds it when that was not done yet
 *
 * Return: 0, or EXIT_UNABLE after a message. A build that was cut short goes on the next time.
 */
int uml_get(struct kernel *ret);

#endif
