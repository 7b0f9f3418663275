/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* User memory: fetched once, believed only when it was tested, never followed by hand. */
#include "../../corpus/corpus.h"
#include <cleat/fs.h>

struct hdr { u32 len; u32 type; };
struct req { struct hdr h; u8 body[56]; };
struct vec { u64 ptr; u32 len; u32 pad; };
struct out { u32 id; u64 where; };
struct dev { u8 buf[256]; u32 used; u32 tab[16]; };

int handle(const struct req *r);
void use(const u8 *p __sized_by(n), size_t n);

/* bad: the length is fetched, tested, and fetched again with the rest */
int fetch_rest(struct dev *d, struct req __user *u)
{
	struct req r;
	u32 len;

	if (get_user(len, &u->h.len))
		return -EFAULT;
	if (len > sizeof(r.body))
		return -EINVAL;
	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	use(r.body, r.h.len);
	return 0;
}

/* good: the first one counts */
int fetch_first(struct dev *d, struct req __user *u)
{
	struct req r;
	u32 len;

	if (get_user(len, &u->h.len))
		return -EFAULT;
	if (len > sizeof(r.body))
		return -EINVAL;
	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	use(r.body, len);
	return 0;
}

/* good: fetched once */
int fetch_once(struct dev *d, struct req __user *u)
{
	struct req r;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	if (r.h.len > sizeof(r.body))
		return -EINVAL;
	use(r.body, r.h.len);
	return 0;
}

/* bad: the header is fetched twice by two calls of one function */
static int get_hdr(struct hdr *__writes h, const struct req __user *u)
{
	return cleat_get_user_obj(h, &u->h);
}
int two_calls(struct req __user *u, u8 *p __sized_by(64))
{
	struct hdr h;

	if (get_hdr(&h, u))
		return -EFAULT;
	if (h.len > 64)
		return -EINVAL;
	if (get_hdr(&h, u))
		return -EFAULT;
	use(p, h.len);
	return 0;
}

/* bad: type tested, then the whole fetched and the type used */
int by_type(struct dev *d, struct req __user *u)
{
	struct req r;
	u32 type;

	if (get_user(type, &u->h.type))
		return -EFAULT;
	if (type >= 16)
		return -EINVAL;
	if (copy_from_user(&r, u, sizeof(r)))
		return -EFAULT;
	return d->tab[r.h.type];
}

/* good: different fields are no second fetch */
int two_fields(struct dev *d, struct req __user *u)
{
	u32 len, type;

	if (get_user(len, &u->h.len) || get_user(type, &u->h.type))
		return -EFAULT;
	if (len > 16 || type >= 16)
		return -EINVAL;
	return d->tab[type] + len;
}

/* bad: the user's length without a test */
int no_test(struct dev *d, const struct req __user *u)
{
	struct req r;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	memcpy(d->buf, r.body, r.h.len);
	return 0;
}

/* bad: tested against the wrong buffer */
int wrong_limit(struct dev *d, const struct req __user *u)
{
	struct req r;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	if (r.h.len > sizeof(d->buf))
		return -EINVAL;
	memcpy(d->buf, r.body, r.h.len);
	return 0;
}

/* good: against both */
int both_limits(struct dev *d, const struct req __user *u)
{
	struct req r;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	if (r.h.len > sizeof(d->buf) || r.h.len > sizeof(r.body))
		return -EINVAL;
	memcpy(d->buf, r.body, r.h.len);
	return 0;
}

/* bad: off by one: len == size leaves no room for the NUL */
int terminate(struct dev *d, const char __user *u, size_t len)
{
	if (len > sizeof(d->buf))
		return -EINVAL;
	if (copy_from_user(d->buf, u, len))
		return -EFAULT;
	d->buf[len] = 0;
	return 0;
}

/* good */
int terminate_well(struct dev *d, const char __user *u, size_t len)
{
	if (len >= sizeof(d->buf))
		return -EINVAL;
	if (copy_from_user(d->buf, u, len))
		return -EFAULT;
	d->buf[len] = 0;
	return 0;
}

/* bad: appended without looking at what is used */
int append(struct dev *d, const u8 __user *u, u32 len)
{
	if (len > sizeof(d->buf) || d->used > sizeof(d->buf))
		return -EINVAL;
	if (copy_from_user(d->buf + d->used, u, len))
		return -EFAULT;
	d->used += len;
	return 0;
}

/* good */
int append_well(struct dev *d, const u8 __user *u, u32 len)
{
	if (d->used > sizeof(d->buf) || len > sizeof(d->buf) - d->used)
		return -EINVAL;
	if (copy_from_user(d->buf + d->used, u, len))
		return -EFAULT;
	d->used += len;
	return 0;
}

/* bad: a user pointer is followed */
u32 follow(const struct hdr __user *u)
{
	return u->len;
}

/* bad: an element of a user array */
u32 follow_index(const u32 __user *u, u32 i)
{
	return u[i];
}

/* bad: given to a function of the kernel */
int give(const struct req __user *u)
{
	return handle((const struct req *)u);
}

/* bad: a kernel address is shown */
int leak_ptr(struct dev *d, struct out __user *u)
{
	struct out o;

	memset(&o, 0, sizeof(o));
	o.where = (u64)d;
	return cleat_put_user_obj(u, &o);
}

/* bad: a kernel pointer is copied out with its struct */
struct node { u32 id; u32 n; struct node *__opt next; };
int leak_struct(struct node *n, struct node __user *u)
{
	return cleat_put_user_obj(u, n);
}

/* bad: reads more than the object has */
int over_read(struct dev *d, u8 __user *u, size_t len)
{
	return copy_to_user(u, d->buf, len) ? -EFAULT : 0;
}

/* good: cut to what there is */
ssize_t bounded_read(struct dev *d, u8 __user *u, size_t len)
{
	if (len > sizeof(d->buf))
		len = sizeof(d->buf);
	if (copy_to_user(u, d->buf, len))
		return -EFAULT;
	return len;
}

/* good: by min */
ssize_t min_read(struct dev *d, u8 __user *u, size_t len)
{
	size_t n = min(len, sizeof(d->buf));

	return copy_to_user(u, d->buf, n) ? -EFAULT : (ssize_t)n;
}

/* bad: the offset is not subtracted */
ssize_t offset_read(struct dev *d, u8 __user *u, size_t len, size_t off)
{
	if (off >= sizeof(d->buf))
		return 0;
	if (len > sizeof(d->buf))
		len = sizeof(d->buf);
	return copy_to_user(u, d->buf + off, len) ? -EFAULT : (ssize_t)len;
}

/* good */
ssize_t offset_read_well(struct dev *d, u8 __user *u, size_t len, size_t off)
{
	if (off >= sizeof(d->buf))
		return 0;
	if (len > sizeof(d->buf) - off)
		len = sizeof(d->buf) - off;
	return copy_to_user(u, d->buf + off, len) ? -EFAULT : (ssize_t)len;
}

/* bad: the remaining length is computed below zero */
ssize_t underflow(struct dev *d, u8 __user *u, size_t off)
{
	size_t left = sizeof(d->buf) - off;

	return copy_to_user(u, d->buf, left) ? -EFAULT : (ssize_t)left;
}

/* bad: the vector's length is fetched from each element and summed */
int sum_vec(struct dev *d, const struct vec __user *u, u32 n)
{
	u32 total = 0;

	for (u32 i = 0; i < n && i < 8; i++) {
		struct vec v;

		if (cleat_get_user_obj(&v, &u[i]))
			return -EFAULT;
		total += v.len;
	}
	if (total > sizeof(d->buf))
		return -EINVAL;
	return copy_to_user((void __user *)u, d->buf, total) ? -EFAULT : 0;
}

/* good: each sum is tested */
int sum_vec_well(struct dev *d, const struct vec __user *u, u32 n)
{
	u32 total = 0;

	for (u32 i = 0; i < n && i < 8; i++) {
		struct vec v;

		if (cleat_get_user_obj(&v, &u[i]))
			return -EFAULT;
		if (v.len > sizeof(d->buf) - total)
			return -EINVAL;
		total += v.len;
	}
	use(d->buf, total);
	return 0;
}

/* good: a reader consumes */
ssize_t by_reader(struct dev *d, struct file *file, struct cleat_user_reader *from)
{
	struct hdr h;
	int err = cleat_user_read_obj(from, &h);

	if (err)
		return err;
	if (h.len > sizeof(d->buf))
		return -EMSGSIZE;
	err = cleat_user_read(from, d->buf, h.len);
	return err ? err : (ssize_t)h.len;
}

/* bad: the reader's second object believes the first's length */
ssize_t by_reader_bad(struct dev *d, struct file *file, struct cleat_user_reader *from)
{
	struct hdr h;
	int err = cleat_user_read_obj(from, &h);

	if (err)
		return err;
	err = cleat_user_read(from, d->buf, h.len);
	return err ? err : (ssize_t)h.len;
}

/*
 * check:
 *	27: CL602: use uses 'r.h.len' bytes of 'r.body', which has 56
 *	27: CL701: 'r.h.len' was fetched from user memory a second time, after it was checked
 *	75: CL602: use uses 'h.len' bytes of 'p', which has 64
 *	75: CL701: 'h.len' was fetched from user memory a second time, after it was checked
 *	91: CL601: 'r.h.type' indexes 'd->tab', which has 16 elements, and is not proven to be below that
 *	91: CL701: 'r.h.type' was fetched from user memory a second time, after it was checked
 *	113: CL602: memcpy uses 'r.h.len' bytes of 'd->buf', which has 256
 *	113: CL602: memcpy uses 'r.h.len' bytes of 'r.body', which has 56
 *	126: CL602: memcpy uses 'r.h.len' bytes of 'r.body', which has 56
 *	150: CL601: 'len' indexes 'd->buf', which has 256 elements, and is not proven to be below that
 *	170: CL602: copy_from_user uses 'len' bytes of 'd->buf + d->used', which has 256 - d->used
 *	190: CL702: 'u' points to user memory, and is dereferenced
 *	196: CL702: 'u' points to user memory, and is dereferenced
 *	202: CL801: a 'const __attribute__((address_space(1))) struct req *' is cast to 'const struct req *', which is another kind of memory
 *	211: CL801: a pointer is cast to a number
 *	219: CL506: the kernel address in 'n->next' is copied to user space
 *	225: CL602: copy_to_user uses 'len' bytes of 'd->buf', which has 256
 *	253: CL602: copy_to_user uses 'len' bytes of 'd->buf + off', which has 256 - off
 *	271: CL602: copy_to_user uses '256 - off' bytes of 'd->buf', which has 256 (the number may have wrapped around)
 *	271: CL603: 'left' may have wrapped around, and is the size that 'copy_to_user' is given
 *	288: CL801: the const of a 'const __attribute__((address_space(1))) struct vec *' is cast away
 *	288: CL603: 'total' may have wrapped around, and is the size that 'copy_to_user' is given
 *	331: CL602: cleat_user_read uses 'h.len' bytes of 'd->buf', which has 256
 */
