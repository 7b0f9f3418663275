/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a driver's Kbuild says. It is a makefile, so make is asked for the values instead of reading
 * it ourselves: conditionals and variables in it mean what they mean in a kernel build.
 */
#ifndef BASE_KBUILD_H
#define BASE_KBUILD_H

/**
 * struct kbuild - a driver's module
 * @name: the module's name ("fifo")
 * @sources: NULL-terminated source files, relative to the driver's folder ("fifo.c")
 * @cflags: what ccflags-y adds, with $(src) being "src"
 */
struct kbuild {
	char *name;
	char **sources;
	char *cflags;
};

/**
 * kbuild_read - ask make what @dir/Kbuild builds
 * @dir: the driver's folder
 * @ret: filled on success; ends by kbuild_free
 *
 * A folder builds one module; modules whose name ends in _test are left out.
 *
 * Return: 0, or EXIT_UNABLE after a message.
 */
int kbuild_read(const char *dir, struct kbuild *ret);

void kbuild_free(struct kbuild *k);

#endif
