// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* One word for all fields of a struct, or of a nameless struct within it. */
#include "../../corpus/corpus.h"

static DEFINE_MUTEX(table_lock);

struct port {
	struct mutex lock;
	u32 id;
	struct {
		u32 speed;
		u32 *__own __opt map;
		u32 users __guarded_by(&table_lock);
		u32 sent;
	} __all_guarded_by(&lock);
	struct {
		u32 up;
	} __all_guarded_by(&table_lock);
};

/* What is in no group has no lock; what is a lock is not guarded. */
struct table {
	struct mutex lock;
	u32 used;
	u32 size;
} __all_guarded_by(&lock);

struct counters {
	u32 in, out;
} __all_guarded_by(&table_lock);

struct line {
	u32 id;
	struct counters n;
	struct {
		u32 in;
	} all __all_guarded_by(&table_lock);
};

/* good */
u32 port_id(struct port *p)
{
	return p->id;
}

/* good */
u32 port_speed(struct port *p)
{
	guard(mutex)(&p->lock);
	p->sent++;
	return p->speed;
}

/* bad: read without the lock */
u32 port_speed_bare(struct port *p)
{
	return p->speed;
}

/* bad: written without the lock */
void port_sent(struct port *p)
{
	p->sent++;
}

/* bad: another object's */
void port_copy(struct port *p, struct port *q)
{
	guard(mutex)(&p->lock);
	p->speed = q->speed;
}

/* bad: this one has another lock */
u32 port_users(struct port *p)
{
	guard(mutex)(&p->lock);
	return p->users;
}

/* good */
u32 port_users_good(struct port *p)
{
	guard(mutex)(&table_lock);
	return p->users + p->up;
}

/* bad: the other group has another lock */
u32 port_up(struct port *p)
{
	guard(mutex)(&p->lock);
	return p->up;
}

/* good */
void table_grow(struct table *t)
{
	guard(mutex)(&t->lock);
	t->size = t->used;
}

/* bad */
void table_grow_bare(struct table *t)
{
	t->size = 2;
}

/* bad: a struct whose fields are guarded, in one that is not */
u32 line_in(struct line *l)
{
	return l->n.in;
}

/* bad: the word is the field's */
u32 line_all(struct line *l)
{
	return l->all.in;
}

/* good */
u32 line_out(struct line *l)
{
	guard(mutex)(&table_lock);
	return l->n.out;
}

/* good: nobody else sees it yet */
struct port *__own __opt port_new(void)
{
	struct port *p = kzalloc_obj(*p);

	if (!p)
		return NULL;
	mutex_init(&p->lock);
	p->speed = 1;
	p->up = 1;
	return p;
}

/* bad: what a group owns is released with its object */
void port_free(struct port *__own p)
{
	kfree(p);
}

struct pair {
	u32 a;
	struct {
		u32 b, c;
	};
};

/* good: fields of a nameless struct are the outer one's */
u32 pair_sum(void)
{
	struct pair p = {.a = 1, .b = 2};

	return p.a + p.b + p.c;
}

/* bad: one of them has no value */
u32 pair_half(void)
{
	struct pair p;

	p.a = 1;
	p.b = 2;
	return p.a + p.b + p.c;
}

/* bad: they are named, not counted */
u32 pair_counted(void)
{
	struct pair p = {1, {2, 3}};

	return p.c;
}

/* good: wholly written */
int pair_show(struct pair __user *to)
{
	struct pair p = {.a = 1, .b = 2, .c = 3};

	return cleat_put_user_obj(to, &p);
}

/* bad: a third of it is not */
int pair_show_half(struct pair __user *to)
{
	struct pair p;

	p.a = 1;
	p.b = 2;
	return cleat_put_user_obj(to, &p);
}

/*
 * check:
 *	57: CL404: 'p->speed' is read without 'p->lock', which guards it
 *	63: CL404: 'p->sent' is written without 'p->lock', which guards it
 *	63: CL404: 'p->sent' is read without 'p->lock', which guards it
 *	70: CL405: 'q->speed' is guarded by 'q->lock', but the lock that is held is 'p->lock'
 *	77: CL404: 'p->users' is read without 'table_lock', which guards it
 *	91: CL404: 'p->up' is read without 'table_lock', which guards it
 *	104: CL404: 't->size' is written without 't->lock', which guards it
 *	110: CL404: 'l->n.in' is read without 'table_lock', which guards it
 *	116: CL404: 'l->all.in' is read without 'table_lock', which guards it
 *	142: CL107: 'p' is freed while it still owns 'p->map'
 *	167: CL502: field 'p.c' is read, but may not have been written
 *	173: CL001: an initialiser that does not name the fields of a nameless struct is outside the safe subset
 *	193: CL503: 'p.c' is not wholly written, and is copied to user space
 */
