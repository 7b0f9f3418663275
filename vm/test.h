/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Drivers' tests in a kernel: build NAME_test.ko, boot, insert it (which runs the tests), read KTAP
 * from the kernel's log, remove it. A report of the kernel, a module that cannot be removed, a
 * crash and a hang are failures of the driver that was tested then.
 */
#ifndef VM_TEST_H
#define VM_TEST_H

#include "base/ktap.h"

#include <stdbool.h>

/**
 * struct vm_test - drivers to test in one kernel
 * @kernel: "6.1", …, "uml"
 * @drivers: absolute folders; @n_drivers: how many; all of them run in one boot, as long as none
 *	brings the kernel down or makes it complain
 * @timeout_s: for each driver's tests; 0: 300
 * @verbose: show the console on stderr
 * @quiet: do not show the compiler's messages
 * @report: called once for each driver with its results and the path of its log; @arg is passed on
 */
struct vm_test {
	const char *kernel;
	const char *const *drivers;
	int n_drivers;
	unsigned int timeout_s;
	bool verbose, quiet;
	void (*report)(void *arg, const char *driver, const struct ktap *results, const char *log);
	void *arg;
};

/**
 * vm_test - run @t
 *
 * Return: EXIT_FINE when every driver was reported (also as failed), EXIT_UNABLE after a message
 * when the kernel could not be had or booted; then no more drivers are reported.
 */
int vm_test(const struct vm_test *t);

#endif
