/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* NULL in the shapes that reviews find: found late, tested elsewhere, hidden in a helper or a field. */
#include "../../corpus/corpus.h"
#include <cleat/list.h>
#include <cleat/rbtree.h>
#include <cleat/xarray.h>

struct port { u32 id; u32 speed; struct port *__opt peer; };
struct hub {
	struct mutex lock;
	struct port *__own __opt ports[4] __guarded_by(&lock);
	struct port *__opt primary;
	const char *__opt label;
};
struct sess { struct cleat_list_link link; struct cleat_rb_link node; u32 id; u32 uses; };
DEFINE_LIST(sess_list, struct sess, link);
DEFINE_RBTREE(sess_tree, struct sess, node, id);
DEFINE_TYPED_XARRAY(sess_array, struct sess);

struct port *__opt port_lookup(struct hub *h, u32 id);
void port_kick(struct port *p);

/* bad: the last of three allocations is not tested */
int three(void)
{
	struct port *a __free(kfree) = kzalloc_obj(*a);
	struct port *b __free(kfree) = kzalloc_obj(*b);
	struct port *c __free(kfree) = kzalloc_obj(*c);

	if (!a || !b)
		return -ENOMEM;
	a->id = 1;
	b->id = 2;
	c->id = 3;
	return 0;
}

/* good: all of them are */
int three_well(void)
{
	struct port *a __free(kfree) = kzalloc_obj(*a);
	struct port *b __free(kfree) = kzalloc_obj(*b);
	struct port *c __free(kfree) = kzalloc_obj(*c);

	if (!a || !b || !c)
		return -ENOMEM;
	a->id = 1;
	b->id = 2;
	c->id = 3;
	return 0;
}

/* bad: && where || belongs */
int both(void)
{
	struct port *a __free(kfree) = kzalloc_obj(*a);
	struct port *b __free(kfree) = kzalloc_obj(*b);

	if (!a && !b)
		return -ENOMEM;
	return a->id + b->id;
}

/* bad: the test is there, and prints instead of leaving */
u32 only_warns(struct hub *h, u32 id)
{
	struct port *p = port_lookup(h, id);

	if (!p)
		pr_warn("no port %u\n", id);
	return p->speed;
}

/* good */
u32 warns_and_leaves(struct hub *h, u32 id)
{
	struct port *p = port_lookup(h, id);

	if (!p) {
		pr_warn("no port %u\n", id);
		return 0;
	}
	return p->speed;
}

/* bad: the wrong one of two is tested */
u32 wrong_one(struct hub *h, u32 a, u32 b)
{
	struct port *p = port_lookup(h, a), *q = port_lookup(h, b);

	if (!p)
		return 0;
	return p->speed + q->speed;
}

/* bad: the peer's peer is not tested */
u32 chain(struct port *p)
{
	if (p->peer)
		return p->peer->peer->speed;
	return 0;
}

/* good: each link is */
u32 chain_well(struct port *p)
{
	if (p->peer && p->peer->peer)
		return p->peer->peer->speed;
	return 0;
}

/* bad: || evaluates its right side when the pointer is NULL */
bool either(struct hub *h)
{
	return h->primary || h->primary->speed > 10;
}

/* good */
bool neither(struct hub *h)
{
	return !h->primary || h->primary->speed > 10;
}

/* bad: the ternary protects one use, not the next */
u32 ternary(struct hub *h)
{
	u32 id = h->primary ? h->primary->id : 0;

	return id + h->primary->speed;
}

/* bad: a loop ends with the pointer at NULL */
u32 after_loop(struct port *p)
{
	struct port *at = p;

	while (at && at->id != 7)
		at = at->peer;
	return at->speed;
}

/* good: found or not */
u32 after_loop_well(struct port *p)
{
	struct port *at = p;

	while (at && at->id != 7)
		at = at->peer;
	return at ? at->speed : 0;
}

/* good: the loop ends only when it is found */
u32 until_found(struct port *p)
{
	struct port *at;

	for (at = p; at; at = at->peer)
		if (at->id == 7)
			break;
	if (!at)
		return 0;
	return at->speed;
}

/* bad: the search leaves NULL when nothing matched */
u32 search(struct hub *h, u32 id)
{
	struct port *found = NULL;

	guard(mutex)(&h->lock);
	for (int i = 0; i < 4; i++)
		if (h->ports[i] && h->ports[i]->id == id)
			found = h->ports[i];
	return found->speed;
}

/* good */
u32 search_well(struct hub *h, u32 id)
{
	struct port *found = NULL;

	guard(mutex)(&h->lock);
	for (int i = 0; i < 4; i++)
		if (h->ports[i] && h->ports[i]->id == id)
			found = h->ports[i];
	if (!found)
		return 0;
	return found->speed;
}

/* bad: an element of an array of owners is NULL until it is filled */
u32 slot(struct hub *h, u32 i)
{
	guard(mutex)(&h->lock);
	if (i >= 4)
		return 0;
	return h->ports[i]->speed;
}

/* bad: the list may be empty */
u32 first(struct sess_list *l)
{
	return sess_list_first(l)->id;
}

/* good */
u32 first_well(struct sess_list *l)
{
	struct sess *s = sess_list_first(l);

	return s ? s->id : 0;
}

/* bad: the tree may not have it */
void tree_use(struct sess_tree *t, u32 id)
{
	struct sess *s = sess_tree_find(t, id);

	s->uses++;
}

/* bad: nor the array */
void array_use(struct sess_array *a, u32 id)
{
	sess_array_load(a, id)->uses++;
}

/* good */
void array_use_well(struct sess_array *a, u32 id)
{
	struct sess *s = sess_array_load(a, id);

	if (s)
		s->uses++;
}

/* bad: NULL is passed to a function that does not expect it */
void kick(struct hub *h, u32 id)
{
	port_kick(port_lookup(h, id));
}

/* good */
void kick_well(struct hub *h, u32 id)
{
	struct port *p = port_lookup(h, id);

	if (p)
		port_kick(p);
}

/* bad: NULL to a string function */
size_t label_len(struct hub *h)
{
	return strlen(h->label);
}

/* good */
size_t label_len_well(struct hub *h)
{
	return h->label ? strlen(h->label) : 0;
}

/* bad: set to NULL on one path, used on all */
u32 reset(struct hub *h, struct port *p, bool drop)
{
	if (drop)
		p = NULL;
	h->primary = NULL;
	return p->speed;
}

/* good: the flag says so again */
u32 reset_well(struct port *p, bool drop)
{
	if (drop)
		p = NULL;
	if (!drop)
		return p->speed;
	return 0;
}

static struct port *__opt pick(struct hub *h, bool want)
{
	return want ? h->primary : NULL;
}

/* bad: the helper may give NULL */
u32 picked(struct hub *h)
{
	return pick(h, true)->speed;
}

/* good: an out parameter that is NULL unless 0 is returned */
int two_steps(struct hub *h, u32 id)
{
	struct port *p = NULL;
	int ret = -ENOENT;

	if (id < 100) {
		p = port_lookup(h, id);
		if (p)
			ret = 0;
	}
	if (ret)
		return ret;
	return p->speed;
}

/* bad: returns 0 although it may not have been found */
int two_steps_bad(struct hub *h, u32 id)
{
	struct port *p = NULL;
	int ret = -ENOENT;

	if (id < 100) {
		p = port_lookup(h, id);
		ret = 0;
	}
	if (ret)
		return ret;
	return p->speed;
}

#define PORT_SPEED(p) ((p)->speed)
/* bad: through a macro of the driver */
u32 by_macro(struct hub *h)
{
	return PORT_SPEED(h->primary);
}

/* bad: an alias of the pointer that was tested before it changed */
u32 stale_test(struct hub *h, u32 id)
{
	struct port *p = h->primary;

	if (!p)
		return 0;
	p = port_lookup(h, id);
	return p->speed;
}

/* bad: a function that returns it unsaid */
struct port *unsaid(struct hub *h)
{
	return h->primary;
}

/* good */
struct port *__opt said(struct hub *h)
{
	return h->primary;
}

/* bad: tested after the use */
u32 late_test(struct hub *h)
{
	struct port *p = h->primary;
	u32 v = p->speed;

	if (!p)
		return 0;
	return v;
}

/* bad: a callee could have changed the field that was tested */
void hub_settle(struct hub *h);
u32 test_call_use(struct hub *h)
{
	if (!h->primary)
		return 0;
	hub_settle(h);
	return h->primary->speed;
}

/* good: switch on what was found */
u32 by_kind(struct hub *h, int kind)
{
	struct port *p = NULL;

	switch (kind) {
	case 0:
		p = port_lookup(h, 1);
		break;
	case 1:
		p = h->primary;
		break;
	default:
		return 0;
	}
	if (!p)
		return 1;
	return p->speed;
}

/* bad: one case forgets to set it */
u32 by_kind_bad(struct port *a, struct port *b, int kind)
{
	struct port *p = NULL;

	switch (kind) {
	case 0:
		p = a;
		break;
	case 1:
		p = b;
		break;
	}
	return p->speed;
}

/* bad: krealloc's result is used before the test */
int grow(struct port *__own p)
{
	struct port *n = krealloc(p, 2 * sizeof(*p), GFP_KERNEL);

	n->id = 1;
	kfree(n);
	return 0;
}

/* bad: kasprintf may fail */
size_t fmt(u32 id)
{
	char *s __free(kfree) = kasprintf(GFP_KERNEL, "port%u", id);

	return strlen(s);
}

/* good */
size_t fmt_well(u32 id)
{
	char *s __free(kfree) = kasprintf(GFP_KERNEL, "port%u", id);

	return s ? strlen(s) : 0;
}

/*
 * check:
 *	34: CL201: 'c' may be NULL, and is dereferenced without a test
 *	61: CL105: 'a' is passed to 'kfree', which releases it, but it is only borrowed here
 *	61: CL201: 'a' is NULL here, and is dereferenced
 *	61: CL201: 'b' may be NULL, and is dereferenced without a test
 *	71: CL201: 'p' is NULL here, and is dereferenced
 *	93: CL201: 'q' may be NULL, and is dereferenced without a test
 *	100: CL201: 'p->peer->peer' may be NULL, and is dereferenced without a test
 *	115: CL201: 'h->primary' is NULL here, and is dereferenced
 *	129: CL201: 'h->primary' is NULL here, and is dereferenced
 *	139: CL201: 'at' is NULL here, and is dereferenced
 *	174: CL201: 'found' is NULL here, and is dereferenced
 *	197: CL201: 'h->ports[i]' may be NULL, and is dereferenced without a test
 *	203: CL201: 'sess_list_first(…)' may be NULL, and is dereferenced without a test
 *	219: CL201: 's' may be NULL, and is dereferenced without a test
 *	225: CL201: 'sess_array_load(…)' may be NULL, and is dereferenced without a test
 *	240: CL205: 'port_lookup(…)' may be NULL, and 'port_kick' does not take NULL
 *	255: CL205: 'h->label' may be NULL, and 'strlen' does not take NULL
 *	270: CL201: 'p' is NULL here, and is dereferenced
 *	291: CL201: 'pick(…)' may be NULL, and is dereferenced without a test
 *	322: CL201: 'p' may be NULL, and is dereferenced without a test
 *	329: CL201: 'h->primary' may be NULL, and is dereferenced without a test
 *	340: CL201: 'p' may be NULL, and is dereferenced without a test
 *	346: CL207: 'unsaid' may return NULL, but its declaration does not say __opt
 *	359: CL201: 'p' may be NULL, and is dereferenced without a test
 *	373: CL201: 'h->primary' may be NULL, and is dereferenced without a test
 *	409: CL201: 'p' is NULL here, and is dereferenced
 *	417: CL201: 'n' may be NULL, and is dereferenced without a test
 *	418: CL105: 'n' is passed to 'kfree', which releases it, but it is only borrowed here
 *	419: CL101: 'p' is taken over from the caller, and is not released on this path
 *	427: CL205: 's' may be NULL, and 'strlen' does not take NULL
 */
