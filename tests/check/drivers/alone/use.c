/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "alone.h"

/* bad: others may hold the lock */
void dev_again(struct devs *all)
{
	struct dev *d = devs_first(all);

	if (d)
		dev_prepare(d);
}

/* good: a new one */
struct dev *__own __opt dev_new(void)
{
	struct dev *d = kzalloc_obj(*d);

	if (d)
		dev_prepare(d);
	return d;
}

/* bad: it is on the list */
void dev_twice(struct devs *all)
{
	struct dev *d = devs_first(all);

	if (d)
		dev_add(all, d);
}

/* good: it was taken off */
void dev_to_front(struct devs *all)
{
	struct dev *d = devs_pop(all);

	if (d)
		dev_add(all, d);
}

/* bad: half of it is written */
u32 info_half(u32 id)
{
	struct info i;

	i.id = id;
	return info_state(&i);
}

/* good */
u32 info_whole(u32 id)
{
	struct info i = {.id = id};

	return info_state(&i);
}

/* bad */
void *__own __opt memory_wrapped(u32 n)
{
	return kzalloc(bytes_wrapped(n), GFP_KERNEL);
}

/* good */
void *__own __opt memory_exact(u32 n)
{
	return kzalloc(bytes_exact(n), GFP_KERNEL);
}

/* bad: another file shows them */
struct hole *__own __opt hole_new(u32 state)
{
	struct hole *h = kmalloc_obj(*h);

	if (!h)
		return NULL;
	h->id = 1;
	h->state = state;
	return h;
}

/* good */
struct hole *__own __opt hole_new_zeros(u32 state)
{
	struct hole *h = kzalloc_obj(*h);

	if (!h)
		return NULL;
	h->state = state;
	return h;
}
