/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A number or an error: what is negative is no number, and is tested before it is one. */
#include <cleat/prelude.h>

#include <cleat/file.h>
#include <cleat/idr.h>
#include <cleat/miscdevice.h>

struct ref { u32 desc; u64 total; };

static DEFINE_IDA(numbers);
static struct miscdevice device;
void ref_use(u32 desc);

/* bad: the field has no sign */
int keep(struct ref *r)
{
	int desc = ida_alloc(&numbers, GFP_KERNEL);

	r->desc = desc;
	return 0;
}

/* good */
int keep_tested(struct ref *r)
{
	int desc = ida_alloc(&numbers, GFP_KERNEL);

	if (desc < 0)
		return desc;
	r->desc = desc;
	return 0;
}

/* bad: nor has the parameter */
void pass(void)
{
	int desc = ida_alloc(&numbers, GFP_KERNEL);

	ref_use(desc);
}

static int take(void)
{
	return ida_alloc(&numbers, GFP_KERNEL);
}

/* bad: a helper passes the error on */
int through_helper(struct ref *r)
{
	int desc = take();

	r->desc = desc;
	return 0;
}

/* bad: nothing is taken from it */
void helper_ignored(void)
{
	take();
}

/* good */
int through_helper_tested(struct ref *r)
{
	int desc = take();

	if (desc >= 0)
		r->desc = desc;
	return desc < 0 ? desc : 0;
}

static long half(long n)
{
	if (n < 0)
		return -EINVAL;
	return n / 2;
}

/* bad: a sum of a number and an error */
void add(struct ref *r, long n)
{
	r->total += half(n);
}

/* bad: a class is made of a call that may fail */
int reserve(struct ref *r)
{
	CLASS(get_unused_fd, fd)(O_CLOEXEC);

	r->desc = fd;
	return 0;
}

/* good */
int reserve_tested(struct ref *r)
{
	CLASS(get_unused_fd, fd)(O_CLOEXEC);

	if (fd < 0)
		return fd;
	r->desc = fd;
	return 0;
}

/* bad: the error of a function of this driver is overwritten */
int overwritten(struct ref *r, long n)
{
	long err = half(n);

	err = half(n + 1);
	return err < 0;
}

/* good: by another error */
int replaced(struct ref *r, long n)
{
	long err = half(n);

	if (r->desc)
		err = -EBUSY;
	return err < 0 ? err : 0;
}

/* bad: the kit's macro has not looked at it for the driver */
int macro(void)
{
	int err = misc_register(&device);

	return 0;
}

/*
 * check:
 *	20: CL301: 'desc' may be an error, and is used as a number
 *	40: CL301: 'desc' may be an error, and is used as a number
 *	53: CL301: 'desc' may be an error, and is used as a number
 *	60: CL301: the result of 'take' is an error that must be looked at, and is ignored
 *	83: CL301: 'half(…)' may be an error, and is used as a number
 *	91: CL301: 'fd' may be an error, and is used as a number
 *	111: CL302: the error in 'err' is lost before anyone looked at it
 *	130: CL302: the error in 'err' is lost before anyone looked at it
 */
