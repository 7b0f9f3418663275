/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The caller's priority is its thread's own: what a driver gives it, the process must be allowed. It is
 * asked for once in a call, and again when the call has slept, since others may change it meanwhile.
 */
#include "libc.h"

#include "core.h"
#include <cleat/cred.h>
#include <cleat/sched.h>
#include <sys/resource.h>

static int ask_nice(const struct task_struct *t)
{
	errno = 0;
	return getpriority(PRIO_PROCESS, (id_t)t->pid);
}

int task_nice(const struct task_struct *t)
{
	struct host_call *call = host_call_current();

	if (!call || t != &call->task)
		return ask_nice(t);
	if (call->nice_known != call->sleeps + 1) {
		call->nice = ask_nice(t);
		call->nice_known = call->sleeps + 1;
	}
	return call->nice;
}

void set_user_nice(struct task_struct *t, long nice)
{
	struct host_call *call = host_call_current();

	if (nice >= MIN_NICE && nice <= MAX_NICE)
		setpriority(PRIO_PROCESS, (id_t)t->pid, (int)nice);
	if (call)
		call->nice_known = 0;
}

/* As the kernel counts it: 20 - nice, so that no limit at all is 0. */
static rlim_t limit(pid_t tid)
{
	struct rlimit r;

	return prlimit(tid, RLIMIT_NICE, NULL, &r) == 0 ? r.rlim_cur : 0;
}

int can_nice(const struct task_struct *t, const int nice)
{
	return (rlim_t)(MAX_NICE + 1 - nice) <= limit(t->pid) || capable(CAP_SYS_NICE);
}

int cleat_rlimit_nice(void)
{
	rlim_t most = limit(current->pid);

	return most > MAX_NICE + 1 - MIN_NICE ? MIN_NICE : MAX_NICE + 1 - (int)most;
}
