// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* What a function of the driver was seen to return as an error need not say __must_check. */
#include "../../corpus/corpus.h"

int __must_check step(int n);

static int first(int n)
{
	return n > 3 ? -EINVAL : 0;
}

/* The error of another, after it was looked at. */
static int second(int n)
{
	int err = step(n);

	if (err)
		return err;
	return step(n + 1);
}

/* One of two, from where all ways come together. */
static int third(int n)
{
	int err = 0;

	if (n > 3)
		err = first(n);
	else if (n)
		err = -EBUSY;
	return err;
}

/* The error of one that hands on that of another. */
static int fourth(int n)
{
	return second(n);
}

/* A number, which may be forgotten. */
static int count(int n)
{
	return n > 3 ? 3 : n;
}

/* bad: overwritten */
int overwritten(int n)
{
	int err = first(n);

	err = second(n);
	return err;
}

/* bad: forgotten */
int forgotten(int n)
{
	int err = second(n);

	return 0;
}

/* bad: joined with 0, and forgotten */
void joined(int n)
{
	int err = third(n);

	if (n > 1)
		err = first(n);
}

/* bad: ignored */
void ignored(int n)
{
	fourth(n);
}

/* good: it does not matter */
void said(int n)
{
	(void)first(n);
	(void)fourth(n);
}

/* good */
int looked(int n)
{
	int err = first(n);

	if (!err)
		err = third(n);
	if (err)
		return err;
	return fourth(n);
}

/* good: one error in place of another */
int replaced(int n)
{
	int err = first(n);

	if (n > 5)
		err = -EBUSY;
	return err;
}

/* bad: success in place of an error */
int hidden(int n)
{
	int err = first(n);

	if (n > 5)
		err = 0;
	return err;
}

/* good: no error at all */
int counted(int n)
{
	int k = count(n);

	k = count(n + 1);
	return k;
}

/* bad: they call each other, and one is seen before the other */
static int odd(int n);

static int even(int n)
{
	int err;

	if (!n)
		return 0;
	err = odd(n - 1);
	return 0;
}

static int odd(int n)
{
	if (!n)
		return -EINVAL;
	return even(n - 1);
}

/* good */
int parity(int n)
{
	return even(n);
}

/*
 * check:
 *	51: CL302: the error in 'err' is lost before anyone looked at it
 *	60: CL302: the error in 'err' is lost before anyone looked at it
 *	69: CL302: the error in 'err' is lost before anyone looked at it
 *	75: CL301: the result of 'fourth' is an error that must be looked at, and is ignored
 *	113: CL302: the error in 'err' is lost before anyone looked at it
 *	136: CL302: the error in 'err' is lost before anyone looked at it
 */
