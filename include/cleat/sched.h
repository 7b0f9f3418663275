/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The caller: which thread and process makes this call, its name, and whether a signal waits.
 * In a process, "current" is the client whose request is being served, not a thread of the daemon.
 *
 *	current				the calling task; valid for this call
 *	task_pid_nr(t)			thread id, in the initial namespace
 *	task_tgid_nr(t)			process id
 *	get_task_comm(buf, t)		its name into char buf[TASK_COMM_LEN]
 *	signal_pending(t)		a signal waits: stop sleeping, return -ERESTARTSYS
 *
 *	task_nice(t)			its nice value, MIN_NICE (-20, runs first) … MAX_NICE (19)
 *	can_nice(current, nice)		may the caller have this one? (RLIMIT_NICE, CAP_SYS_NICE)
 *	set_user_nice(current, nice)	let it have it; no question asked; nothing out of the range
 *	cleat_rlimit_nice()		the first that its RLIMIT_NICE allows; MAX_NICE + 1: none
 *
 * Who works for another can take its priority for as long, and does not ask for more than it may::
 *
 *	set_user_nice(current, can_nice(current, nice) ? nice : cleat_rlimit_nice());
 *
 * Source: include/linux/sched.h, sched/rlimit; rust/kernel/task.rs.
 */
#ifndef CLEAT_SCHED_H
#define CLEAT_SCHED_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/sched.h>
#include <linux/sched/prio.h>
#include <linux/sched/signal.h>

static inline int cleat_rlimit_nice(void)
{
	return rlimit_to_nice(rlimit(RLIMIT_NICE));
}
#else
#include "../../host/sched.h"

/** cleat_current - the calling task; drivers write "current" */
struct task_struct *cleat_current(void);

static inline pid_t task_pid_nr(const struct task_struct *t)
{
	return t->pid;
}

static inline pid_t task_tgid_nr(const struct task_struct *t)
{
	return t->tgid;
}

bool signal_pending(struct task_struct *t);

int task_nice(const struct task_struct *t);
void set_user_nice(struct task_struct *t, long nice);
/** can_nice - 1 when @t, which is current, may have the value @nice, else 0 */
int can_nice(const struct task_struct *t, const int nice);
int cleat_rlimit_nice(void);

/** cond_resched - let others run; a point where a long loop may be left */
int cond_resched(void) __sleeps;

/** might_sleep - say that the function may sleep: reported when it is called where that is forbidden */
void might_sleep(void) __sleeps;
#endif

#endif
