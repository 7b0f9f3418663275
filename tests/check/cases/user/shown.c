/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A helper shows the struct that it is lent: all of it must be written. */
#include <cleat/string.h>
#include <cleat/uaccess.h>

struct info {
	u32 id;
	u32 n;
	u64 sum;
};

struct padded {
	u8 a;
	u32 b;
};

static int send(void __user *to, const struct info *i)
{
	return cleat_put_user_obj(to, i);
}

static int send_all(void __user *to, const struct info *i)
{
	return i->id ? send(to, i) : -EINVAL;
}

static int send_id(void __user *to, const struct info *i)
{
	return cleat_put_user_obj(to, &i->id);
}

static int send_padded(void __user *to, const struct padded *p)
{
	return cleat_put_user_obj(to, p);
}

int a1(void __user *to);
/* good */
int a1(void __user *to)
{
	struct info i = {.id = 1};

	return send_all(to, &i);
}

int a2(void __user *to);
/* bad: two fields are never written */
int a2(void __user *to)
{
	struct info i;

	i.id = 1;
	return send_all(to, &i);
}

int a3(void __user *to);
/* good: only one is shown */
int a3(void __user *to)
{
	struct info i;

	i.id = 1;
	return send_id(to, &i);
}

int a4(void __user *to);
/* bad: padding */
int a4(void __user *to)
{
	struct padded p = {.a = 1, .b = 2};

	return send_padded(to, &p);
}

int a5(void __user *to);
/* good */
int a5(void __user *to)
{
	struct padded p;

	memset(&p, 0, sizeof(p));
	p.a = 1;
	return send_padded(to, &p);
}

/*
 * check:
 *	53: CL503: 'i.n' is not wholly written, and is copied to user space
 *	72: CL504: 'p' has padding before 'b' that was never written, and is copied to user space
 */
