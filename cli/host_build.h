/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A driver as an executable of this machine: its sources and the kit's host runtime, linked. Both
 * are kept in the cache; what did not change is not compiled again, and two builds at once do not
 * disturb each other.
 */
#ifndef CLI_HOST_BUILD_H
#define CLI_HOST_BUILD_H

#include <stdbool.h>

/** enum host_flavour - how it is compiled: as it is, with ASan and UBSan, with TSan */
enum host_flavour { HOST_PLAIN, HOST_ASAN, HOST_TSAN };

/** host_flavour_parse - "none", "address" or "thread"; false when it is neither */
bool host_flavour_parse(const char *word, enum host_flavour *ret);

/**
 * host_build - build a driver for the host
 * @arg: what the user typed: the driver's folder
 * @test: with NAME_test.c and the test runner in place of the server
 * @ret_exe: on success the executable's path (malloc'ed)
 *
 * Return: EXIT_FINE; EXIT_FINDING when it does not compile (the compiler's words are on stderr);
 * EXIT_UNABLE after a message.
 */
int host_build(const char *arg, enum host_flavour flavour, bool test, char **ret_exe);

#endif
