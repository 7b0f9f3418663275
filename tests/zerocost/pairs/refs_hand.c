// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <linux/errno.h>
#include <linux/kref.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/slab.h>

#include "refs.h"

struct node {
	u32 uses;
	struct kref refs;
};

static void node_release(struct kref *refs)
{
	kfree(container_of(refs, struct node, refs));
}

struct node *node_make(void)
{
	struct node *n = kzalloc(sizeof(*n), GFP_KERNEL);

	if (n)
		kref_init(&n->refs);
	return n;
}

void node_share(struct node *n, struct node **ret_a, struct node **ret_b)
{
	kref_get(&n->refs);
	*ret_a = n;
	kref_get(&n->refs);
	*ret_b = n;
}

void node_drop(struct node *n)
{
	kref_put(&n->refs, node_release);
}

struct node *node_look(struct node *n)
{
	return kref_get_unless_zero(&n->refs) ? n : NULL;
}

void node_use(struct node *n)
{
	if (!kref_get_unless_zero(&n->refs))
		return;
	n->uses++;
	kref_put(&n->refs, node_release);
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
	u32 limit;

	rcu_read_lock();
	limit = rcu_dereference(l->limit)->limit;
	rcu_read_unlock();
	return limit;
}

int limits_set(struct limits *l, u32 limit)
{
	struct limit *new = kzalloc(sizeof(*new), GFP_KERNEL), *old;

	if (!new)
		return -ENOMEM;
	new->limit = limit;
	mutex_lock(&l->lock);
	old = rcu_replace_pointer(l->limit, new, lockdep_is_held(&l->lock));
	mutex_unlock(&l->lock);
	kfree_rcu(old, rcu);
	return 0;
}

u64 hits_read(struct hits *h)
{
	u64 n;

	down_read(&h->lock);
	n = h->n;
	up_read(&h->lock);
	return n;
}

void hits_add(struct hits *h)
{
	down_write(&h->lock);
	h->n++;
	up_write(&h->lock);
}
