/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* An error beside an unsigned number in "?:", which makes it one, too. */
#include <cleat/err.h>
#include <cleat/types.h>

/* bad: an error becomes a huge number */
long bad_either(int err, u32 n);
long bad_either(int err, u32 n)
{
	return err < 0 ? err : n;
}

/* bad: in a variable, too */
long bad_assigned(int err, u32 n);
long bad_assigned(int err, u32 n)
{
	long ret = err ? err : n;

	return ret;
}

/* good: the other is as wide as the whole */
long good_cast(int err, u32 n);
long good_cast(int err, u32 n)
{
	return err < 0 ? err : (long)n;
}

/* good: the whole is no wider, so that it comes out as it went in */
ssize_t good_as_wide(ssize_t err, size_t n);
ssize_t good_as_wide(ssize_t err, size_t n)
{
	return err < 0 ? err : n;
}

/* good: neither is this */
int good_no_wider(int err, u32 n);
int good_no_wider(int err, u32 n)
{
	return err < 0 ? err : n;
}

/* good: what is below 0 is gone */
long good_never_below(int k, u32 n);
long good_never_below(int k, u32 n)
{
	if (k < 0)
		return k;
	return k < 8 ? k : n;
}

/* good: both are unsigned */
long good_constant(bool fine, u32 n);
long good_constant(bool fine, u32 n)
{
	if (!fine)
		return -EINVAL;
	return n ? n : 1;
}

/*
 * check:
 *	10: CL604: one side of '?:' is unsigned, and makes the other, below 0, a huge number
 *	17: CL604: one side of '?:' is unsigned, and makes the other, below 0, a huge number
 */
