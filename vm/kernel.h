/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The real kernels that drivers are built for and booted in: Debian's, as packages unpacked into
 * the cache and never installed, and "uml", a User Mode Linux built from Debian's source.
 * A kernel is one folder in the cache that appears at once and complete (rename), or not at all.
 */
#ifndef VM_KERNEL_H
#define VM_KERNEL_H

#include <stdbool.h>

/**
 * struct kernel - one kernel, ready to build against and to boot
 * @name: what the user calls it: "6.1", "uml", or a folder of headers
 * @version: the package's version ("6.1.192-2"), or "" for a folder
 * @release: what uname -r says in it
 * @dir: its folder in the cache, or the folder of headers itself
 * @image: what is booted (bzImage, or the UML program); NULL for a folder
 * @headers: the folder for make -C
 * @modules: the folder with modules.dep; NULL for a folder
 * @toolchain: root folder of the suite's compiler, or NULL when the machine's own fits
 * @uml: it is a User Mode Linux: ARCH=um, booted as a process
 */
struct kernel {
	char *name, *version, *release, *dir;
	char *image, *headers, *modules, *toolchain;
	bool uml;
};

/**
 * kernel_get - the kernel @name, fetched (or built, for "uml") first when it is not in the cache
 * @name: "6.1", "6.12", "7.2", "uml", or a folder of prepared kernel headers
 *
 * Return: 0, or EXIT_UNABLE after a message; then nothing half-made is left behind.
 * Ownership: kernel_free(@ret) is due in both cases.
 */
int kernel_get(struct kernel *ret, const char *name);
/** kernel_get_headers - kernel_get for who only reads them: the compiler is not fetched */
int kernel_get_headers(struct kernel *ret, const char *name);
void kernel_free(struct kernel *k);

/** kernel_cached - is the kernel @name there without a download? */
bool kernel_cached(const char *name);

/** kernel_known - "6.1, 6.12, 7.2, uml": what kernel_get takes, for messages */
const char *kernel_known(void);

/** kernel_split - "6.1,7.2" as a NULL-terminated array of malloc'ed names (names_free) */
char **kernel_split(const char *list);

#endif
