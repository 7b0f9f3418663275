/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What a driver must pass before it is built, run or tested: its interface holds, and it is safe. */
#ifndef CLI_GATE_H
#define CLI_GATE_H

#include <stdbool.h>

/**
 * gate_driver - hold a driver against its abi.lock and the checker
 * @dir: its folder
 * @check: false when the user said --no-check: only the interface is looked at
 *
 * Return: EXIT_FINE; EXIT_FINDING after the findings; EXIT_UNABLE when it could not be looked at.
 */
int gate_driver(const char *dir, bool check);

/** gate_named - the same for what a user typed; EXIT_UNABLE after a message when it is no driver */
int gate_named(const char *arg, bool check);

#endif
