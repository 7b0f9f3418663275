/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A bool is 0 or 1: bytes from elsewhere are any. */
#include <cleat/string.h>
#include <cleat/uaccess.h>

struct raw {
	u8 on;
	u8 mode;
};

struct flags {
	bool on;
	u8 mode;
};

/* bad: a bool itself */
long one_bad(const void __user *from)
{
	bool on;

	if (copy_from_user(&on, from, sizeof(on)))
		return -EFAULT;
	return on;
}

/* bad: in a struct */
long all_bad(const void __user *from)
{
	struct flags f;

	if (copy_from_user(&f, from, sizeof(f)))
		return -EFAULT;
	return f.on ? f.mode : 0;
}

/* good: a byte, and asked */
long all(const void __user *from, struct flags *f)
{
	struct raw raw;

	if (copy_from_user(&raw, from, sizeof(raw)))
		return -EFAULT;
	f->on = raw.on != 0;
	f->mode = raw.mode;
	return 0;
}

/* good: all bytes are known */
void clear(struct flags *f)
{
	memset(f, 0, sizeof(*f));
}

/*
 * check:
 *	21: CL801: 'copy_from_user' writes bytes into '&on', but '_Bool' is a bool, and a byte may be neither 0 nor 1
 *	31: CL801: 'copy_from_user' writes bytes into '&f', but 'on' is a bool, and a byte may be neither 0 nor 1
 */
