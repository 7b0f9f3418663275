/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The last reference: who has it is alone with the object; a put does what the release function does. */
#include <cleat/delay.h>
#include <cleat/kref.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>

static DEFINE_SPINLOCK(graph_lock);
struct node {
	struct kref refs;
	int strong __guarded_by(&graph_lock);
};
void node_release(struct node *__own n);
DEFINE_REFCOUNTED(node, struct node, refs, node_release);
static struct node *__own __opt root __guarded_by(&graph_lock);
void node_release(struct node *__own n)
{
	msleep(1);
	kfree(n);
}

struct node *__own __opt node_lookup(void)
{
	guard(spinlock)(&graph_lock);
	return root ? node_get(root) : NULL;
}

/* bad: no lock */
int bad1(void)
{
	struct node *n __free(node_put) = node_lookup();
	if (!n)
		return 0;
	return n->strong;
}

/* good */
int locked(void)
{
	struct node *n __free(node_put) = node_lookup();
	if (!n)
		return 0;
	guard(spinlock)(&graph_lock);
	return n->strong;
}

/* good: nobody else has seen it yet */
struct node *__own __opt node_make(void)
{
	struct node *n = node_new(kzalloc_obj(*n));

	if (n)
		n->strong = 1;
	return n;
}

/* good: nor what a function made that shows it to nobody */
struct node *__own __opt node_make_two(void)
{
	struct node *n = node_make();

	if (n)
		n->strong = 2;
	return n;
}

/* bad: it is in the root already */
void node_publish(void)
{
	struct node *n = node_make();

	if (!n)
		return;
	scoped_guard(spinlock, &graph_lock) {
		if (!root)
			root = node_get(n);
	}
	n->strong = 2;
	node_put(n);
}

/* bad: release sleeps under spin */
void bad2(void)
{
	guard(spinlock)(&graph_lock);
	if (root) {
		node_put(root);
		root = NULL;
	}
}

/* bad: release sleeps under spin by scope */
void bad3(void)
{
	struct node *n = node_lookup();

	if (!n)
		return;
	guard(spinlock)(&graph_lock);
	struct node *m __free(node_put) = n;
	m->strong++;
}

/* bad: kfree of a counted */
void bad4(void)
{
	struct node *n = node_lookup();

	kfree(n);
}

/* bad: release called with a ref */
void bad5(void)
{
	struct node *n = node_lookup();

	if (n)
		node_release(n);
}

/* bad: a helper's scope ends with a put that may sleep */
static int peek(void)
{
	struct node *n __free(node_put) = node_lookup();
	return n ? 1 : 0;
}

static DEFINE_SPINLOCK(other_lock);
int bad6(void)
{
	guard(spinlock)(&other_lock);
	return peek();
}

/*
 * check:
 *	34: CL404: 'n->strong' is read without 'graph_lock', which guards it
 *	78: CL404: 'n->strong' is written without 'graph_lock', which guards it
 *	87: CL408: 'node_put (through node_release)' may sleep, and is called under the spinlock 'graph_lock'
 *	102: CL408: 'node_put (through node_release)' may sleep, and is called under the spinlock 'graph_lock'
 *	109: CL105: 'n' is passed to 'kfree', but it counts its references: it ends with the last one
 *	118: CL105: 'n' is passed to 'node_release', but it counts its references: it ends with the last one
 *	132: CL408: 'peek (through node_put)' may sleep, and is called under the spinlock 'other_lock'
 */
