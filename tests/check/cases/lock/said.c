/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A lock that is said to be held has to be: lockdep sees it at run time, and only on the way that is taken. */
#include <cleat/lockdep.h>
#include <cleat/mutex.h>
#include <cleat/rcupdate.h>
#include <cleat/rwsem.h>
#include <cleat/slab.h>

struct conf {
	struct rcu_head rcu;
	u32 limit;
};

struct dev {
	struct mutex lock, other;
	struct rw_semaphore sem;
	struct conf __rcu *__own __opt conf;
	int users __guarded_by(&sem);
};

/* bad: another lock is held */
void set_bad(struct dev *d, struct conf *__own new)
{
	struct conf *old;

	scoped_guard(mutex, &d->other)
		old = rcu_replace_pointer(d->conf, new, lockdep_is_held(&d->lock));
	kfree_rcu(old, rcu);
}

/* bad: it is taken after what is said of it */
void late_bad(struct dev *d)
{
	lockdep_assert_held_write(&d->sem);
	guard(rwsem_write)(&d->sem);
	d->users++;
}

/* good */
void set_good(struct dev *d, struct conf *__own new)
{
	struct conf *old;

	scoped_guard(mutex, &d->lock)
		old = rcu_replace_pointer(d->conf, new, lockdep_is_held(&d->lock));
	kfree_rcu(old, rcu);
}

/* good: its callers hold it */
static int users(struct dev *d)
{
	lockdep_assert_held(&d->sem);
	return d->users;
}

/* good: to read is enough to be said to hold it */
int users_good(struct dev *d)
{
	guard(rwsem_read)(&d->sem);
	return users(d);
}

/* bad: nobody does */
int users_bad(struct dev *d)
{
	return users(d);
}

/*
 * check:
 *	27: CL406: 'cleat_mutex_held' must be called with 'd->lock' held
 *	34: CL406: 'cleat_rwsem_held_write' must be called with 'd->sem' held
 *	66: CL406: 'users' must be called with 'd->sem' held
 */
