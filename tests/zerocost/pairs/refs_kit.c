// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <cleat/kref.h>
#include <cleat/mutex.h>
#include <cleat/rcupdate.h>
#include <cleat/rwsem.h>
#include <cleat/slab.h>

#include "refs.h"

struct node {
	u32 uses;
	struct kref refs;
};

DEFINE_REFCOUNTED(node, struct node, refs, kfree);

struct node *node_make(void)
{
	return node_new(kzalloc_obj(struct node));
}

void node_share(struct node *n, struct node **ret_a, struct node **ret_b)
{
	*ret_a = node_get(n);
	*ret_b = node_get(n);
}

void node_drop(struct node *n)
{
	node_put(n);
}

struct node *node_look(struct node *n)
{
	return node_get_unless_zero(n);
}

void node_use(struct node *n)
{
	struct node *used __free(node_put) = node_get_unless_zero(n);

	if (used)
		used->uses++;
}

struct limit {
	u32 limit;
	struct rcu_head rcu;
};

struct limits {
	struct mutex lock;
	struct limit __rcu *limit;
};

struct hits {
	struct rw_semaphore lock;
	u64 n;
};

u32 limits_get(struct limits *l)
{
	guard(rcu)();
	return rcu_dereference(l->limit)->limit;
}

int limits_set(struct limits *l, u32 limit)
{
	struct limit *new = kzalloc_obj(*new), *old;

	if (!new)
		return -ENOMEM;
	new->limit = limit;
	scoped_guard(mutex, &l->lock)
		old = rcu_replace_pointer(l->limit, new, lockdep_is_held(&l->lock));
	kfree_rcu(old, rcu);
	return 0;
}

u64 hits_read(struct hits *h)
{
	guard(rwsem_read)(&h->lock);
	return h->n;
}

void hits_add(struct hits *h)
{
	guard(rwsem_write)(&h->lock);
	h->n++;
}
