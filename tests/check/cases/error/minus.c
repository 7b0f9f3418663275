/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Errors are negative numbers. */
#include <cleat/err.h>
#include <cleat/types.h>

/* bad: it is taken for a success */
int bad_plain(u32 n);
int bad_plain(u32 n)
{
	if (n > 4)
		return EINVAL;
	return 0;
}

/* bad: on one side */
long bad_either(bool busy);
long bad_either(bool busy)
{
	return busy ? EBUSY : 0;
}

/* good: with its minus */
int good_plain(u32 n);
int good_plain(u32 n)
{
	return n > 4 ? -EINVAL : 0;
}

/* good: one that is looked for */
bool good_compared(int err);
bool good_compared(int err)
{
	return err == -EAGAIN || -err == EINTR;
}

/* good: a program is told its number */
u32 good_number(int err);
u32 good_number(int err)
{
	switch (err) {
	case 0:
		return 0;
	case -ENOMEM:
		return ENOMEM;
	default:
		return EIO;
	}
}

/* good: a number that is none */
int good_number_itself(void);
int good_number_itself(void)
{
	return 22;
}

/*
 * check:
 *	11: CL303: an error is returned as a positive number
 *	19: CL303: an error is returned as a positive number
 */
