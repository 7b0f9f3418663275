/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Written before read, on every path. */
#include "../../corpus/corpus.h"

struct cfg { int speed, mode; };

int fill(struct cfg *__writes c);

/* good */
int each_branch(int m)
{
	int r;

	if (m == 1)
		r = 10;
	else
		r = 20;
	return r;
}

/* bad: no default */
int by_switch(int m)
{
	int r;

	switch (m) {
	case 0:
		r = 1;
		break;
	case 1:
		r = 2;
		break;
	}
	return r;
}

/* good: a default */
int by_switch_good(int m)
{
	int r;

	switch (m) {
	case 0:
		r = 1;
		break;
	default:
		return -EINVAL;
	}
	return r;
}

/* bad: the loop may not run */
int by_loop(int n)
{
	int last;

	for (int i = 0; i < n; i++)
		last = i;
	return last;
}

/* good: set exactly when the flag is */
int by_flag(int m)
{
	int r;
	bool have = false;

	if (m > 3) {
		r = m;
		have = true;
	}
	if (have)
		return r;
	return 0;
}

/* good: written by a function when it succeeds */
int by_call(void)
{
	struct cfg c;
	int err = fill(&c);

	if (err)
		return err;
	return c.speed;
}

/* bad: read although it failed */
int by_call_bad(void)
{
	struct cfg c;

	if (fill(&c))
		return c.mode;
	return c.speed;
}

/* bad: only one field */
int one_field(void)
{
	struct cfg c;

	c.speed = 1;
	return c.speed + c.mode;
}

/* good: the rest is zero */
int designated(void)
{
	struct cfg c = {.speed = 1};

	return c.speed + c.mode;
}

/* bad: the array's rest */
int array(void)
{
	int a[4];

	a[0] = 1;
	return a[1];
}

/* good */
int array_good(void)
{
	int a[4];

	for (int i = 0; i < 4; i++)
		a[i] = i;
	return a[2];
}

/* bad: the heap */
int heap(void)
{
	struct cfg *c __free(kfree) = kmalloc_obj(*c);

	if (!c)
		return -ENOMEM;
	c->mode = 1;
	return c->speed;
}

/* bad: promised, not written */
int promise(int m, int *__writes out)
{
	if (m)
		*out = m;
	return 0;
}

/* good: an error instead */
int promise_good(int m, int *__writes out)
{
	if (!m)
		return -EINVAL;
	*out = m;
	return 0;
}

/*
 * check:
 *	34: CL501: 'r' is read, but may not have been written
 *	59: CL501: 'last' is read, but may not have been written
 *	94: CL502: field 'c.mode' is read, but may not have been written
 *	104: CL502: field 'c.mode' is read, but may not have been written
 *	121: CL501: 'a[1]' is read, but may not have been written
 *	142: CL502: field 'c->speed' is read, but may not have been written
 *	150: CL505: '*out' is __writes, and is not written on this path, which returns success
 */
