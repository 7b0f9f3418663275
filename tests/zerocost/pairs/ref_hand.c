// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <linux/kref.h>
#include <linux/refcount.h>
#include <linux/slab.h>

#include "ref.h"

struct node {
	u32 id;
	struct kref refs;
	refcount_t pins;
	struct node *peer;
};

static void node_release(struct kref *refs)
{
	struct node *n = container_of(refs, struct node, refs);

	kfree(n);
}

struct node *ref_new(u32 id)
{
	struct node *n = kzalloc(sizeof(*n), GFP_KERNEL);

	if (!n)
		return NULL;
	kref_init(&n->refs);
	refcount_set(&n->pins, 1);
	n->id = id;
	return n;
}

struct node *ref_get(struct node *n)
{
	kref_get(&n->refs);
	return n;
}

struct node *ref_find(struct node *n)
{
	return kref_get_unless_zero(&n->refs) ? n : NULL;
}

void ref_put(struct node *n)
{
	kref_put(&n->refs, node_release);
}

int ref_link(struct node *a, struct node *peer)
{
	kref_get(&peer->refs);
	if (a->peer) {
		kref_put(&peer->refs, node_release);
		return -EBUSY;
	}
	a->peer = peer;
	return 0;
}

bool ref_try_pin(struct node *n)
{
	return refcount_inc_not_zero(&n->pins);
}

void ref_pin(struct node *n)
{
	refcount_inc(&n->pins);
}

bool ref_unpin(struct node *n)
{
	return refcount_dec_and_test(&n->pins);
}
