/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A process or thread that outlasts the call: a number can be given to another one after its end,
 * a struct pid never stands for another. Two are the same exactly when their addresses are.
 *
 *	get_task_pid(current, PIDTYPE_TGID)	the calling process, to be kept (or _PID: thread)
 *	get_pid(pid), put_pid(pid)		one more reference, one less; both accept NULL
 *	pid_nr(pid)				its number in the first namespace
 *	pid_vnr(pid)				its number as the caller sees it; 0 when it does not
 *	task_pid_vnr(t), task_tgid_vnr(t)	the numbers as the task itself sees them
 *
 * Context: process context. Source: include/linux/pid.h; rust/kernel/pid_namespace.rs.
 *
 * Wrong: the process ends, and who comes next with that number is the owner::
 *
 *	d->owner = task_tgid_nr(current);
 *
 * Right::
 *
 *	d->owner = get_task_pid(current, PIDTYPE_TGID);
 *	...
 *	put_pid(d->owner);
 */
#ifndef CLEAT_PID_H
#define CLEAT_PID_H

#include <cleat/cleanup.h>
#include <cleat/sched.h>

#ifdef __KERNEL__
#include <linux/pid.h>
#else

struct pid;

#ifndef __CLEAT_KERNEL_TYPES__
enum pid_type { PIDTYPE_PID, PIDTYPE_TGID };
#endif

struct pid *__own get_task_pid(struct task_struct *t, enum pid_type type);
struct pid *__own __opt get_pid(struct pid *__opt pid);
void put_pid(struct pid *__own __opt pid);

/** pid_nr - the number in the first namespace (on the host: the daemon's); 0 for NULL */
pid_t pid_nr(struct pid *__opt pid);
/** pid_vnr - the number in the caller's namespace; 0 when it cannot be seen there */
pid_t pid_vnr(struct pid *__opt pid);

pid_t task_pid_vnr(struct task_struct *t);
pid_t task_tgid_vnr(struct task_struct *t);
#endif

DEFINE_FREE(put_pid, struct pid *, if (_T) put_pid(_T))

#endif
