/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Unwinding by goto, in all the ways that drivers write it. */
#include "../../corpus/corpus.h"

struct dev { char *__own __opt a, *__own __opt b, *__own __opt c; };

int hw_start(struct dev *d);

/* good */
int ladder(struct dev *__writes d, size_t n)
{
	int err = -ENOMEM;
	char *a, *b, *c;

	a = kmalloc(n, GFP_KERNEL);
	if (!a)
		goto out;
	b = kmalloc(n, GFP_KERNEL);
	if (!b)
		goto free_a;
	c = kmalloc(n, GFP_KERNEL);
	if (!c)
		goto free_b;
	d->a = a;
	d->b = b;
	d->c = c;
	return 0;
free_b:
	kfree(b);
free_a:
	kfree(a);
out:
	return err;
}

/* bad: the labels in the wrong order leak b */
int wrong_order(struct dev *__writes d, size_t n)
{
	int err = -ENOMEM;
	char *a, *b, *c;

	a = kmalloc(n, GFP_KERNEL);
	if (!a)
		goto out;
	b = kmalloc(n, GFP_KERNEL);
	if (!b)
		goto free_a;
	c = kmalloc(n, GFP_KERNEL);
	if (!c)
		goto free_a;
	d->a = a;
	d->b = b;
	d->c = c;
	return 0;
free_a:
	kfree(a);
out:
	return err;
}

/* good: everything starts as NULL, one label frees all */
int all_at_once(size_t n)
{
	char *a = NULL, *b = NULL;
	int err = -ENOMEM;

	a = kmalloc(n, GFP_KERNEL);
	if (!a)
		goto out;
	b = kmalloc(n, GFP_KERNEL);
	if (!b)
		goto out;
	err = 0;
out:
	kfree(b);
	kfree(a);
	return err;
}

/* good: whether p is owned follows from ret */
int correlated(size_t n, int flag)
{
	char *p = NULL;
	int ret = 0;

	if (flag) {
		p = kmalloc(n, GFP_KERNEL);
		if (!p)
			ret = -ENOMEM;
	} else {
		ret = -EINVAL;
	}
	if (ret)
		return ret;
	kfree(p);
	return 0;
}

/* bad: freed when flag, then again unless ret */
int correlated_bad(size_t n, int flag)
{
	char *p = kmalloc(n, GFP_KERNEL);
	int ret = 0;

	if (!p)
		return -ENOMEM;
	if (flag) {
		kfree(p);
		ret = 0;
	}
	if (!ret)
		kfree(p);
	return ret;
}

/* good: a flag says whether it was freed */
int flagged(size_t n, int x)
{
	char *p = kmalloc(n, GFP_KERNEL);
	bool done = false;

	if (!p)
		return -ENOMEM;
	if (x > 3) {
		kfree(p);
		done = true;
	}
	if (!done)
		kfree(p);
	return 0;
}

/* good: retry by a backward goto */
int retry(size_t n)
{
	char *p;
	int tries = 0;

again:
	p = kmalloc(n, GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	if (tries++ < 3) {
		kfree(p);
		goto again;
	}
	kfree(p);
	return 0;
}

/* bad: the retry leaks */
int retry_leak(size_t n)
{
	char *p;
	int tries = 0;

again:
	p = kmalloc(n, GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	if (tries++ < 3)
		goto again;
	kfree(p);
	return 0;
}

/* good: freed in every case of a switch */
int by_switch(size_t n __at_least(1), int kind)
{
	char *p = kmalloc(n, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	switch (kind) {
	case 0:
		kfree(p);
		return 0;
	case 1:
		p[0] = 1;
		fallthrough;
	case 2:
		kfree(p);
		break;
	default:
		kfree(p);
		return -EINVAL;
	}
	return kind;
}

/* bad: one case forgets it */
int by_switch_leak(size_t n, int kind)
{
	char *p = kmalloc(n, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	switch (kind) {
	case 0:
		kfree(p);
		return 0;
	case 1:
		return 1;
	default:
		kfree(p);
		return -EINVAL;
	}
}

/*
 * check:
 *	58: CL101: 'b' is owned here, and is not released on this path
 *	112: CL102: 'p' is passed to 'kfree', but the object was freed already
 *	158: CL101: 'p' is owned here, and is not released on this path
 *	203: CL101: 'p' is owned here, and is not released on this path
 */
