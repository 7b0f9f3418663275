/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A lock that is held for reading: what it guards is only read, by whom and in whatever way it is reached. */
#include <cleat/atomic.h>
#include <cleat/cleanup.h>
#include <cleat/list.h>
#include <cleat/ring.h>
#include <cleat/rwsem.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>
#include <cleat/string.h>
#include <cleat/xarray.h>

struct item {
	struct cleat_list_link link;
	u32 key;
	u16 len;
	atomic_t used;
	spinlock_t lock;
	u32 hits __guarded_by(&lock);
};
DEFINE_OWNED_LIST(items, struct item, link, kfree);
DEFINE_OWNED_XARRAY(table, struct item, kfree);
struct stats { u32 in, out; };

struct db {
	struct rw_semaphore sem;
	struct items all __guarded_by(&sem);
	struct table table __guarded_by(&sem);
	u32 n __guarded_by(&sem);
	struct stats stats __guarded_by(&sem);
	struct cleat_ring ring __guarded_by(&sem);
	struct item *__own __opt last __guarded_by(&sem);
};

static void bump(u32 *n)
{
	(*n)++;
}

static void count(struct stats *stats)
{
	stats->in++;
}

static u32 sum(const struct stats *stats)
{
	return stats->in + stats->out;
}

static u32 sum_unsaid(struct stats *stats)
{
	return stats->in + stats->out;
}

static void item_reset(struct item *it)
{
	it->len = 0;
}

/* bad: a helper writes the number */
void number(struct db *db)
{
	guard(rwsem_read)(&db->sem);
	bump(&db->n);
}

/* good */
void number_good(struct db *db)
{
	guard(rwsem_write)(&db->sem);
	bump(&db->n);
}

/* bad: a helper writes a field */
void field(struct db *db)
{
	guard(rwsem_read)(&db->sem);
	count(&db->stats);
}

/* good: helpers that read */
u32 fields_read(struct db *db)
{
	guard(rwsem_read)(&db->sem);
	return sum(&db->stats) + sum_unsaid(&db->stats);
}

/* bad: put on the list */
int add(struct db *db, u32 key)
{
	struct item *it = kzalloc_obj(*it);

	if (!it)
		return -ENOMEM;
	it->key = key;
	spin_lock_init(&it->lock);
	guard(rwsem_read)(&db->sem);
	items_add_tail(&db->all, it);
	return 0;
}

/* bad: taken off the list */
void take(struct db *db)
{
	guard(rwsem_read)(&db->sem);
	kfree(items_pop(&db->all));
}

/* bad: after a look */
void take_first(struct db *db)
{
	guard(rwsem_read)(&db->sem);

	struct item *it = items_first(&db->all);

	if (it)
		kfree(items_del(&db->all, it));
}

/* good */
void take_first_good(struct db *db)
{
	guard(rwsem_write)(&db->sem);

	struct item *it = items_first(&db->all);

	if (it)
		kfree(items_del(&db->all, it));
}

/* bad: all of them */
void drop(struct db *db)
{
	guard(rwsem_read)(&db->sem);
	items_clear(&db->all);
}

/* bad: into another list */
void move(struct db *db, struct items *to)
{
	guard(rwsem_read)(&db->sem);
	items_splice_tail(to, &db->all);
}

/* bad: into the array */
int insert(struct db *db, struct item *__own it)
{
	int err;

	guard(rwsem_read)(&db->sem);
	err = table_insert(&db->table, it->key, it, GFP_KERNEL);
	if (err)
		kfree(it);
	return err;
}

/* bad: out of the ring */
int get(struct db *db, u8 *__writes to __sized_by(n), u32 n)
{
	guard(rwsem_read)(&db->sem);
	return cleat_ring_get(&db->ring, to, n);
}

/* good: asked, counted, walked through */
u32 look(struct db *db, u32 key)
{
	u32 n = 0;

	guard(rwsem_read)(&db->sem);
	for (struct item *it = items_first(&db->all); it; it = items_next(&db->all, it))
		n += it->len;
	if (table_load(&db->table, key))
		n++;
	return items_empty(&db->all) ? n : n + cleat_ring_len(&db->ring);
}

/* bad: an element that was found */
void mark(struct db *db)
{
	guard(rwsem_read)(&db->sem);
	for (struct item *it = items_first(&db->all); it; it = items_next(&db->all, it))
		it->len = 0;
}

/* good */
void mark_good(struct db *db)
{
	guard(rwsem_write)(&db->sem);
	for (struct item *it = items_first(&db->all); it; it = items_next(&db->all, it))
		it->len = 0;
}

/* bad: by a helper */
void mark_by_helper(struct db *db)
{
	guard(rwsem_read)(&db->sem);

	struct item *it = items_first(&db->all);

	if (it)
		item_reset(it);
}

/* good: what has a lock of its own, or needs none */
void touch(struct db *db)
{
	guard(rwsem_read)(&db->sem);
	for (struct item *it = items_first(&db->all); it; it = items_next(&db->all, it)) {
		atomic_inc(&it->used);
		spin_lock(&it->lock);
		it->hits++;
		spin_unlock(&it->lock);
	}
}

/* bad: in the object that a field owns */
void last(struct db *db)
{
	guard(rwsem_read)(&db->sem);
	if (db->last)
		db->last->len = 0;
}

/* bad: downgraded by now */
void downgraded(struct db *db)
{
	struct item *it;

	down_write(&db->sem);
	it = items_first(&db->all);
	downgrade_write(&db->sem);
	if (it)
		it->len = 0;
	up_read(&db->sem);
}

/* good: written before */
void downgraded_good(struct db *db)
{
	struct item *it;

	down_write(&db->sem);
	it = items_first(&db->all);
	if (it)
		it->len = 0;
	downgrade_write(&db->sem);
	up_read(&db->sem);
}

/* good: an object of its own, that nobody has seen */
u32 own(struct db *db)
{
	struct stats mine = {0};

	guard(rwsem_read)(&db->sem);
	mine.in = db->stats.in;
	count(&mine);
	return mine.in;
}

static void item_hit(struct item *it)
{
	guard(spinlock)(&it->lock);
	it->hits++;
	atomic_inc(&it->used);
}

static void item_rekey(struct item *it)
{
	scoped_guard(spinlock, &it->lock)
		it->hits = 0;
	it->key++;
}

/* good: a helper takes the element's own lock */
void all_hit(struct db *d)
{
	guard(rwsem_read)(&d->sem);
	cleat_list_for_each(items, it, &d->all)
		item_hit(it);
}

/* bad: and writes what that does not guard */
void all_rekey(struct db *d)
{
	guard(rwsem_read)(&d->sem);
	cleat_list_for_each(items, it, &d->all)
		item_rekey(it);
}

/*
 * check:
 *	64: CL404: 'db->n' is written while 'db->sem' is held only for reading
 *	78: CL404: 'db->stats' is written while 'db->sem' is held only for reading
 *	98: CL404: 'db->all' is written while 'db->sem' is held only for reading
 *	106: CL404: 'db->all' is written while 'db->sem' is held only for reading
 *	117: CL404: 'db->all' is written while 'db->sem' is held only for reading
 *	135: CL404: 'db->all' is written while 'db->sem' is held only for reading
 *	142: CL404: 'db->all' is written while 'db->sem' is held only for reading
 *	151: CL404: 'db->table' is written while 'db->sem' is held only for reading
 *	161: CL404: 'db->ring' is written while 'db->sem' is held only for reading
 *	182: CL404: 'it->len' is written, and was found while 'db->sem' is held only for reading
 *	201: CL404: 'it' is written, and was found while 'db->sem' is held only for reading
 *	221: CL404: 'db->last->len' is written, and was found while 'db->sem' is held only for reading
 *	233: CL404: 'it->len' is written, and was found while 'db->sem' is held only for reading
 *	288: CL404: 'it' is written, and was found while 'd->sem' is held only for reading
 */
