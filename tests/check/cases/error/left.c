/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* copy_from_user() and its like say how many bytes are left, which is no error for who is called so. */
#include <cleat/types.h>
#include <cleat/uaccess.h>

/* bad: 3 bytes left is a success that moved 3 */
long as_it_comes(void *to __sized_by(n), const void __user *from, size_t n)
{
	return copy_from_user(to, from, n);
}

/* bad: by way of a variable */
int as_an_error(void *to __sized_by(n), const void __user *from, size_t n)
{
	int ret = copy_from_user(to, from, n);

	if (ret)
		return ret;
	return 0;
}

/* bad: nor is it one by that name */
int zeroed(void __user *to, size_t n)
{
	int err = clear_user(to, n);

	return err;
}

/* good: the error that it is */
long as_efault(void *to __sized_by(n), const void __user *from, size_t n)
{
	return copy_from_user(to, from, n) ? -EFAULT : 0;
}

/* good: nothing is left where it is returned */
long tested(void *to __sized_by(n), const void __user *from, size_t n)
{
	unsigned long left = copy_from_user(to, from, n);

	if (left)
		return -EFAULT;
	return left;
}

/* good: it is said that it is a number */
unsigned long left_over(void *to __sized_by(n), const void __user *from, size_t n)
{
	return copy_from_user(to, from, n);
}

/* good: how many were moved */
ssize_t moved(void __user *to, const u8 *from __to_user __sized_by(n), size_t n)
{
	ssize_t done = n - copy_to_user(to, from, n);

	return done ? done : -EFAULT;
}

/*
 * check:
 *	9: CL303: 'copy_from_user(…)' is a number of bytes that are left, and is returned as an error would be
 *	18: CL303: 'copy_from_user(…)' is a number of bytes that are left, and is returned as an error would be
 *	27: CL303: 'clear_user(…)' is a number of bytes that are left, and is returned as an error would be
 */
