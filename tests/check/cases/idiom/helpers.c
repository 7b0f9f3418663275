/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Functions that help each other: initialisers, getters, out parameters, callbacks, recursion. */
#include "../../corpus/corpus.h"
#include <cleat/list.h>
#include <cleat/rbtree.h>

struct tree { u32 key; struct tree *__own __opt left, *__own __opt right; };
struct vec { u32 n, cap; u32 *__own __opt v __elements(cap); };
struct conf { u32 rate, depth; u8 strict; char name[16]; };
struct unit { struct mutex lock; struct conf conf __guarded_by(&lock); struct vec vals __guarded_by(&lock); u32 errs __guarded_by(&lock); };
struct walk { u32 seen, limit; };
typedef int (*visit_t)(u32 key, struct walk *w);

int hw_apply(const struct conf *c);

/* good: recursion ends the whole tree */
static void tree_free(struct tree *__own __opt t)
{
	if (!t)
		return;
	tree_free(t->left);
	tree_free(t->right);
	kfree(t);
}

/* bad: one side is forgotten */
void tree_free_half(struct tree *__own __opt t)
{
	if (!t)
		return;
	tree_free(t->left);
	kfree(t);
}

/* good: recursion inserts */
int tree_add(struct tree *t, u32 key)
{
	struct tree *__own n;

	if (key < t->key && t->left)
		return tree_add(t->left, key);
	if (key > t->key && t->right)
		return tree_add(t->right, key);
	if (key == t->key)
		return -EEXIST;
	n = kzalloc_obj(*n);
	if (!n)
		return -ENOMEM;
	n->key = key;
	if (key < t->key)
		t->left = n;
	else
		t->right = n;
	return 0;
}

/* bad: a side that may be full is overwritten */
int tree_set(struct tree *t, u32 key)
{
	struct tree *n = kzalloc_obj(*n);

	if (!n)
		return -ENOMEM;
	n->key = key;
	t->left = n;
	return 0;
}

/* good */
u32 tree_depth(const struct tree *__opt t)
{
	u32 l, r;

	if (!t)
		return 0;
	l = tree_depth(t->left);
	r = tree_depth(t->right);
	return 1 + (l > r ? l : r);
}

/* good: an iteration with a callback */
int tree_walk(const struct tree *__opt t, visit_t visit, struct walk *w)
{
	int err;

	if (!t)
		return 0;
	err = tree_walk(t->left, visit, w);
	if (err)
		return err;
	err = visit(t->key, w);
	if (err)
		return err;
	return tree_walk(t->right, visit, w);
}

static int count_one(u32 key, struct walk *w)
{
	if (w->seen == w->limit)
		return -E2BIG;
	w->seen++;
	return 0;
}

/* good */
int tree_count(const struct tree *t, u32 limit)
{
	struct walk w = {.limit = limit};
	int err = tree_walk(t, count_one, &w);

	return err ? err : (int)w.seen;
}

/* good: an initialiser writes all */
static void conf_init(struct conf *__writes c, u32 rate)
{
	*c = (struct conf){.rate = rate, .depth = 4};
}

/* good: it is used */
int conf_default(void)
{
	struct conf c;

	conf_init(&c, 100);
	return hw_apply(&c);
}

/* bad: applied before it is made */
int conf_before(void)
{
	struct conf c;
	int err = hw_apply(&c);

	conf_init(&c, 100);
	return err;
}

/* good: a validated copy goes in under the lock */
int conf_set(struct unit *u, const struct conf __user *from)
{
	struct conf c;

	if (cleat_get_user_obj(&c, from))
		return -EFAULT;
	if (!c.rate || c.depth > 64)
		return -EINVAL;
	c.name[sizeof(c.name) - 1] = 0;
	guard(mutex)(&u->lock);
	u->conf = c;
	return 0;
}

/* good: out comes a copy */
int conf_get(struct unit *u, struct conf *__writes out)
{
	guard(mutex)(&u->lock);
	*out = u->conf;
	return u->errs ? -EIO : 0;
}

/* bad: a copy without the lock */
int conf_get_bare(struct unit *u, struct conf *__writes out)
{
	*out = u->conf;
	return 0;
}

/* good: pushes, growing when it must */
static int vec_push(struct vec *v, u32 x)
{
	if (v->n >= v->cap) {
		u32 cap = v->cap ? v->cap : 4;
		u32 *more;

		if (cap > 1 << 16)
			return -E2BIG;
		cap *= 2;
		more = kmalloc_objs(*more, cap);
		if (!more)
			return -ENOMEM;
		if (v->v && v->n <= v->cap)
			memcpy(more, v->v, size_mul(v->n, sizeof(*more)));
		kfree(v->v);
		v->v = more;
		v->cap = cap;
	}
	if (!v->v || v->n >= v->cap)
		return -EINVAL;
	v->v[v->n++] = x;
	return 0;
}

/* good: all or nothing */
int vec_fill(struct unit *u, const u32 *from __elements(n), u32 n)
{
	guard(mutex)(&u->lock);
	for (u32 i = 0; i < n; i++) {
		int err = vec_push(&u->vals, from[i]);

		if (err) {
			u->errs++;
			return err;
		}
	}
	return 0;
}

/* bad: the error of a step is dropped */
int __must_check vec_step(struct vec *v, u32 x);
int vec_fill_drop(struct unit *u, const u32 *from __elements(n), u32 n)
{
	guard(mutex)(&u->lock);
	for (u32 i = 0; i < n; i++)
		vec_step(&u->vals, from[i]);
	return 0;
}

/* good: a getter of guarded data for those who hold the lock */
static u32 *__opt vec_at(struct unit *u, u32 i) __must_hold(&u->lock)
{
	return i < u->vals.n && u->vals.v && u->vals.n <= u->vals.cap ? &u->vals.v[i] : NULL;
}

/* good */
int vec_bump(struct unit *u, u32 i)
{
	u32 *at;

	guard(mutex)(&u->lock);
	at = vec_at(u, i);
	if (!at)
		return -ERANGE;
	++*at;
	return 0;
}

/* bad: kept past the lock */
int vec_bump_late(struct unit *u, u32 i)
{
	u32 *at;

	scoped_guard(mutex, &u->lock)
		at = vec_at(u, i);
	if (!at)
		return -ERANGE;
	++*at;
	return 0;
}

/* good: two results, each written on success */
static int split(const char *s, size_t *__writes left, size_t *__writes right)
{
	const char *at = strchr(s, ':');

	if (!at)
		return -EINVAL;
	*left = at - s;
	*right = strlen(at + 1);
	return 0;
}

/* good */
int split_len(const char *s)
{
	size_t l, r;
	int err = split(s, &l, &r);

	if (err)
		return err;
	return l < 100 && r < 100 ? (int)(l + r) : -E2BIG;
}

/* bad: used although it failed */
size_t split_bad(const char *s)
{
	size_t l, r;

	if (split(s, &l, &r))
		pr_warn("no colon\n");
	return l + r;
}

/* good: a made object comes out by a parameter */
static int tree_new(u32 key, struct tree *__own *__writes out)
{
	struct tree *t = kzalloc_obj(*t);

	if (!t)
		return -ENOMEM;
	t->key = key;
	*out = t;
	return 0;
}

/* good */
int tree_try(u32 key)
{
	struct tree *t;
	int err = tree_new(key, &t);

	if (err)
		return err;
	tree_free(t);
	return 0;
}

/* bad: it leaks */
int tree_try_leak(u32 key)
{
	struct tree *t;
	int err = tree_new(key, &t);

	if (err)
		return err;
	return t->key > 7 ? -ERANGE : (tree_free(t), 0);
}

/* bad: freed also when there is none */
int tree_try_fail(u32 key)
{
	struct tree *t;
	int err = tree_new(key, &t);

	tree_free(t);
	return err;
}

/* bad: says that there is more than there is */
void vec_claim(struct vec *v)
{
	v->cap += 10;
}

/* bad: and uses it */
void vec_claim_use(struct vec *v)
{
	if (!v->v || v->cap > 100)
		return;
	v->cap++;
	v->v[v->cap - 1] = 0;
}

/* good: says that there is less */
void vec_cut(struct vec *v, u32 cap)
{
	if (cap < v->cap)
		v->cap = cap;
}

/* bad: allocated for one, said to be another */
int vec_make(struct vec *v, u32 n)
{
	u32 *p = kzalloc_objs(*p, n);

	if (!p)
		return -ENOMEM;
	kfree(v->v);
	v->v = p;
	v->cap = n + 1;
	v->n = 0;
	return 0;
}

/* good: in either order */
int vec_make_well(struct vec *v, u32 n)
{
	u32 *p = kzalloc_objs(*p, n);

	if (!p)
		return -ENOMEM;
	kfree(v->v);
	v->n = 0;
	v->cap = n;
	v->v = p;
	return 0;
}

/* bad: the old length stays with the new memory */
int vec_renew(struct vec *v)
{
	u32 *p = kzalloc_objs(*p, 4);

	if (!p)
		return -ENOMEM;
	kfree(v->v);
	v->v = p;
	return 0;
}

/* good: emptied */
void vec_empty(struct vec *v)
{
	kfree(v->v);
	v->v = NULL;
	v->n = v->cap = 0;
}

/*
 * check:
 *	32: CL107: 't' is freed while it still owns 't->right'
 *	65: CL101: 't->left' is overwritten, and may still own something
 *	133: CL501: 'c' is passed on to be read, but nothing of it was written
 *	165: CL404: 'u->conf' is read without 'u->lock', which guards it
 *	215: CL301: the result of 'vec_step' is an error that must be looked at, and is ignored
 *	247: CL410: 'at' was read under 'u->lock', which is no longer held
 *	281: CL501: 'l' is read, but may not have been written
 *	281: CL501: 'r' is read, but may not have been written
 *	316: CL101: 't' is owned here, and is not released on this path
 *	325: CL105: 't' is passed to 'tree_free', which releases it, but it is only borrowed here
 *	325: CL501: 't' is read, but may not have been written
 *	332: CL606: '4 * (the value)' bytes are said to be behind 'v->v', where '4 * v->cap' are (the number may have wrapped around)
 *	340: CL606: '4 * v->cap + 4' bytes are said to be behind 'v->v', where '4 * v->cap' are
 *	341: CL601: 'v->cap - 1' indexes 'v->v', which has v->cap elements, and is not proven to be below that
 *	360: CL606: '4 * (n + 1)' bytes are said to be behind 'v->v', where '4 * n' are (the number may have wrapped around)
 *	387: CL606: '4 * v->cap' bytes are said to be behind 'v->v', where '16' are
 */
