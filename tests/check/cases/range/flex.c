/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Objects that end in an array, whose length stands in them: is it true of the memory that they got? */
#include <cleat/err.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/uaccess.h>

struct msg { u32 n; u32 kind; u8 data[] __counted_by(n); };

struct box {
	struct mutex lock;
	struct msg *__own __opt last __guarded_by(&lock);
};

/* good: as many as were asked for */
struct msg *msg_new(u32 n) __own __opt;
struct msg *msg_new(u32 n)
{
	struct msg *m;

	if (n > 4096)
		return NULL;
	m = kzalloc(struct_size(m, data, n), GFP_KERNEL);
	if (m)
		m->n = n;
	return m;
}

/* good: none yet, which is what zeros say */
struct msg *msg_none(u32 n) __own __opt;
struct msg *msg_none(u32 n)
{
	struct msg *m;

	if (n > 4096)
		return NULL;
	m = kzalloc(struct_size(m, data, n), GFP_KERNEL);
	return m;
}

/* bad: nobody has written how many */
struct msg *msg_unsaid(u32 n) __own __opt;
struct msg *msg_unsaid(u32 n)
{
	struct msg *m;

	if (n > 4096)
		return NULL;
	m = kmalloc(struct_size(m, data, n), GFP_KERNEL);
	if (m)
		m->kind = 1;
	return m;
}

/* bad: smaller, and it still says what it had */
int shrink(struct box *b, u32 n)
{
	struct msg *m;

	guard(mutex)(&b->lock);
	if (!b->last || n > 4096)
		return -EINVAL;
	m = krealloc(b->last, struct_size(m, data, n), GFP_KERNEL);
	if (!m)
		return -ENOMEM;
	b->last = m;
	return 0;
}

/* good: and says so */
int shrink_said(struct box *b, u32 n)
{
	struct msg *m;

	guard(mutex)(&b->lock);
	if (!b->last || n > 4096)
		return -EINVAL;
	m = krealloc(b->last, struct_size(m, data, n), GFP_KERNEL);
	if (!m)
		return -ENOMEM;
	m->n = n;
	b->last = m;
	return 0;
}

/* bad: the program says how many, of bytes that it says are fewer */
long from_user(const void __user *from, size_t len)
{
	struct msg *m;
	long last;

	if (len < sizeof(*m) || len > 4096)
		return -EINVAL;
	m = memdup_user(from, len);
	if (IS_ERR(m))
		return PTR_ERR(m);
	last = m->n ? m->data[m->n - 1] : 0;
	kfree(m);
	return last;
}

/* good: what it says is compared with what it gave */
long from_user_looked(const void __user *from, size_t len)
{
	struct msg *m;
	long last = -EINVAL;

	if (len < sizeof(*m) || len > 4096)
		return -EINVAL;
	m = memdup_user(from, len);
	if (IS_ERR(m))
		return PTR_ERR(m);
	if (m->n <= len - sizeof(*m))
		last = m->n ? m->data[m->n - 1] : 0;
	kfree(m);
	return last;
}

/* bad: it goes to others with what the program says */
int keep(struct box *b, const void __user *from, size_t len)
{
	struct msg *m;

	if (len < sizeof(*m) || len > 4096)
		return -EINVAL;
	m = memdup_user(from, len);
	if (IS_ERR(m))
		return PTR_ERR(m);
	guard(mutex)(&b->lock);
	kfree(b->last);
	b->last = m;
	return 0;
}

/* bad: more than it has */
long show(const struct msg *m, void __user *to, size_t len)
{
	return copy_to_user(to, m, len) ? -EFAULT : 0;
}

/* good: as much as it says */
long show_all(const struct msg *m, void __user *to, size_t len)
{
	size_t have = struct_size(m, data, m->n);

	if (len > have)
		len = have;
	return copy_to_user(to, m, len) ? -EFAULT : 0;
}

/*
 * check:
 *	52: CL606: 'n' counts 'data' in 'm', for which fewer elements may have been allocated
 *	66: CL606: 'n' counts 'data' in 'm', for which fewer elements may have been allocated
 *	97: CL601: 'm->n - 1' indexes 'm->data', which has len - 8 elements, and is not proven to be below that
 *	131: CL606: 'n' counts 'data' in 'm', for which fewer elements may have been allocated
 *	138: CL602: copy_to_user uses 'len' bytes of 'm', which has m->n + 8
 */
