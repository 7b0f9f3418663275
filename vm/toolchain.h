/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The compiler a kernel was built with. Debian's 6.12 and 7.2 want gcc 14 and gcc 16, and their
 * kbuild programs want a newer libc than Debian 12 has. Then the suite's own gcc, make and libc
 * are unpacked into the cache as a root folder, and make runs chrooted in it, in a mount namespace
 * of its own: what it sees of the machine are bind mounts at the same paths, which go away with the
 * process. It needs no root where user namespaces are allowed.
 */
#ifndef VM_TOOLCHAIN_H
#define VM_TOOLCHAIN_H

/**
 * toolchain_get - the compiler for the kernel headers @headers
 * @suite: the Debian suite they come from
 * @ret_root: NULL when the machine's own compiler is the one, else the root folder (malloc'ed),
 *	fetched when it is not in the cache
 *
 * Return: 0, or EXIT_UNABLE after a message.
 */
int toolchain_get(const char *headers, const char *suite, char **ret_root);

/**
 * struct toolchain_view - what a process in a toolchain's root sees of the machine
 * @root: the root folder
 * @binds: NULL-terminated folders that appear at the same paths
 */
struct toolchain_view {
	const char *root;
	const char *const *binds;
};

/**
 * toolchain_prepare - make the mount points that @v needs; 0, or EXIT_UNABLE after a message
 */
int toolchain_prepare(const struct toolchain_view *v);

/**
 * toolchain_enter - in a child before exec: go into the view @view (a struct toolchain_view *)
 *
 * Return: 0, or the exit status to end with; what failed is on stderr.
 */
int toolchain_enter(void *view);

#endif
