/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Errors, locks, values and owners: many short ways to get them wrong, and right. */
#include <cleat/mutex.h>
#include <cleat/spinlock.h>
#include <cleat/rwsem.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>
#include <cleat/list.h>
#include <cleat/err.h>
#include <cleat/delay.h>
int __must_check ta(u32 n);
int __must_check tb(u32 n);
void note(int e);
struct st {
	int err;
	struct mutex m;
	u32 v __guarded_by(&m);
	struct mutex n;
	spinlock_t s;
	u32 w __guarded_by(&s);
	u32 a[4];
	char *__own __opt p;
};

/* bad: voided variable */
void e1(void)
{
	int err = ta(1);
	(void)err;
}

/* bad: only assigned */
int e2(void)
{
	int err;
	err = ta(1);
	return 0;
}

/* good: empty if is a look */
int e3(void)
{
	if (ta(1))
		return -EIO;
	return 0;
}

/* bad: conditional overwrite */
int e4(bool x)
{
	int err = ta(1);
	if (x)
		err = tb(2);
	return err;
}

/* good: overwritten only when fine */
int e5(bool x)
{
	int err = ta(1);
	if (!err && x)
		err = tb(2);
	return err;
}

/* bad: overwritten by a constant */
int e6(void)
{
	int err = ta(1);
	err = 0;
	return err;
}

/* bad: in a switch */
int e7(int k)
{
	int err = 0;
	switch (k) {
	case 0:
		err = ta(0);
		fallthrough;
	case 1:
		err = tb(1);
		break;
	}
	return err;
}

/* good */
int e8(int k)
{
	int err = 0;
	switch (k) {
	case 0:
		err = ta(0);
		if (err)
			break;
		fallthrough;
	case 1:
		err = tb(1);
		break;
	}
	return err;
}

/* bad: lost in a for */
int e9(void)
{
	int err = 0;
	for (int i = 0; i < 4; i++)
		err = ta(i);
	return err;
}

/* good: leaves at the first */
int e10(void)
{
	int err = 0;
	for (int i = 0; i < 4 && !err; i++)
		err = ta(i);
	return err;
}

/* bad: ternary drops */
int e11(bool x)
{
	return x ? ta(1) : (ta(2), 0);
}

/* good: bool result */
bool e12(void)
{
	return !ta(1);
}

/* bad: the lock parameter stays locked */
void k1(struct mutex *m)
{
	mutex_lock(m);
}

/* bad: continue with the lock */
void k2(struct st *s)
{
	for (int i = 0; i < 3; i++) {
		mutex_lock(&s->m);
		if (s->v)
			continue;
		mutex_unlock(&s->m);
	}
}

/* bad: break with the lock in a switch */
int k3(struct st *s, int k)
{
	mutex_lock(&s->m);
	switch (k) {
	case 0:
		s->v = 0;
		break;
	default:
		mutex_unlock(&s->m);
		return 1;
	}
	return 0;
}

/* bad: wrong lock of the same struct */
void k4(struct st *s)
{
	guard(mutex)(&s->n);
	s->v = 1;
}

/* bad: unlocks the other */
void k5(struct st *s)
{
	mutex_lock(&s->m);
	s->v = 1;
	mutex_unlock(&s->n);
}

/* good: two locks interleaved */
void k6(struct st *s)
{
	mutex_lock(&s->m);
	mutex_lock(&s->n);
	s->v = 1;
	mutex_unlock(&s->m);
	mutex_unlock(&s->n);
}

/* bad: locks in a condition and forgets on one side */
int k7(struct st *s, bool x)
{
	if (x) {
		mutex_lock(&s->m);
		s->v++;
	}
	if (s->a[0])
		return 1;
	if (x)
		mutex_unlock(&s->m);
	return 0;
}

/* bad: guard in an if block ends with it */
void k8(struct st *s, bool x)
{
	if (x) {
		guard(mutex)(&s->m);
	}
	s->v = 3;
}

/* good: guard in the block that uses it */
void k9(struct st *s, bool x)
{
	if (x) {
		guard(mutex)(&s->m);
		s->v = 3;
	}
}

/* bad: irqsave unlock twice */
void k10(struct st *s)
{
	unsigned long f;
	spin_lock_irqsave(&s->s, f);
	s->w++;
	spin_unlock_irqrestore(&s->s, f);
	spin_unlock_irqrestore(&s->s, f);
}

/* good */
void k11(struct st *s)
{
	unsigned long f;
	spin_lock_irqsave(&s->s, f);
	s->w++;
	spin_unlock_irqrestore(&s->s, f);
}

/* bad: struct assigned on one path */
struct pt {
	int x, y;
};
int i1(bool b)
{
	struct pt p;
	if (b)
		p = (struct pt){1, 2};
	return p.x;
}

/* bad: one field in each branch */
int i2(bool b)
{
	struct pt p;
	if (b)
		p.x = 1;
	else
		p.y = 2;
	return p.x;
}

/* good: both in each */
int i3(bool b)
{
	struct pt p;
	if (b) {
		p.x = 1;
		p.y = 0;
	} else {
		p.y = 2;
		p.x = 3;
	}
	return p.x + p.y;
}

/* bad: while that may not run */
int i4(int n)
{
	int v;
	while (n-- > 0)
		v = n;
	return v;
}

/* bad: array element by unknown index */
u32 i5(u32 i)
{
	u32 a[4];
	if (i < 4)
		a[i] = 1;
	return a[0];
}

/* good: all then one */
u32 i6(u32 i)
{
	u32 a[4] = {};
	if (i < 4)
		a[i] = 1;
	return a[0];
}

/* bad: error leaves the out unset and it is used */
int __must_check gv(u32 *__writes v);
u32 i7(void)
{
	u32 v;
	if (gv(&v) < 0)
		note(1);
	return v;
}

/* good */
u32 i8(void)
{
	u32 v;
	if (gv(&v) < 0)
		v = 7;
	return v;
}

/* bad: && order */
u32 i9(bool b)
{
	u32 v;
	if (b && gv(&v) == 0)
		note(2);
	return b ? v : 0;
}

/* bad: kmalloc array not filled, summed */
u32 i10(u32 n)
{
	u32 s = 0, *p __free(kfree) = kmalloc_objs(*p, n);
	if (!p)
		return 0;
	for (u32 i = 0; i < n; i++)
		s += p[i];
	return s;
}

/* good */
u32 i11(u32 n)
{
	u32 s = 0, *p __free(kfree) = kzalloc_objs(*p, n);
	if (!p)
		return 0;
	for (u32 i = 0; i < n; i++)
		s += p[i];
	return s;
}

/* bad: leak through a struct on the stack */
int l1(u32 n)
{
	struct st t = {};
	t.p = kmalloc(n, GFP_KERNEL);
	if (!t.p)
		return -ENOMEM;
	return n > 3 ? -EINVAL : (kfree(t.p), 0);
}

/* bad: double free through a struct alias */
void l2(struct st *s)
{
	struct st *t = s;
	kfree(s->p);
	kfree(t->p);
	s->p = NULL;
}

/* good: through two names, once */
void l3(struct st *s)
{
	struct st *t = s;
	kfree(s->p);
	t->p = NULL;
}

/* bad: pointer to pointer */
void l4(char *__own *pp)
{
	kfree(*pp);
}

/* good */
void l5(struct st *s)
{
	char **pp = &s->p;
	kfree(*pp);
	*pp = NULL;
}

/* bad: use through pointer to pointer */
char l6(struct st *s)
{
	char **pp = &s->p;
	if (!*pp)
		return 0;
	kfree(*pp);
	char c = **pp;
	*pp = NULL;
	return c;
}

/* bad: kfree of the middle */
void l7(char *__own p, u32 n)
{
	kfree(p + n);
}

/* bad: two frees in different switch arms that both run */
void l8(char *__own p, int k)
{
	switch (k) {
	case 1:
		kfree(p);
		fallthrough;
	case 2:
		kfree(p);
		break;
	default:
		kfree(p);
	}
}

/* bad: free in the condition */
int l9(char *__own p)
{
	if (p[0] == 'x' || (kfree(p), false))
		return 1;
	return p[0];
}

/* bad: sleeping through a function pointer of a table that says so */
struct ops {
	int (*slow)(u32 n) __sleeps;
};
int s1(struct st *s, const struct ops *o)
{
	guard(spinlock)(&s->s);
	return o->slow(s->w);
}

/* good: a table that does not sleep */
struct fops {
	int (*fast)(u32 n);
};
int s2(struct st *s, const struct fops *o)
{
	guard(spinlock)(&s->s);
	return o->fast(s->w);
}

/*
 * check:
 *	31: CL302: the error in 'err' is lost before anyone looked at it
 *	38: CL302: the error in 'err' is lost before anyone looked at it
 *	54: CL302: the error in 'err' is lost before anyone looked at it
 *	71: CL302: the error in 'err' is lost before anyone looked at it
 *	84: CL302: the error in 'err' is lost before anyone looked at it
 *	112: CL302: the error in 'err' is lost before anyone looked at it
 *	128: CL301: the result of 'ta' is an error that must be looked at, and is ignored
 *	128: CL006: possible misuse of comma operator here
 *	141: CL401: '*m' is still locked at this return
 *	147: CL402: 's->m' is locked twice
 *	152: CL401: 's->m' is still locked at this return
 *	166: CL401: 's->m' is still locked at this return
 *	173: CL404: 's->v' is written without 's->m', which guards it
 *	181: CL403: 's->n' is unlocked, but is not held here
 *	182: CL401: 's->m' is still locked at this return
 *	202: CL401: 's->m' is still locked at this return
 *	214: CL404: 's->v' is written without 's->m', which guards it
 *	233: CL403: 's->s' is unlocked, but is not held here
 *	254: CL502: field 'p.x' is read, but may not have been written
 *	265: CL502: field 'p.x' is read, but may not have been written
 *	288: CL501: 'v' is read, but may not have been written
 *	297: CL501: 'a[0]' is read, but may not have been written
 *	316: CL501: 'v' is read, but may not have been written
 *	334: CL501: 'v' is read, but may not have been written
 *	344: CL501: '*p' is read, but may not have been written
 *	366: CL101: 't.p' is owned here, and is not released on this path
 *	374: CL102: 't->p' is passed to 'kfree', but the object was freed already
 *	389: CL105: '*pp' is passed to 'kfree', which releases it, but it is only borrowed here
 *	390: CL101: 'pp' is taken over from the caller, and is not released on this path
 *	407: CL103: '*pp' is used after the object was freed
 *	415: CL605: the length of what 'p' points to is not known, and it is indexed
 *	426: CL102: 'p' is passed to 'kfree', but the object was freed already
 *	437: CL101: 'p' is taken over from the caller, and is not released on this path
 *	438: CL103: 'p' is used after the object was freed
 *	448: CL408: 'o->slow' may sleep, and is called under the spinlock 's->s'
 */
