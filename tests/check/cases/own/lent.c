/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Helpers that end what they were lent: they take it off its container, and free it. */
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>

struct conn { struct cleat_list_link link; u32 id; };
DEFINE_OWNED_LIST(conns, struct conn, link, kfree);
struct hub { struct mutex lock; struct conns list __guarded_by(&lock); };

static void conn_end(struct hub *h, struct conn *c) __must_hold(&h->lock)
{
	kfree(conns_del(&h->list, c));
}
static int conn_end_if(struct hub *h, struct conn *c, u32 least) __must_hold(&h->lock)
{
	if (c->id < least)
		return -EBUSY;
	conn_end(h, c);
	return 0;
}
static struct conn *__own conn_take(struct hub *h, struct conn *c) __must_hold(&h->lock)
{
	return conns_del(&h->list, c);
}

/* good */
u32 end_first(struct hub *h)
{
	guard(mutex)(&h->lock);
	struct conn *c = conns_first(&h->list);
	u32 id;

	if (!c)
		return 0;
	id = c->id;
	conn_end(h, c);
	return id;
}
/* bad */
u32 end_first_late(struct hub *h)
{
	guard(mutex)(&h->lock);
	struct conn *c = conns_first(&h->list);

	if (!c)
		return 0;
	conn_end(h, c);
	return c->id;
}
/* good: each round has another one */
void end_all(struct hub *h)
{
	guard(mutex)(&h->lock);
	cleat_list_for_each(conns, c, &h->list)
		conn_end(h, c);
}
/* good: where the helper failed it is still there */
int end_big(struct hub *h, u32 least)
{
	guard(mutex)(&h->lock);
	struct conn *c = conns_first(&h->list);

	if (!c)
		return -ENOENT;
	if (conn_end_if(h, c, least))
		return c->id;
	return 0;
}
/* bad: where it did not fail it is not */
int end_big_wrong(struct hub *h, u32 least)
{
	guard(mutex)(&h->lock);
	struct conn *c = conns_first(&h->list);
	int err;

	if (!c)
		return -ENOENT;
	err = conn_end_if(h, c, least);
	if (err)
		return err;
	return c->id;
}
/* bad: twice */
void end_twice(struct hub *h)
{
	guard(mutex)(&h->lock);
	struct conn *c = conns_first(&h->list);

	if (!c)
		return;
	conn_end(h, c);
	kfree(conns_del(&h->list, c));
}
/* good: it comes back */
u32 take_first(struct hub *h)
{
	struct conn *c;
	u32 id;

	scoped_guard(mutex, &h->lock) {
		c = conns_first(&h->list);
		if (!c)
			return 0;
		c = conn_take(h, c);
	}
	id = c->id;
	kfree(c);
	return id;
}

/*
 * check:
 *	49: CL103: 'c' is used after the object was freed
 *	82: CL103: 'c' is used after the object was freed
 *	93: CL103: 'c' is used after the object was freed
 */
