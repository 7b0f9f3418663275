/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Helpers of the same driver that fill a struct: what they write is known, without a word. */
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>

struct st { u32 a, b; u64 c; };
struct gap { u8 a; u64 c; };
struct hdr { u32 len, type; };
struct rq { struct hdr h; u64 p; };

static void st_fill(struct st *o, u32 v)
{
	o->a = v;
	o->b = 2;
	o->c = 3;
}
static int st_try(struct st *o, u32 v)
{
	if (v > 3)
		return -EINVAL;
	st_fill(o, v);
	return 0;
}
static int st_set(struct st *o, u32 v)
{
	if (v > 3)
		return -EINVAL;
	o->a = v;
	o->b = 0;
	o->c = 2;
	return 0;
}
static void st_part(struct st *o)
{
	o->a = 1;
	o->b = 2;
}
static void gap_fill(struct gap *g)
{
	g->a = 1;
	g->c = 2;
}
static void gap_clear(struct gap *g)
{
	memset(g, 0, sizeof(*g));
	g->c = 2;
}
static int rq_head(struct rq *r, const struct rq __user *u)
{
	return cleat_get_user_obj(&r->h, &u->h);
}

/* good */
long give(void __user *u)
{
	struct st o;

	st_fill(&o, 1);
	return cleat_put_user_obj(u, &o);
}
/* bad: not all of it */
long give_part(void __user *u)
{
	struct st o;

	st_part(&o);
	return cleat_put_user_obj(u, &o);
}
/* good: where it succeeds */
long give_set(void __user *u, u32 v)
{
	struct st o;

	if (st_set(&o, v))
		return -EINVAL;
	return cleat_put_user_obj(u, &o);
}
/* bad: where it failed, too */
long give_anyway(void __user *u, u32 v)
{
	struct st o;
	int err = st_set(&o, v);

	if (err)
		o.a = 0;
	return cleat_put_user_obj(u, &o);
}
/* good: read what the helper may have written */
u64 read_try(u32 v)
{
	struct st o;

	if (st_try(&o, v))
		return 0;
	return o.c;
}
/* bad: nobody wrote that field */
u64 read_other(const struct rq __user *u)
{
	struct rq r;

	if (rq_head(&r, u))
		return 0;
	return r.p;
}
/* good */
u32 read_head(const struct rq __user *u)
{
	struct rq r;

	if (rq_head(&r, u))
		return 0;
	return r.h.len;
}
/* bad: the hole between the fields */
long give_gap(void __user *u)
{
	struct gap g;

	gap_fill(&g);
	return cleat_put_user_obj(u, &g);
}
/* good: cleared first */
long give_cleared(void __user *u)
{
	struct gap g;

	gap_clear(&g);
	return cleat_put_user_obj(u, &g);
}
/* good: new memory */
long give_new(void __user *u)
{
	struct st *o = kmalloc_obj(*o);
	long err;

	if (!o)
		return -ENOMEM;
	st_fill(o, 1);
	err = cleat_put_user_obj(u, o);
	kfree(o);
	return err;
}

/*
 * check:
 *	68: CL503: 'o.c' is not wholly written, and is copied to user space
 *	87: CL503: 'o.b' is not wholly written, and is copied to user space
 *	105: CL502: field 'r.p' is read, but may not have been written
 *	122: CL504: 'g' has padding before 'c' that was never written, and is copied to user space
 */
