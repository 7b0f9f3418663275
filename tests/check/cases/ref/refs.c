/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Counted references: each one that is taken is given back once. */
#include "../../corpus/corpus.h"
#include <cleat/kref.h>

struct node { struct kref refs; int v; struct mutex lock; int n __guarded_by(&lock); };

static void node_release(struct node *__own n)
{
	kfree(n);
}
DEFINE_REFCOUNTED(node, struct node, refs, node_release);

struct holder { struct mutex lock; struct node *__own __opt node __guarded_by(&lock); };

/* good */
struct node *__own __opt make(int v)
{
	struct node *n = node_new(kzalloc_obj(*n));

	if (!n)
		return NULL;
	n->v = v;
	mutex_init(&n->lock);
	return n;
}

/* good: one more for the holder */
void share(struct holder *h, struct node *n)
{
	guard(mutex)(&h->lock);
	if (h->node)
		node_put(h->node);
	h->node = node_get(n);
}

/* bad: no reference of its own */
void share_bad(struct holder *h, struct node *n)
{
	guard(mutex)(&h->lock);
	if (h->node)
		node_put(h->node);
	h->node = n;
}

/* good: taken under the lock, used without */
int use(struct holder *h)
{
	struct node *n __free(node_put) = NULL;

	scoped_guard(mutex, &h->lock)
		n = h->node ? node_get(h->node) : NULL;
	return n ? n->v : -ENOENT;
}

/* bad: used after the unlock without a reference */
int use_bad(struct holder *h)
{
	struct node *n;

	scoped_guard(mutex, &h->lock)
		n = h->node;
	return n ? n->v : -ENOENT;
}

/* bad: put twice */
void twice(struct node *__own n)
{
	node_put(n);
	node_put(n);
}

/* bad: lost on an error path */
int lost(struct node *n, int fail)
{
	struct node *r = node_get(n);

	if (fail)
		return -EIO;
	node_put(r);
	return 0;
}

/* good: two references, two puts */
void two(struct node *n)
{
	struct node *a = node_get(n), *b = node_get(n);

	node_put(a);
	node_put(b);
}

/* bad: two references, three puts */
void three(struct node *n)
{
	struct node *a = node_get(n);
	struct node *b = node_get(n);

	node_put(a);
	node_put(b);
	node_put(n);
}

/* good: the lock of the object that was taken */
int locked(struct node *n)
{
	struct node *r __free(node_put) = node_get(n);

	guard(mutex)(&r->lock);
	return n->n;
}

/*
 * check:
 *	43: CL210: 'n' is only borrowed for this call, and is left in 'h->node', which lives longer
 *	63: CL410: 'n' was read under 'h->lock', which is no longer held
 *	70: CL102: 'n' is passed to 'node_put', but the object was handed on already
 *	79: CL101: 'n' is owned here, and is not released on this path
 *	101: CL105: 'n' is passed to 'node_put', which releases it, but it is only borrowed here
 */
