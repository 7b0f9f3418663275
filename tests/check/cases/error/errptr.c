/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* ERR_PTR, NULL and errno are three different things; each is tested as what it is. */
#include "../../corpus/corpus.h"

struct chan { u32 id; struct clk *__own __errptr clk; };

struct chan *__own __errptr __must_check chan_open(u32 id);
void chan_close(struct chan *__own c);
struct chan *__own __opt __must_check chan_find(u32 id);
int __must_check chan_start(struct chan *c);
int __must_check chan_sync(struct chan *c);
void chan_note(int err);

/* bad: the error is dereferenced */
u32 deref(u32 id)
{
	struct chan *c = chan_open(id);
	u32 got = c->id;

	if (!IS_ERR(c))
		chan_close(c);
	return got;
}

/* bad: !c lets the error through */
int null_test(u32 id)
{
	struct chan *c = chan_open(id);

	if (!c)
		return -ENOMEM;
	chan_close(c);
	return 0;
}

/* good */
int err_test(u32 id)
{
	struct chan *c = chan_open(id);

	if (IS_ERR(c))
		return PTR_ERR(c);
	chan_close(c);
	return 0;
}

/* good: a test for both is a test */
int both_test(u32 id)
{
	struct chan *c = chan_open(id);

	if (IS_ERR_OR_NULL(c))
		return -ENODEV;
	chan_close(c);
	return 0;
}

/* bad: IS_ERR on what may be NULL */
u32 wrong_way(u32 id)
{
	struct chan *c = chan_find(id);
	u32 got;

	if (IS_ERR(c))
		return 0;
	got = c->id;
	chan_close(c);
	return got;
}

/* bad: the test is negated */
int negated(u32 id)
{
	struct chan *c = chan_open(id);

	if (!IS_ERR(c))
		return -EIO;
	chan_close(c);
	return 0;
}

/* bad: the error is logged, and the path goes on */
int logged(u32 id)
{
	struct chan *c = chan_open(id);

	if (IS_ERR(c))
		pr_err("no channel: %ld\n", PTR_ERR(c));
	chan_close(c);
	return 0;
}

/* bad: an ERR_PTR is returned as what may be NULL */
struct chan *__own __opt convert(u32 id)
{
	return chan_open(id);
}

/* good: it is turned into NULL */
struct chan *__own __opt convert_well(u32 id)
{
	struct chan *c = chan_open(id);

	return IS_ERR(c) ? NULL : c;
}

/* bad: NULL is returned as an ERR_PTR */
struct chan *__own __errptr other_way(u32 id)
{
	return chan_find(id);
}

/* good */
struct chan *__own __errptr other_way_well(u32 id)
{
	struct chan *c = chan_find(id);

	return c ?: ERR_PTR(-ENOENT);
}

/* good: errors are passed on with their own type */
struct chan *__own __errptr pass_on(u32 id)
{
	struct chan *c = chan_open(id);
	int err;

	if (IS_ERR(c))
		return c;
	err = chan_start(c);
	if (err) {
		chan_close(c);
		return ERR_PTR(err);
	}
	return c;
}

/* bad: leaks the channel when the start fails */
struct chan *__own __errptr pass_on_leak(u32 id)
{
	struct chan *c = chan_open(id);
	int err;

	if (IS_ERR(c))
		return c;
	err = chan_start(c);
	if (err)
		return ERR_PTR(err);
	return c;
}

/* bad: ignored */
void ignore(struct chan *c)
{
	chan_start(c);
}

/* bad: a cast to void is no look */
void cast_away(struct chan *c)
{
	(void)chan_start(c);
}

/* bad: the first error is lost in the second */
int overwrite(struct chan *c)
{
	int err = chan_start(c);

	err = chan_sync(c);
	return err;
}

/* good: first one wins */
int first_wins(struct chan *c)
{
	int err = chan_start(c);
	int err2 = chan_sync(c);

	return err ? err : err2;
}

/* bad: both are or'ed, one is looked at */
int one_of_two(struct chan *a, struct chan *b)
{
	int ea = chan_start(a);
	int eb = chan_start(b);

	if (ea)
		return ea;
	return 0;
}

/* good: combined */
int ored(struct chan *a, struct chan *b)
{
	int err = chan_start(a);

	err |= chan_start(b);
	return err ? -EIO : 0;
}

/* bad: the loop keeps the last error only */
int all_start(struct chan *__elements(n) c, u32 n)
{
	int err = 0;

	for (u32 i = 0; i < n; i++)
		err = chan_start(&c[i]);
	return err;
}

/* good */
int all_start_well(struct chan *__elements(n) c, u32 n)
{
	for (u32 i = 0; i < n; i++) {
		int err = chan_start(&c[i]);

		if (err)
			return err;
	}
	return 0;
}

/* bad: the error is looked at on one path only */
int one_path(struct chan *c, bool quick)
{
	int err = chan_start(c);

	if (quick)
		return 0;
	return err;
}

/* good: on both */
int both_paths(struct chan *c, bool quick)
{
	int err = chan_start(c);

	if (quick)
		return err ? -EAGAIN : 0;
	return err;
}

/* good: handed to a function that deals with it */
void noted(struct chan *c)
{
	chan_note(chan_start(c));
}

/* good: stored for later */
struct job { int status; };
void stored(struct job *j, struct chan *c)
{
	j->status = chan_start(c);
}

/* bad: a goto skips the look */
int by_goto(struct chan *c, bool fast)
{
	int err = chan_start(c);

	if (fast)
		goto out;
	if (err)
		return err;
	err = chan_sync(c);
	if (err)
		return err;
out:
	return 0;
}

/* good: retry until it works */
int retry(struct chan *c)
{
	int err;

	for (int i = 0; i < 3; i++) {
		err = chan_start(c);
		if (!err)
			return 0;
	}
	return -EIO;
}

/* bad: comma drops the first */
int comma(struct chan *c)
{
	return chan_start(c), chan_sync(c);
}

/* good: && looks at both */
bool and_both(struct chan *a, struct chan *b)
{
	return !chan_start(a) && !chan_start(b);
}

/* bad: copy_from_user's rest is returned as if it were an errno of its own, unlooked */
int copied(u32 *__writes v, const u32 __user *u)
{
	copy_from_user(v, u, sizeof(*v));
	return 0;
}

/* bad: the ERR_PTR field is used without a test */
int field_use(struct chan *c)
{
	return clk_enable(c->clk);
}

/* good */
int field_use_well(struct chan *c)
{
	if (IS_ERR(c->clk))
		return PTR_ERR(c->clk);
	return clk_enable(c->clk);
}

/* bad: PTR_ERR without a test is a success that is none */
int ptr_err_only(u32 id)
{
	struct chan *c = chan_open(id);
	int err = PTR_ERR_OR_ZERO(c);

	chan_close(c);
	return err;
}

/* good: PTR_ERR_OR_ZERO is a test of its result */
int ptr_err_or_zero(u32 id)
{
	struct chan *c = chan_open(id);
	int err = PTR_ERR_OR_ZERO(c);

	if (err)
		return err;
	chan_close(c);
	return 0;
}

/* bad: trylock's answer is not looked at */
void no_look(struct mutex *m)
{
	mutex_trylock(m);
}

/* bad: success is mistaken for failure: mutex_lock_interruptible is 0 when it holds the lock */
int mistaken(struct mutex *m, u32 *n)
{
	if (!mutex_lock_interruptible(m))
		return -EINTR;
	*n += 1;
	mutex_unlock(m);
	return 0;
}

/* bad: trylock is 1 when it holds the lock */
int mistaken_try(struct mutex *m, u32 *n)
{
	if (mutex_trylock(m))
		return -EBUSY;
	*n += 1;
	mutex_unlock(m);
	return 0;
}

/* good: the first that fails is returned */
int elvis(struct chan *c)
{
	return chan_start(c) ?: chan_sync(c);
}

/* bad: the second is dropped when the first works */
int elvis_drop(struct chan *c)
{
	int err = chan_start(c) ?: 0;

	chan_sync(c);
	return err;
}

/*
 * check:
 *	18: CL202: 'c' may be an ERR_PTR, and is dereferenced without a test
 *	30: CL203: 'c' is tested for NULL, but an error comes as an ERR_PTR, which this test lets pass
 *	66: CL201: 'c' may be NULL, and is dereferenced without a test
 *	77: CL101: 'c' is owned here, and is not released on this path
 *	78: CL206: 'c' may be an ERR_PTR, and 'chan_close' does not take one
 *	89: CL206: 'c' may be an ERR_PTR, and 'chan_close' does not take one
 *	96: CL208: 'convert' may return an ERR_PTR, but its declaration does not say __errptr
 *	110: CL207: 'other_way' may return NULL, but its declaration does not say __opt
 *	147: CL101: 'c' is owned here, and is not released on this path
 *	154: CL301: the result of 'chan_start' is an error that must be looked at, and is ignored
 *	160: CL301: the result of 'chan_start' is an error that must be looked at, and is ignored
 *	168: CL302: the error in 'err' is lost before anyone looked at it
 *	189: CL302: the error in 'eb' is lost before anyone looked at it
 *	207: CL302: the error in 'err' is lost before anyone looked at it
 *	229: CL302: the error in 'err' is lost before anyone looked at it
 *	269: CL302: the error in 'err' is lost before anyone looked at it
 *	288: CL301: the result of 'chan_start' is an error that must be looked at, and is ignored
 *	288: CL006: possible misuse of comma operator here
 *	300: CL301: the result of 'copy_from_user' is an error that must be looked at, and is ignored
 *	301: CL505: '*v' is __writes, and is not written on this path, which returns success
 *	307: CL206: 'c->clk' may be an ERR_PTR, and 'clk_enable' does not take one
 *	324: CL206: 'c' may be an ERR_PTR, and 'chan_close' does not take one
 *	343: CL301: the result of 'mutex_trylock' is an error that must be looked at, and is ignored
 *	344: CL401: '*m' is still locked at this return
 *	350: CL401: '*m' is still locked at this return
 *	352: CL403: '*m' is unlocked, but is not held here
 *	360: CL401: '*m' is still locked at this return
 *	362: CL403: '*m' is unlocked, but is not held here
 *	377: CL301: the result of 'chan_sync' is an error that must be looked at, and is ignored
 */
