/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What these do to their callers' objects, only who has them for himself may do. */
#include "alone.h"

void dev_prepare(struct dev *d)
{
	mutex_init(&d->lock);
}

void dev_add(struct devs *all, struct dev *d)
{
	devs_add(all, d);
}

void dev_del(struct devs *all, struct dev *d)
{
	devs_del(all, d);
}

u32 info_state(const struct info *i)
{
	return i->state;
}

u32 bytes_wrapped(u32 n)
{
	return n * 12u;
}

size_t bytes_exact(u32 n)
{
	return size_mul(n, 12);
}

int hole_show(const struct hole *h, struct hole __user *u)
{
	return cleat_put_user_obj(u, h);
}
