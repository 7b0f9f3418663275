/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The caller's priority is its thread's own: what a driver gives it, the process must be allowed. */
#include "libc.h"

#include <cleat/cred.h>
#include <cleat/sched.h>
#include <sys/resource.h>

int task_nice(const struct task_struct *t)
{
	errno = 0;
	return getpriority(PRIO_PROCESS, (id_t)t->pid);
}

void set_user_nice(struct task_struct *t, long nice)
{
	if (nice >= MIN_NICE && nice <= MAX_NICE)
		setpriority(PRIO_PROCESS, (id_t)t->pid, (int)nice);
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
