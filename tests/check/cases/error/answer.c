/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Errors of the macros that copy from and to user memory; errors beside an answer that is a number. */
#include <cleat/prelude.h>

#include <cleat/uaccess.h>

struct rq { u32 a; u32 b; };
int __must_check answer(struct rq *r, u32 m);
int __must_check take(void);
enum { MORE = 1, DONE };

/* bad: overwritten */
long ctl(void __user *arg)
{
	struct rq req;
	int err = cleat_get_user_obj(&req, arg);

	err = answer(&req, 1);
	return err;
}

/* bad: only another error is asked for */
long ctl_other(void __user *arg)
{
	struct rq req;
	int err = cleat_get_user_obj(&req, arg), minor;

	minor = take();
	if (minor < 0)
		return minor;
	return answer(&req, (u32)minor);
}

/* good */
long ctl_well(void __user *arg)
{
	struct rq req;
	int err = cleat_get_user_obj(&req, arg);

	return err ? err : answer(&req, 1);
}

/* bad: nobody knows whether it got out */
int step(void __user *arg, u32 v)
{
	int err = put_user(v, (u32 __user *)arg);

	return DONE;
}

/* good */
int step_well(void __user *arg, u32 v)
{
	int err = put_user(v, (u32 __user *)arg);

	return err ? err : MORE;
}

/* bad: dropped at once */
long ctl_dropped(void __user *arg, u32 v)
{
	struct rq req = {.a = v};

	cleat_put_user_obj(arg, &req);
	return 0;
}

/*
 * check:
 *	18: CL302: the error in 'err' is lost before anyone looked at it
 *	31: CL302: the error in 'err' is lost before anyone looked at it
 *	48: CL302: the error in 'err' is lost before anyone looked at it
 *	64: CL301: the result of __cleat_efault(…) is an error that must be looked at, and is ignored
 */
