/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Locks as drivers really use them: early exits, loops, wrong instances, arrays of locked things. */
#include "../../corpus/corpus.h"
#include <cleat/rwsem.h>
#include <cleat/list.h>

struct chan { spinlock_t lock; u32 depth __guarded_by(&lock); u32 id; };
struct card {
	struct mutex lock;
	u32 users __guarded_by(&lock);
	char name[16] __guarded_by(&lock);
	struct chan chans[4];
	struct rw_semaphore map_lock;
	u32 map[8] __guarded_by(&map_lock);
	struct card *__opt parent;
};
static DEFINE_MUTEX(cards_lock);
static u32 n_cards __guarded_by(&cards_lock);
static u32 last_id __guarded_by(&cards_lock);

int card_reset(struct card *c);
void chan_kick(struct chan *c);

/* bad: break out of a locked loop */
int find(struct card *c, u32 id)
{
	int i;

	for (i = 0; i < 4; i++) {
		spin_lock(&c->chans[i].lock);
		if (c->chans[i].id == id)
			break;
		spin_unlock(&c->chans[i].lock);
	}
	return i;
}

/* good: each is let go before the next */
u32 total(struct card *c)
{
	u32 sum = 0;

	for (int i = 0; i < 4; i++) {
		spin_lock(&c->chans[i].lock);
		sum += c->chans[i].depth;
		spin_unlock(&c->chans[i].lock);
	}
	return sum;
}

/* good: by a scope */
u32 total_scoped(struct card *c)
{
	u32 sum = 0;

	for (int i = 0; i < 4; i++)
		scoped_guard(spinlock, &c->chans[i].lock)
			sum += c->chans[i].depth;
	return sum;
}

/* bad: channel i is locked, channel i + 1 is touched */
void neighbour(struct card *c, u32 i)
{
	if (i >= 3)
		return;
	guard(spinlock)(&c->chans[i].lock);
	c->chans[i + 1].depth++;
}

/* bad: another index is locked */
void other(struct card *c, u32 i, u32 k)
{
	if (i >= 4 || k >= 4)
		return;
	guard(spinlock)(&c->chans[i].lock);
	c->chans[k].depth = 0;
}

/* good */
void same(struct card *c, u32 i)
{
	if (i >= 4)
		return;
	guard(spinlock)(&c->chans[i].lock);
	c->chans[i].depth = 0;
}

/* good: through a pointer to the element */
void element(struct card *c, u32 i)
{
	struct chan *ch;

	if (i >= 4)
		return;
	ch = &c->chans[i];
	guard(spinlock)(&ch->lock);
	ch->depth++;
}

/* bad: the pointer moves to another element under the lock */
void moved(struct card *c, u32 i)
{
	struct chan *ch;

	if (i >= 3)
		return;
	ch = &c->chans[i];
	guard(spinlock)(&ch->lock);
	ch++;
	ch->depth++;
}

/* bad: the index changes while the lock is held */
void stepped(struct card *c)
{
	u32 i = 0;

	spin_lock(&c->chans[i].lock);
	i++;
	c->chans[i].depth++;
	spin_unlock(&c->chans[0].lock);
}

/* bad: the parent's users under the child's lock */
void parent(struct card *c)
{
	guard(mutex)(&c->lock);
	if (c->parent)
		c->parent->users++;
}

/* bad: goto skips the unlock */
int by_goto(struct card *c)
{
	int err;

	mutex_lock(&c->lock);
	err = card_reset(c);
	if (err)
		goto out;
	c->users = 0;
	mutex_unlock(&c->lock);
out:
	return err;
}

/* good */
int by_goto_well(struct card *c)
{
	int err;

	mutex_lock(&c->lock);
	err = card_reset(c);
	if (err)
		goto out;
	c->users = 0;
out:
	mutex_unlock(&c->lock);
	return err;
}

/* bad: unlocked on a path that has not locked */
int by_goto_early(struct card *c, u32 n)
{
	int err = -EINVAL;

	if (n > 4)
		goto out;
	mutex_lock(&c->lock);
	c->users = n;
	err = 0;
out:
	mutex_unlock(&c->lock);
	return err;
}

/* bad: unlocked twice */
void twice(struct card *c)
{
	mutex_lock(&c->lock);
	if (c->users)
		mutex_unlock(&c->lock);
	mutex_unlock(&c->lock);
}

/* good: locked and unlocked under the same condition */
void conditional(struct card *c, bool lock, u32 *n)
{
	if (lock)
		mutex_lock(&c->lock);
	*n += 1;
	if (lock)
		mutex_unlock(&c->lock);
}

/* bad: under another one */
void conditional_bad(struct card *c, bool lock, bool unlock, u32 *n)
{
	if (lock)
		mutex_lock(&c->lock);
	*n += 1;
	if (unlock)
		mutex_unlock(&c->lock);
}

/* bad: touched after the scope */
u32 after_scope(struct card *c)
{
	scoped_guard(mutex, &c->lock)
		c->users++;
	return c->users;
}

/* good: copied in it */
u32 in_scope(struct card *c)
{
	u32 n;

	scoped_guard(mutex, &c->lock)
		n = ++c->users;
	return n;
}

/* bad: the test before the lock */
void check_then_lock(struct card *c)
{
	if (c->users == 0)
		return;
	guard(mutex)(&c->lock);
	c->users--;
}

/* bad: what was read in one section is the index of another */
void stale_index(struct card *c)
{
	u32 i;

	scoped_guard(rwsem_read, &c->map_lock)
		i = c->map[0];
	guard(rwsem_write)(&c->map_lock);
	c->map[i] = 0;
}

/* bad: written under the read lock */
void read_lock_write(struct card *c)
{
	guard(rwsem_read)(&c->map_lock);
	c->map[1] = 0;
}

/* good */
void write_lock_write(struct card *c)
{
	guard(rwsem_write)(&c->map_lock);
	c->map[1] = 0;
}

/* bad: up_write after down_read */
void mixed(struct card *c)
{
	down_read(&c->map_lock);
	up_write(&c->map_lock);
}

/* bad: a global's lock is another global */
void count(struct card *c)
{
	guard(mutex)(&c->lock);
	n_cards++;
}

/* good */
u32 count_well(void)
{
	guard(mutex)(&cards_lock);
	last_id = ++n_cards;
	return last_id;
}

/* bad: a copy of guarded bytes without the lock */
void name(struct card *c, char *__writes out __sized_by(16))
{
	memcpy(out, c->name, sizeof(c->name));
}

/* good */
void name_well(struct card *c, char *__writes out __sized_by(16))
{
	guard(mutex)(&c->lock);
	memcpy(out, c->name, sizeof(c->name));
}

/* bad: the name goes to printk without the lock */
void show(struct card *c)
{
	pr_info("%s\n", c->name);
}

/* bad: returns a pointer to guarded bytes */
const char *get_name(struct card *c)
{
	guard(mutex)(&c->lock);
	return c->name;
}

/* bad: double lock in a loop */
void loop_lock(struct card *c, u32 n)
{
	for (u32 i = 0; i < n; i++) {
		mutex_lock(&c->lock);
		if (c->users > i)
			continue;
		mutex_unlock(&c->lock);
	}
}

/* bad: a helper that locks is called under the lock */
static void bump(struct card *c)
{
	guard(mutex)(&c->lock);
	c->users++;
}
void bump_twice(struct card *c)
{
	guard(mutex)(&c->lock);
	bump(c);
}

/* good: of another card */
void bump_other(struct card *c, struct card *d)
{
	scoped_guard(mutex, &c->lock)
		c->users--;
	bump(d);
}

/* bad: two levels down */
static void bump_both(struct card *c)
{
	bump(c);
}
void bump_deep(struct card *c)
{
	mutex_lock(&c->lock);
	bump_both(c);
	mutex_unlock(&c->lock);
}

static void clear_users(struct card *c) __must_hold(&c->lock)
{
	c->users = 0;
}

/* bad */
void clear(struct card *c)
{
	clear_users(c);
}

/* bad: of the wrong card */
void clear_wrong(struct card *a, struct card *b)
{
	guard(mutex)(&a->lock);
	clear_users(b);
}

/* good */
void clear_well(struct card *a, struct card *b)
{
	scoped_guard(mutex, &a->lock)
		clear_users(a);
	scoped_guard(mutex, &b->lock)
		clear_users(b);
}

/* bad: unlocks while the guard will too */
void by_hand(struct card *c)
{
	guard(mutex)(&c->lock);
	c->users++;
	mutex_unlock(&c->lock);
}

/* bad: trylock in a condition, unlocked on both sides */
int try_lock(struct card *c)
{
	int got = mutex_trylock(&c->lock);

	if (got)
		c->users++;
	mutex_unlock(&c->lock);
	return got;
}

/* good */
int try_lock_well(struct card *c)
{
	if (!mutex_trylock(&c->lock))
		return -EBUSY;
	c->users++;
	mutex_unlock(&c->lock);
	return 0;
}

/* good: the answer in a variable */
int try_lock_var(struct card *c)
{
	int got = mutex_trylock(&c->lock);

	if (got) {
		c->users++;
		mutex_unlock(&c->lock);
	}
	return got;
}

/* bad: interruptible's errno is ignored, the lock may not be held */
int interruptible(struct card *c)
{
	int err = mutex_lock_interruptible(&c->lock);

	c->users++;
	mutex_unlock(&c->lock);
	return err;
}

/* good */
int interruptible_well(struct card *c)
{
	int err = mutex_lock_interruptible(&c->lock);

	if (err)
		return err;
	c->users++;
	mutex_unlock(&c->lock);
	return 0;
}

/* good: switch, each case unlocks */
int by_switch(struct card *c, int what)
{
	mutex_lock(&c->lock);
	switch (what) {
	case 0:
		c->users = 0;
		mutex_unlock(&c->lock);
		return 0;
	case 1:
		c->users++;
		break;
	default:
		mutex_unlock(&c->lock);
		return -EINVAL;
	}
	mutex_unlock(&c->lock);
	return 1;
}

/* bad: one case forgets */
int by_switch_bad(struct card *c, int what)
{
	mutex_lock(&c->lock);
	switch (what) {
	case 0:
		c->users = 0;
		return 0;
	case 1:
		c->users++;
		break;
	}
	mutex_unlock(&c->lock);
	return 1;
}

/* bad: dropped for the call, and used as if it had been held */
int drop_and_use(struct card *c)
{
	u32 n;

	mutex_lock(&c->lock);
	n = c->users;
	mutex_unlock(&c->lock);
	if (card_reset(c))
		return -EIO;
	c->users = n + 1;
	return 0;
}

#define WITH_CARD(c, stmt) do { mutex_lock(&(c)->lock); stmt; mutex_unlock(&(c)->lock); } while (0)
/* good: a macro of the driver */
void by_macro(struct card *c)
{
	WITH_CARD(c, c->users++);
}

/* bad: a return in the macro's argument */
int by_macro_bad(struct card *c)
{
	WITH_CARD(c, if (c->users) return -EBUSY);
	return 0;
}

/*
 * check:
 *	35: CL401: 'c->chans[i].lock' is still locked at this return
 *	68: CL405: 'c->chans[i + 1].depth' is guarded by 'c->chans[i + 1].lock', but the lock that is held is 'c->chans[i].lock'
 *	77: CL405: 'c->chans[k].depth' is guarded by 'c->chans[k].lock', but the lock that is held is 'c->chans[i].lock'
 *	111: CL405: 'c->chans[i + 1].depth' is guarded by 'c->chans[i + 1].lock', but the lock that is held is 'c->chans[i].lock'
 *	121: CL405: 'c->chans[1].depth' is guarded by 'c->chans[1].lock', but the lock that is held is 'c->chans[0].lock'
 *	130: CL405: 'c->parent->users' is guarded by 'c->parent->lock', but the lock that is held is 'c->lock'
 *	145: CL401: 'c->lock' is still locked at this return
 *	174: CL403: 'c->lock' is unlocked, but is not held here
 *	184: CL403: 'c->lock' is unlocked, but is not held here
 *	204: CL403: 'c->lock' is unlocked, but is not held here
 *	205: CL401: 'c->lock' is still locked at this return
 *	212: CL404: 'c->users' is read without 'c->lock', which guards it
 *	228: CL404: 'c->users' is read without 'c->lock', which guards it
 *	242: CL601: 'i' indexes 'c->map', which has 8 elements, and is not proven to be below that
 *	249: CL404: 'c->map[1]' is written while 'c->map_lock' is held only for reading
 *	263: CL403: '&c->map_lock' is held only for reading, and is released as a writer does
 *	270: CL404: 'n_cards' is read without 'cards_lock', which guards it
 *	284: CL404: 'c->name' is read without 'c->lock', which guards it
 *	297: CL404: 'c->name' is read without 'c->lock', which guards it
 *	304: CL212: a pointer into what 'c->lock' guards is returned past the unlock
 *	311: CL402: 'c->lock' is locked twice
 *	316: CL401: 'c->lock' is still locked at this return
 *	327: CL402: 'c->lock' is held here, and 'bump' takes it again
 *	346: CL402: 'c->lock' is held here, and 'bump_both' takes it again
 *	358: CL406: 'clear_users' must be called with 'c->lock' held
 *	365: CL406: 'clear_users' must be called with 'b->lock' held
 *	382: CL403: '&c->lock' is unlocked by hand, and again by its guard
 *	392: CL403: 'c->lock' is unlocked, but is not held here
 *	423: CL404: 'c->users' is written without 'c->lock', which guards it
 *	423: CL404: 'c->users' is read without 'c->lock', which guards it
 *	424: CL403: 'c->lock' is unlocked, but is not held here
 *	467: CL401: 'c->lock' is still locked at this return
 *	486: CL404: 'c->users' is written without 'c->lock', which guards it
 *	500: CL401: 'c->lock' is still locked at this return
 */
