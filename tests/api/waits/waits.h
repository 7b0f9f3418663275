/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef WAITS_H
#define WAITS_H

#include <cleat/completion.h>
#include <cleat/jiffies.h>
#include <cleat/mutex.h>
#include <cleat/wait.h>

/* A gate that lets one through each time it is opened. */
void gate_open(void);
bool gate_has_waiters(void);

/* Through the gate: 0; -ETIMEDOUT after @timeout ticks; -ERESTARTSYS. The second holds a lock meanwhile. */
int __must_check gate_pass(unsigned long timeout);
int __must_check gate_pass_locked(unsigned long timeout);

#endif
