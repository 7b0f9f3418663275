/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The rules of form: what mixes, what a declaration leaves unsaid, what is left nowhere. */
#include "../../corpus/corpus.h"
#include <cleat/unsafe.h>

struct rec { u32 id; u32 sum; struct mutex lock; u8 *__own __opt body; };
struct tab { struct rec *__own __opt own; struct rec *__opt view; void *any; u8 *__opt bytes; };
struct shown { u64 id; void *where; };

struct rec *__own __opt rec_new(u32 id);
void rec_done(struct rec *__own r);
int rec_load(struct rec *r);

static void rec_free(struct rec *__own __opt r)
{
	if (!r)
		return;
	kfree(r->body);
	kfree(r);
}
DEFINE_FREE(rec_free, struct rec *, rec_free(_T))

/* bad: scopes and gotos in one function */
int mixed(struct rec *r)
{
	u8 *p __free(kfree) = kmalloc(8, GFP_KERNEL);
	int err = -ENOMEM;

	if (!p)
		goto out;
	err = rec_load(r);
out:
	return err;
}

/* good: gotos alone */
int gotos(struct rec *r)
{
	u8 *p = kmalloc(8, GFP_KERNEL);
	int err = -ENOMEM;

	if (!p)
		goto out;
	err = rec_load(r);
	kfree(p);
out:
	return err;
}

/* good: scopes alone */
int scopes(struct rec *r)
{
	u8 *p __free(kfree) = kmalloc(8, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	return rec_load(r);
}

/* bad: freed by its scope without ever having had a value */
int no_value(struct rec *r, bool x)
{
	u8 *p __free(kfree);

	if (x)
		return -EINVAL;
	p = kmalloc(8, GFP_KERNEL);
	return p ? rec_load(r) : -ENOMEM;
}

/* bad: the result owns, and the declaration does not say so */
struct rec *unsaid(u32 id)
{
	struct rec *r = rec_new(id);

	return r ? r : NULL;
}

/* good */
struct rec *__own __opt said(u32 id)
{
	return rec_new(id);
}

/* bad: NULL unsaid */
const char *name(u32 id)
{
	return id ? "one" : NULL;
}

/* bad: an error pointer unsaid */
struct rec *__own lookup(u32 id)
{
	struct rec *r = rec_new(id);

	return r ? r : ERR_PTR(-ENOENT);
}

/* bad: an owner is put where nobody releases it */
int view(struct tab *t, u32 id)
{
	struct rec *r = rec_new(id);

	if (!r)
		return -ENOMEM;
	t->view = r;
	return 0;
}

/* bad: in a void pointer */
int any(struct tab *t, u32 id)
{
	struct rec *r = rec_new(id);

	if (!r)
		return -ENOMEM;
	t->any = r;
	return 0;
}

/* good: where it is owned */
int own(struct tab *t, u32 id)
{
	struct rec *r = rec_new(id);

	if (!r)
		return -ENOMEM;
	rec_free(t->own);
	t->own = r;
	return 0;
}

/* bad: a static local keeps it */
u32 keep(u32 id)
{
	static struct rec *__opt last;

	last = rec_new(id);
	return last ? last->id : 0;
}

/* bad: handed on with fields that nobody wrote */
int half(u32 id)
{
	struct rec *r = kmalloc_obj(*r);

	if (!r)
		return -ENOMEM;
	r->id = id;
	r->body = NULL;
	rec_done(r);
	return 0;
}

/* good */
int whole(u32 id)
{
	struct rec *r = kzalloc_obj(*r);

	if (!r)
		return -ENOMEM;
	r->id = id;
	rec_done(r);
	return 0;
}

/* bad: an address is shown */
int show(struct rec *r, struct shown __user *u)
{
	struct shown s = {.id = r->id, .where = r};

	return cleat_put_user_obj(u, &s);
}

/* good */
int show_well(struct rec *r, struct shown __user *u)
{
	struct shown s = {.id = r->id};

	return cleat_put_user_obj(u, &s);
}

/* bad: a region that says nothing */
u32 unsafe_silent(struct tab *t)
{
	cleat_unsafe("")
		return *(u32 *)t->any;
}

/* good: one that gives its reason is counted, not refused */
u32 unsafe_said(struct tab *t)
{
	cleat_unsafe("any is set by tab_init() to a u32 and never changes")
		return *(u32 *)t->any;
}

/* bad: after the region the rules hold again */
u32 unsafe_after(struct tab *t, u32 *__opt p)
{
	cleat_unsafe("any is a u32")
		*(u32 *)t->any = 1;
	return *p;
}

/* bad: a function without a declaration that anybody could check: of the C library */
u32 foreign(const char *s)
{
	return __builtin_strlen(s);
}

/* bad: a variable length on the stack */
u32 vla(u32 n)
{
	u8 b[n & 7];

	memset(b, 0, sizeof(b));
	return sizeof(b);
}

/* bad: a jump to an address */
u32 computed(u32 n)
{
	static void *const to[] = {&&one, &&two};

	goto *to[n & 1];
one:
	return 1;
two:
	return 2;
}

/* bad: one path ends without a value */
u32 no_return(u32 n)
{
	if (n > 3)
		return 1;
	if (n < 2)
		return 2;
}

/* good: every path has one, and the checker can tell */
u32 all_return(u32 n)
{
	switch (n & 1) {
	case 0:
		return 1;
	case 1:
		return 2;
	}
}

/* good: a loop without an end */
int forever(struct rec *r)
{
	for (;;) {
		int err = rec_load(r);

		if (err)
			return err;
	}
}

/*
 * check:
 *	30: CL005: 'mixed' mixes goto with guards or __free(), whose order then deceives
 *	63: CL501: 'p' is freed at the end of its scope, but may not have a value
 *	76: CL110: 'r' is returned with its ownership, but the declaration of 'unsaid' does not say __own
 *	76: CL207: 'unsaid' may return NULL, but its declaration does not say __opt
 *	88: CL207: 'name' may return NULL, but its declaration does not say __opt
 *	96: CL208: 'lookup' may return an ERR_PTR, but its declaration does not say __errptr
 *	107: CL114: 'r' is owned here, and is left in a place that is not declared __own
 *	118: CL114: 'r' is owned here, and is left in a place that is not declared __own
 *	139: CL114: 'last' is owned here, and is left in a place that is not declared __own
 *	151: CL507: 'r->sum' is handed on, and was never written
 *	172: CL506: the kernel address in 's.where' is copied to user space
 *	186: CL901: an unsafe region without a reason
 *	202: CL201: 'p' may be NULL, and is dereferenced without a test
 *	208: CL004: '__builtin_strlen' is the compiler's, not the kit's
 *	214: CL001: the type of 'b' (unsigned char[n & 7]) is outside the safe subset
 *	216: CL501: 'b' is read, but may not have been written
 *	216: CL801: a number is cast to a pointer
 *	216: CL001: sizeof of something that has no fixed size is outside the safe subset
 *	217: CL001: sizeof of something that has no fixed size is outside the safe subset
 *	223: CL001: the address of a label is outside the safe subset
 *	225: CL001: a computed goto is outside the safe subset
 *	239: CL501: 'no_return' ends here without a value to return
 */
