/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A gate, as <cleat/wait.h> shows it: a condition of its own, and one that a lock guards. */
#include <cleat/atomic.h>
#include <cleat/module.h>

#include "waits.h"

static DECLARE_WAIT_QUEUE_HEAD(gate);
static atomic_t passes = ATOMIC_INIT(0);
static DEFINE_MUTEX(queue_lock);
static unsigned int passed __guarded_by(&queue_lock);

void gate_open(void)
{
	atomic_inc(&passes);
	wake_up_interruptible(&gate);
}

bool gate_has_waiters(void)
{
	return wq_has_sleeper(&gate);
}

int gate_pass(unsigned long timeout)
{
	long left = wait_event_interruptible_timeout(gate, atomic_dec_if_positive(&passes) >= 0, timeout);

	if (left < 0)
		return left;
	return left ? 0 : -ETIMEDOUT;
}

int gate_pass_locked(unsigned long timeout)
{
	long left;

	guard(mutex)(&queue_lock);
	left = cleat_wait_event_interruptible_timeout(gate, &queue_lock, atomic_dec_if_positive(&passes) >= 0,
						      timeout);
	if (left < 0)
		return left;
	passed += left > 0;
	return left ? 0 : -ETIMEDOUT;
}

static int __init waits_init(void)
{
	return 0;
}

static void __exit waits_exit(void)
{
	mutex_destroy(&queue_lock);
}

cleat_module(waits, waits_init, waits_exit);
MODULE_DESCRIPTION("test of the headers of waits");
MODULE_AUTHOR("the Cleat authors");
