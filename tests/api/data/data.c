/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A driver without a device that uses each container as its header shows it: a queue that owns its
 * jobs, and sessions that an array owns and a tree finds by name.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <cleat/module.h>

#include "data.h"

/* ---- a queue ---- */

struct job {
	struct cleat_list_link link;
	u32 id;
};

DEFINE_OWNED_LIST(job_list, struct job, link, kfree);

static DEFINE_MUTEX(queue_lock);
static struct job_list queue __guarded_by(&queue_lock) = CLEAT_LIST_INIT(queue);

int job_submit(u32 id)
{
	struct job *j __free(kfree) = kzalloc_obj(*j);

	if (!j)
		return -ENOMEM;
	j->id = id;
	guard(mutex)(&queue_lock);
	job_list_add_tail(&queue, no_free_ptr(j));
	return 0;
}

int job_run(void)
{
	struct job *j __free(kfree) = NULL;

	scoped_guard(mutex, &queue_lock)
		j = job_list_pop(&queue);
	return j ? (int)j->id : -ENOENT;
}

int job_drop_below(u32 limit)
{
	int n = 0;

	guard(mutex)(&queue_lock);
	cleat_list_for_each(job_list, j, &queue) {
		if (j->id < limit) {
			kfree(job_list_del(&queue, j));
			n++;
		}
	}
	return n;
}

/* ---- sessions ---- */

struct session {
	u64 name;
	int uses;
	struct cleat_rb_link by_name;
};

DEFINE_OWNED_XARRAY(session_array, struct session, kfree);
DEFINE_RBTREE(session_tree, struct session, by_name, name);

enum { MAX_SESSIONS = 64 };

static DEFINE_MUTEX(session_lock);
static struct session_array sessions __guarded_by(&session_lock) = CLEAT_XARRAY_INIT(sessions);
static struct session_tree names __guarded_by(&session_lock);

int session_open(u64 name)
{
	struct session *s __free(kfree) = kzalloc_obj(*s);
	u32 id;
	int err;

	if (!s)
		return -ENOMEM;
	s->name = name;
	guard(mutex)(&session_lock);
	err = session_tree_insert(&names, s);
	if (err)
		return err;
	err = session_array_alloc(&sessions, &id, s, 1, MAX_SESSIONS, GFP_KERNEL);
	if (err) {
		session_tree_erase(&names, s);
		return err;
	}
	retain_and_null_ptr(s);
	return (int)id;
}

static int session_used(struct session *__opt s)
{
	lockdep_assert_held(&session_lock);
	return s ? ++s->uses : -ENOENT;
}

int session_use(u32 id)
{
	guard(mutex)(&session_lock);
	return session_used(session_array_load(&sessions, id));
}

int session_use_name(u64 name)
{
	guard(mutex)(&session_lock);
	return session_used(session_tree_find(&names, name));
}

void session_close(u32 id)
{
	struct session *s;

	guard(mutex)(&session_lock);
	s = session_array_erase(&sessions, id);
	if (s)
		session_tree_erase(&names, s);
	kfree(s);
}

int session_count(void)
{
	unsigned long id;
	int n = 0;

	guard(mutex)(&session_lock);
	cleat_xa_for_each(session_array, s, id, &sessions)
		n++;
	return n;
}

/* ---- numbers ---- */

static DEFINE_IDA(numbers);
static int number;

static int __init data_init(void)
{
	number = ida_alloc_max(&numbers, 15, GFP_KERNEL);
	return number < 0 ? number : 0;
}

static void __exit data_exit(void)
{
	unsigned long id;

	scoped_guard(mutex, &session_lock) {
		cleat_xa_for_each(session_array, s, id, &sessions)
			session_tree_erase(&names, s);
		session_array_clear(&sessions);
	}
	scoped_guard(mutex, &queue_lock)
		job_list_clear(&queue);
	ida_free(&numbers, number);
	ida_destroy(&numbers);
}

cleat_module(data, data_init, data_exit);
MODULE_DESCRIPTION("test of the container headers");
MODULE_AUTHOR("the Cleat authors");
