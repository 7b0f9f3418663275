/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The kernel's completions. In a test module an interruptible wait that would sleep can fail. */
#ifndef CLEAT_KERNEL_COMPLETION_H
#define CLEAT_KERNEL_COMPLETION_H

#include <linux/completion.h>

#ifdef CLEAT_TEST
#define __CLEAT_COMPLETION_WAIT(ret, name, params, args, done)                                     \
	static __always_inline ret __must_check cleat_##name params                                \
	{                                                                                          \
		if (try_wait_for_completion(x))                                                    \
			return done;                                                               \
		return cleat_fault(CLEAT_FAULT_WAIT) ? -ERESTARTSYS : name args;                   \
	}
__CLEAT_COMPLETION_WAIT(int, wait_for_completion_interruptible, (struct completion *x), (x), 0)
__CLEAT_COMPLETION_WAIT(int, wait_for_completion_killable, (struct completion *x), (x), 0)
__CLEAT_COMPLETION_WAIT(long, wait_for_completion_interruptible_timeout,
			(struct completion *x, unsigned long timeout), (x, timeout),
			timeout ? (long)timeout : 1)
#define wait_for_completion_interruptible(x) cleat_wait_for_completion_interruptible(x)
#define wait_for_completion_killable(x) cleat_wait_for_completion_killable(x)
#define wait_for_completion_interruptible_timeout(x, timeout)                                      \
	cleat_wait_for_completion_interruptible_timeout(x, timeout)
#endif

#endif
