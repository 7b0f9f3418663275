/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Arrays in what a helper shows to user space: whoever made it has written them, or the helper has. */
#include <cleat/err.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>

struct answer { u64 data; u32 len, n; s32 fds[4]; };

static int answer_give(struct answer *a, u32 n, void __user *arg)
{
	a->n = n;
	return cleat_put_user_obj(arg, a);
}

static int answer_give_some(struct answer *a, u32 n, void __user *arg)
{
	if (n > ARRAY_SIZE(a->fds))
		return -EINVAL;
	a->n = n;
	for (u32 i = 0; i < n; i++)
		a->fds[i] = (s32)i;
	return cleat_put_user_obj(arg, a);
}

static int answer_give_all(struct answer *a, u32 n, void __user *arg)
{
	a->n = n;
	for (u32 i = 0; i < ARRAY_SIZE(a->fds); i++)
		a->fds[i] = -1;
	return cleat_put_user_obj(arg, a);
}

static s32 answer_sum(const struct answer *a)
{
	s32 sum = 0;

	for (u32 i = 0; i < a->n && i < ARRAY_SIZE(a->fds); i++)
		sum ^= a->fds[i];
	return sum;
}

static int answer_pass(struct answer *a, u32 n, void __user *arg)
{
	return answer_give(a, n, arg);
}

/* bad: nobody wrote the array */
int show(u32 n, void __user *arg)
{
	struct answer a;

	a.data = n;
	a.len = n;
	return answer_give(&a, n, arg);
}

/* bad: through two */
int show_passed(u32 n, void __user *arg)
{
	struct answer a;

	a.data = n;
	a.len = n;
	return answer_pass(&a, n, arg);
}

/* bad: only some of it, perhaps */
int show_some(u32 n, void __user *arg)
{
	struct answer a;

	a.data = n;
	a.len = n;
	return answer_give_some(&a, n, arg);
}

/* good: the helper writes it */
int show_all(u32 n, void __user *arg)
{
	struct answer a;

	a.data = n;
	a.len = n;
	return answer_give_all(&a, n, arg);
}

/* good: written here */
int show_cleared(u32 n, void __user *arg)
{
	struct answer a = {.data = n};

	return answer_give_some(&a, n, arg);
}

/* good: it came from the caller */
int show_again(u32 n, void __user *arg)
{
	struct answer a;

	if (cleat_get_user_obj(&a, arg))
		return -EFAULT;
	return answer_give_some(&a, n, arg);
}

/* good: none of it is read */
s32 sum_none(void)
{
	struct answer a;

	a.n = 0;
	return answer_sum(&a);
}

/*
 * check:
 *	54: CL503: 'answer_give' copies 'a.fds' to user space, which was never written
 *	64: CL503: 'answer_pass' copies 'a.fds' to user space, which was never written
 *	74: CL503: 'answer_give_some' copies 'a.fds' to user space, which was never written
 */
