/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The modules that a kernel itself comes with (softdog, 9p, …), with what they depend on.
 */
#ifndef VM_KMODULES_H
#define VM_KMODULES_H

#include "vm/initramfs.h"
#include "vm/kernel.h"

/**
 * kmodules_add - put the module @name and its dependencies into @fs
 * @ret_paths: gets their paths in the machine, in the order to load them, each behind a '\n';
 *	a string that is extended (malloc'ed)
 *
 * Return: 0 (a module that is built in adds nothing), or EXIT_UNABLE after a message.
 */
int kmodules_add(const struct kernel *k, struct initramfs *fs, const char *name, char **ret_paths);

/** kmodules_index - make modules.dep in @base/lib/modules/@release; 0, or EXIT_UNABLE after a
 * message */
int kmodules_index(const char *base, const char *release);

#endif
