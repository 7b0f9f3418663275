/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A driver's .ko: its own Kbuild, run against a kernel's headers in a folder of the cache that
 * mirrors the sources with symbolic links, so that nothing is written beside them.
 */
#ifndef VM_BUILD_H
#define VM_BUILD_H

#include "vm/kernel.h"

#include <stdbool.h>

/**
 * struct build - one driver for one kernel
 * @driver: absolute folder with the Kbuild
 * @kernel: what it is built against
 * @asserts: a header that every file of it includes first, as text, or NULL; borrowed
 * @test: build NAME_test.ko: the driver's sources, NAME_test.c and the kit's test runner in one
 * @quiet: keep compiler output to yourself, in @log
 * @ret_dir: the build folder
 * @ret_modules: NULL-terminated paths of the .ko files
 * @log: all that make said, with the paths of the sources
 */
struct build {
	const char *driver;
	const struct kernel *kernel;
	const char *asserts;
	bool test, quiet;
	char *ret_dir;
	char **ret_modules;
	char *log;
};

/**
 * build_driver - build @b; compiler messages go to stderr as they come
 *
 * Return: EXIT_FINE, EXIT_FINDING when the driver does not compile or link, EXIT_UNABLE after a
 * message when it could not be tried. build_free is due in every case.
 */
int build_driver(struct build *b);
void build_free(struct build *b);

/** build_test_source - the driver's NAME_test.c (malloc'ed), or NULL when it has none */
char *build_test_source(const char *driver);

#endif
