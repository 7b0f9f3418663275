// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <cleat/kref.h>
#include <cleat/refcount.h>
#include <cleat/slab.h>

#include "ref.h"

struct node {
	u32 id;
	struct kref refs;
	refcount_t pins;
	struct node *peer;
};

static void node_release(struct node *__own n)
{
	kfree(n);
}

DEFINE_REFCOUNTED(node, struct node, refs, node_release);

struct node *ref_new(u32 id)
{
	struct node *n = node_new(kzalloc_obj(*n));

	if (!n)
		return NULL;
	refcount_set(&n->pins, 1);
	n->id = id;
	return n;
}

struct node *ref_get(struct node *n)
{
	return node_get(n);
}

struct node *ref_find(struct node *n)
{
	return node_get_unless_zero(n);
}

void ref_put(struct node *__own n)
{
	node_put(n);
}

int ref_link(struct node *a, struct node *peer)
{
	struct node *p __free(node_put) = node_get(peer);

	if (a->peer)
		return -EBUSY;
	a->peer = no_free_ptr(p);
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
