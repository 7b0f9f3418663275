// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* A lock that is held to read: its words are those of Linux 7.x. */
#include <cleat/rwsem.h>
#include <cleat/types.h>

struct table { struct rw_semaphore lock; u32 n __guarded_by(&lock); };

/* good */
static u32 table_size(struct table *t) __must_hold_shared(&t->lock)
{
	return t->n;
}

u32 table_get(struct table *t)
{
	u32 n;

	down_read(&t->lock);
	n = table_size(t);
	up_read(&t->lock);
	return n;
}

void table_grow(struct table *t)
{
	down_write(&t->lock);
	t->n += table_size(t);
	up_write(&t->lock);
}

void table_begin(struct table *t) __acquires_shared(&t->lock);
void table_begin(struct table *t)
{
	down_read(&t->lock);
}

void table_end(struct table *t) __releases_shared(&t->lock);
void table_end(struct table *t)
{
	up_read(&t->lock);
}

u32 table_peek(struct table *t)
{
	u32 n;

	table_begin(t);
	n = t->n;
	table_end(t);
	return n;
}

u32 table_try(struct table *t)
{
	u32 n = 0;

	if (down_read_trylock(&t->lock)) {
		n = t->n;
		up_read(&t->lock);
	}
	return n;
}

/* bad: a reader does not write */
void classic_bad(struct table *t)
{
	down_read(&t->lock);
	t->n++;
	up_read(&t->lock);
}

void helper_bad(struct table *t)
{
	table_begin(t);
	t->n++;
	table_end(t);
}

static void shared_bad(struct table *t) __must_hold_shared(&t->lock)
{
	t->n++;
}

/* bad: not held at all */
u32 size_bad(struct table *t)
{
	return table_size(t);
}

/* bad: not given back */
u32 peek_bad(struct table *t)
{
	table_begin(t);
	return t->n;
}

void guard_bad(struct table *t)
{
	guard(rwsem_read)(&t->lock);
	t->n++;
	shared_bad(t);
}

static void table_set(struct table *t, u32 n) __must_hold(&t->lock)
{
	t->n = n;
}

void set_bad(struct table *t)
{
	guard(rwsem_read)(&t->lock);
	table_set(t, 0);
}

/*
 * check:
 *	68: CL404: 't->n' is written while 't->lock' is held only for reading
 *	75: CL404: 't->n' is written while 't->lock' is held only for reading
 *	81: CL404: 't->n' is written while 't->lock' is held only for reading
 *	87: CL406: 'table_size' must be called with 't->lock' held
 *	94: CL401: 't->lock' is still locked at this return
 *	100: CL404: 't->n' is written while 't->lock' is held only for reading
 *	112: CL406: 'table_set' must be called with 't->lock' held for writing, not only for reading
 */
