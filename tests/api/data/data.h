/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef DATA_H
#define DATA_H

#include <cleat/idr.h>
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/rbtree.h>
#include <cleat/slab.h>
#include <cleat/xarray.h>

/* One object in every kind of container at once, none of which owns it. */
struct thing {
	u32 key;
	u64 order;
	struct cleat_list_link link;
	struct cleat_rb_link by_key;
	struct cleat_rb_link by_order;
};

static inline bool thing_order_less(const u64 *a, const u64 *b)
{
	return *a > *b;
}

DEFINE_LIST(thing_list, struct thing, link);
DEFINE_RBTREE(thing_tree, struct thing, by_key, key);
DEFINE_RBTREE_LESS(thing_order, struct thing, by_order, order, thing_order_less);
DEFINE_TYPED_XARRAY(thing_array, struct thing);

/* The driver's own: a queue of jobs, and sessions by number and by name. */
int __must_check job_submit(u32 id);
/* The first job's number, or -ENOENT. */
int __must_check job_run(void);
/* How many were dropped, of those with numbers below @limit. */
int job_drop_below(u32 limit);

int __must_check session_open(u64 name);
int session_count(void);
/* The session's number of uses so far, or -ENOENT. */
int __must_check session_use(u32 id);
int __must_check session_use_name(u64 name);
void session_close(u32 id);

#endif
