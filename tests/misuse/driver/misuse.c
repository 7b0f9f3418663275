/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Each function breaks one rule. The comment above it is what a process must say about it; CASE
 * names the one that the test calls.
 */
#include <cleat/prelude.h>

struct item {
	u32 key;
	struct cleat_list_link link;
	struct cleat_rb_link node;
};

DEFINE_LIST(items, struct item, link);
DEFINE_RBTREE(item_tree, struct item, node, key);

static struct items list = CLEAT_LIST_INIT(list), other = CLEAT_LIST_INIT(other);
static struct item a, b;

/* the element is on a list already */
static __maybe_unused void list_add_twice(void)
{
	items_add(&list, &a);
	items_add_tail(&other, &a);
}

/* the element is on no list */
static __maybe_unused void list_del_twice(void)
{
	items_add(&list, &a);
	items_del(&list, &a);
	items_del(&list, &a);
}

/* the element is on another list */
static __maybe_unused void list_del_from_other(void)
{
	items_add(&list, &a);
	items_del(&other, &a);
}

/* the list is not initialised, or was copied */
static __maybe_unused void list_not_initialised(void)
{
	static struct items zeroed;

	items_add(&zeroed, &a);
}

/* the list is not initialised, or was copied */
static __maybe_unused void list_copied(void)
{
	struct items copy = list;

	items_empty(&copy);
}

/* the element is on no list */
static __maybe_unused void list_walk_deletes_next(void)
{
	items_add(&list, &a);
	items_add_tail(&list, &b);
	cleat_list_for_each(items, item, &list)
		if (item == &a)
			items_del(&list, &b);
}

/* the list is spliced into itself */
static __maybe_unused void list_splice_itself(void)
{
	items_add(&list, &a);
	items_splice(&list, &list);
}

/* the element is in a tree already */
static __maybe_unused void tree_add_twice(void)
{
	static struct item_tree t, u;

	item_tree_add(&t, &a);
	item_tree_add(&u, &a);
}

/* the element is in another tree */
static __maybe_unused void tree_erase_from_other(void)
{
	static struct item_tree t, u;

	item_tree_add(&t, &a);
	item_tree_erase(&u, &a);
}

static DECLARE_RWSEM(sem);
static DEFINE_MUTEX(mutex);
static DEFINE_SPINLOCK(spin);

/* locked again by the thread that holds it to read */
static __maybe_unused void rwsem_read_twice(void)
{
	down_read(&sem);
	down_read(&sem);
}

/* locked again by the thread that holds it to read */
static __maybe_unused void rwsem_write_under_read(void)
{
	down_read(&sem);
	down_write(&sem);
}

/* released by a thread that does not hold it to read */
static __maybe_unused void rwsem_wrong_release(void)
{
	down_write(&sem);
	up_read(&sem);
}

/* released by a thread that does not hold it to write */
static __maybe_unused void rwsem_release_of_free(void)
{
	up_write(&sem);
}

/* lockdep_assert_held_write(&sem) */
static __maybe_unused void assert_write_under_read(void)
{
	guard(rwsem_read)(&sem);
	lockdep_assert_held_write(&sem);
}

/* lockdep_assert_held(&spin) */
static __maybe_unused void assert_spinlock_not_held(void)
{
	guard(mutex)(&mutex);
	lockdep_assert_held(&spin);
}

static struct completion done;

/* sleeping function called in atomic context */
static __maybe_unused void completion_under_spinlock(void)
{
	init_completion(&done);
	complete(&done);
	guard(spinlock)(&spin);
	wait_for_completion(&done);
}

static refcount_t refs;

/* use after free */
static __maybe_unused void refcount_get_at_zero(void)
{
	refcount_inc(&refs);
}

/* more references are dropped than were taken */
static __maybe_unused void refcount_put_too_often(void)
{
	if (!refcount_dec_and_test(&refs))
		refcount_set(&refs, 1);
}

static struct item __rcu *shared;

/* rcu_dereference outside of a read-side section */
static __maybe_unused void rcu_outside(void)
{
	WARN_ON(rcu_dereference(shared));
}

/* rcu_dereference_protected without what protects it */
static __maybe_unused void rcu_writer_without_lock(void)
{
	WARN_ON(rcu_dereference_protected(shared, lockdep_is_held(&mutex)));
}

/* rcu_read_unlock without rcu_read_lock */
static __maybe_unused void rcu_unlock_alone(void)
{
	rcu_read_unlock();
}

/* a read-side section waits for its own end */
static __maybe_unused void rcu_waits_for_itself(void)
{
	guard(rcu)();
	synchronize_rcu();
}

/* sleeping function called in atomic context */
static __maybe_unused void rcu_sleeps(void)
{
	guard(rcu)();
	mutex_lock(&mutex);
	mutex_unlock(&mutex);
}

/* cleat_xa_erase */
static __maybe_unused void ida_free_of_free(void)
{
	static DEFINE_IDA(ida);

	ida_free(&ida, 7);
}

static __maybe_unused void nothing(void)
{
}

void misuse_now(void);

void misuse_now(void)
{
	CASE();
}

static int __init misuse_init(void)
{
	return 0;
}

static void __exit misuse_exit(void)
{
}

cleat_module(misuse, misuse_init, misuse_exit);
MODULE_DESCRIPTION("what a process must report");
MODULE_AUTHOR("the Cleat authors");
