/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A struct that is written in part, and lent to who reads it. */
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>

struct info {
	u32 id, state;
	char name[8];
};
struct outer {
	u32 kind;
	struct info info;
};

static u32 state_of(const struct info *i)
{
	return i->state;
}

static u32 id_of(const struct info *i)
{
	return i->id;
}

static u32 state_set_first(struct info *i)
{
	i->state = 4;
	return i->state;
}

static u32 deep(const struct outer *o)
{
	return state_of(&o->info) + o->kind;
}

static u32 through(const struct info *i)
{
	return state_of(i) + 1;
}

static u32 copied(const struct info *i)
{
	struct info own = *i;

	return own.id;
}

static int part_shown(void __user *u, const struct info *i)
{
	return copy_to_user(u, &i->state, sizeof(i->state)) ? -EFAULT : 0;
}

static u32 compared(const struct info *a, const struct info *b)
{
	return memcmp(&a->state, &b->state, sizeof(a->state)) == 0;
}

/* bad */
u32 half(u32 id)
{
	struct info i;

	i.id = id;
	return state_of(&i);
}

/* good: what is written is what is read */
u32 other_half(u32 id)
{
	struct info i;

	i.id = id;
	return id_of(&i);
}

/* good: the callee writes it first */
u32 written_there(u32 id)
{
	struct info i;

	i.id = id;
	return state_set_first(&i);
}

/* good: and has so for the next one */
u32 written_before(u32 id)
{
	struct info i;

	i.id = id;
	state_set_first(&i);
	return state_of(&i);
}

/* bad: two calls deep */
u32 half_through(u32 id)
{
	struct info i;

	i.id = id;
	return through(&i);
}

/* bad: a struct in a struct */
u32 half_deep(u32 id)
{
	struct outer o;

	o.kind = id;
	return deep(&o);
}

/* good */
u32 whole_deep(u32 id)
{
	struct outer o;

	o.kind = id;
	o.info.state = 3;
	return deep(&o);
}

/* bad: as a whole */
u32 half_copied(u32 id)
{
	struct info i;

	i.id = id;
	return copied(&i);
}

/* good */
u32 whole_copied(u32 id)
{
	struct info i = {.id = id};

	return copied(&i);
}

/* bad: shown */
int half_shown(void __user *u, u32 id)
{
	struct info i;

	i.id = id;
	return part_shown(u, &i);
}

/* bad: read by the kit */
u32 half_compared(u32 id, const struct info *with)
{
	struct info i;

	i.id = id;
	return compared(&i, with);
}

/* bad: new memory */
u32 half_new(u32 id)
{
	struct info *i __free(kfree) = kmalloc_obj(*i);

	if (!i)
		return 0;
	i->id = id;
	return state_of(i);
}

/* good: zeros */
u32 new_zeros(u32 id)
{
	struct info *i __free(kfree) = kzalloc_obj(*i);

	if (!i)
		return 0;
	i->id = id;
	return state_of(i);
}

/* good: in both arms */
u32 both_arms(u32 id)
{
	struct info i;

	if (id > 3)
		i.state = 1;
	else
		i.state = 2;
	return state_of(&i);
}

/*
 * check:
 *	67: CL502: 'state_of' reads 'i.state', which was never written
 *	104: CL502: 'through' reads 'i.state', which was never written
 *	113: CL502: 'deep' reads 'o.info', which was never written
 *	132: CL502: 'copied' reads 'i.state', which was never written
 *	149: CL502: 'part_shown' reads 'i.state', which was never written
 *	158: CL502: 'compared' reads 'i.state', which was never written
 *	169: CL502: 'state_of' reads 'i->state', which was never written
 */
