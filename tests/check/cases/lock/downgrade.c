/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A semaphore is released in the way that it was taken. */
#include <cleat/rwsem.h>

struct tab {
	struct rw_semaphore sem;
	u32 n __guarded_by(&sem);
};

/* bad: a writer that goes as a reader */
void mixed(struct tab *t)
{
	down_write(&t->sem);
	t->n = 0;
	up_read(&t->sem);
}

/* bad: and the other way round */
void mixed_too(struct tab *t)
{
	down_read(&t->sem);
	up_write(&t->sem);
}

/* good */
u32 downgraded(struct tab *t)
{
	u32 n;

	down_write(&t->sem);
	t->n++;
	downgrade_write(&t->sem);
	n = t->n;
	up_read(&t->sem);
	return n;
}

/* bad: a reader by then */
void downgraded_write(struct tab *t)
{
	down_write(&t->sem);
	downgrade_write(&t->sem);
	t->n++;
	up_read(&t->sem);
}

/*
 * check:
 *	15: CL403: '&t->sem' is held to write, and is released as a reader does
 *	22: CL403: '&t->sem' is held only for reading, and is released as a writer does
 *	43: CL404: 't->n' is written while 't->sem' is held only for reading
 */
