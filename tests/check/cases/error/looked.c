/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Errors are looked at; ERR_PTR is not NULL. */
#include "../../corpus/corpus.h"

int __must_check step(int n);
struct foo { int a; };
struct foo *__errptr foo_get(int id);
struct foo *__own __errptr foo_new(int id);
struct foo *__opt foo_find(int id);

/* good */
int chain(void)
{
	int err = step(1);

	if (err)
		return err;
	return step(2);
}

/* bad: ignored */
void ignored(void)
{
	step(1);
}

/* bad: cast away */
void cast(void)
{
	(void)step(1);
}

/* bad: forgotten at the end */
void forgotten(void)
{
	int err = step(1);
}

/* bad: overwritten in a loop */
int in_loop(int n)
{
	int err = 0;

	for (int i = 0; i < n; i++)
		err = step(i);
	return err;
}

/* good: left at the first error */
int in_loop_good(int n)
{
	int err = 0;

	for (int i = 0; i < n && !err; i++)
		err = step(i);
	return err;
}

/* good: summed up */
int summed(void)
{
	int err = step(1);

	err |= step(2);
	return err;
}

/* bad: overwritten by the clean-up */
int cleanup(void)
{
	int err = step(1);

	if (err)
		err = step(0);
	err = step(3);
	return err;
}

/* bad: NULL test */
int null_test(int id)
{
	struct foo *f = foo_get(id);

	return f ? f->a : -ENOENT;
}

/* bad: IS_ERR test of what may be NULL */
int err_test(int id)
{
	struct foo *f = foo_find(id);

	if (IS_ERR(f))
		return PTR_ERR(f);
	return f->a;
}

/* good */
int both(int id)
{
	struct foo *f = foo_get(id);
	struct foo *g = foo_find(id);

	if (IS_ERR(f))
		return PTR_ERR(f);
	if (!g)
		return -ENOENT;
	return f->a + g->a;
}

/* good: passed on */
struct foo *__errptr pass(int id)
{
	struct foo *f = foo_get(id);

	if (IS_ERR(f))
		return f;
	f->a++;
	return f;
}

/* bad: passed on without saying so */
static struct foo *pass_bad(int id)
{
	return foo_get(id);
}

int use_pass(int id)
{
	return pass_bad(id)->a;
}

/* good: an error owns nothing */
int owned(int id)
{
	struct foo *f = foo_new(id);
	int a;

	if (IS_ERR(f))
		return PTR_ERR(f);
	a = f->a;
	kfree(f);
	return a;
}

/* bad: an ERR_PTR is freed */
int owned_bad(int id)
{
	struct foo *f = foo_new(id);
	int err = 0;

	if (IS_ERR(f))
		err = PTR_ERR(f);
	kfree(f);
	return err;
}

/*
 * check:
 *	24: CL301: the result of 'step' is an error that must be looked at, and is ignored
 *	30: CL301: the result of 'step' is an error that must be looked at, and is ignored
 *	37: CL302: the error in 'err' is lost before anyone looked at it
 *	45: CL302: the error in 'err' is lost before anyone looked at it
 *	75: CL302: the error in 'err' is lost before anyone looked at it
 *	84: CL203: 'f' is tested for NULL, but an error comes as an ERR_PTR, which this test lets pass
 *	94: CL201: 'f' may be NULL, and is dereferenced without a test
 *	124: CL208: 'pass_bad' may return an ERR_PTR, but its declaration does not say __errptr
 *	153: CL206: 'f' may be an ERR_PTR, and 'kfree' does not take one
 */
