/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Strings from user space: they end where somebody made them end. */
#include "../../corpus/corpus.h"
#include <cleat/fs.h>

struct req { u32 op; char name[16]; char path[64]; };
struct dev { struct mutex lock; char label[32] __guarded_by(&lock); };

int dev_find(const char *name);
void use(const char *text __sized_by(n), size_t n);

/* bad: sixteen bytes, and perhaps no NUL */
int find(const struct req __user *u)
{
	struct req r;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	return dev_find(r.name);
}

/* good */
int find_well(const struct req __user *u)
{
	struct req r;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	r.name[sizeof(r.name) - 1] = 0;
	return dev_find(r.name);
}

/* bad: the other one of two */
int find_other(const struct req __user *u)
{
	struct req r;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	r.name[sizeof(r.name) - 1] = 0;
	return dev_find(r.path);
}

/* good: refused when there is none */
int find_strict(const struct req __user *u)
{
	struct req r;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	if (strnlen(r.name, sizeof(r.name)) == sizeof(r.name))
		return -EINVAL;
	return dev_find(r.name);
}

/* bad: a buffer on the stack */
size_t length(const char __user *u)
{
	char buf[32];

	if (copy_from_user(buf, u, sizeof(buf)))
		return 0;
	return strlen(buf);
}

/* good: one byte is kept for the NUL */
size_t length_well(const char __user *u)
{
	char buf[33];

	if (copy_from_user(buf, u, sizeof(buf) - 1))
		return 0;
	buf[32] = 0;
	return strlen(buf);
}

/* bad: printed */
int print(const struct req __user *u)
{
	struct req r;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	pr_info("asked for %s\n", r.name);
	return 0;
}

/* bad: parsed as a number */
int parse(const char __user *u, size_t n, u32 *__writes v)
{
	char buf[16];

	if (n > sizeof(buf) || copy_from_user(buf, u, n))
		return -EFAULT;
	return kstrtouint(buf, 0, v);
}

/* good: at the end of what came */
int parse_well(const char __user *u, size_t n, u32 *__writes v)
{
	char buf[16];

	if (n >= sizeof(buf) || copy_from_user(buf, u, n))
		return -EFAULT;
	buf[n] = 0;
	return kstrtouint(buf, 0, v);
}

/* bad: on the heap */
int heap(const char __user *u, size_t n)
{
	char *s __free(kfree) = kmalloc(n, GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	if (copy_from_user(s, u, n))
		return -EFAULT;
	return dev_find(s);
}

/* good */
int heap_well(const char __user *u, size_t n)
{
	char *s __free(kfree) = kmalloc(size_add(n, 1), GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	if (copy_from_user(s, u, n))
		return -EFAULT;
	s[n] = 0;
	return dev_find(s);
}

/* bad: terminated, then filled again */
int again(const struct req __user *u)
{
	struct req r = {};

	r.name[15] = 0;
	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	return dev_find(r.name);
}

/* good: a copy that ends */
int copy(struct dev *d, const struct req __user *u)
{
	struct req r;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	r.name[sizeof(r.name) - 1] = 0;
	guard(mutex)(&d->lock);
	if (strscpy(d->label, r.name, sizeof(d->label)) < 0)
		return -ENAMETOOLONG;
	return dev_find(d->label);
}

/* bad: the source of the copy has no end */
int copy_bad(struct dev *d, const struct req __user *u)
{
	struct req r;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	guard(mutex)(&d->lock);
	if (strscpy(d->label, r.name, sizeof(d->label)) < 0)
		return -ENAMETOOLONG;
	return 0;
}

/* good: as bytes with a length */
int bytes(const struct req __user *u)
{
	struct req r;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	use(r.name, sizeof(r.name));
	return 0;
}

/* bad: a reader's bytes are no string either */
ssize_t by_reader(struct dev *d, struct file *file, struct cleat_user_reader *from)
{
	char word[8];
	int err = cleat_user_read(from, word, sizeof(word));

	if (err)
		return err;
	return strcmp(word, "start") == 0;
}

/* bad: another byte is no end */
int other_byte(const char __user *u, u32 i)
{
	char buf[16];

	if (i >= sizeof(buf) || copy_from_user(buf, u, sizeof(buf)))
		return -EFAULT;
	buf[i] = '/';
	return dev_find(buf);
}

/*
 * check:
 *	19: CL602: 'r.name' is read as a string by 'dev_find', and nothing says that it ends with a NUL
 *	41: CL602: 'r.path' is read as a string by 'dev_find', and nothing says that it ends with a NUL
 *	63: CL602: 'buf' is read as a string by 'strlen', and nothing says that it ends with a NUL
 *	84: CL602: 'r.name' is read as a string by 'printk', and nothing says that it ends with a NUL
 *	95: CL602: 'buf' is read as a string by 'kstrtouint', and nothing says that it ends with a NUL
 *	118: CL602: 's' is read as a string by 'dev_find', and nothing says that it ends with a NUL
 *	142: CL602: 'r.name' is read as a string by 'dev_find', and nothing says that it ends with a NUL
 *	167: CL602: 'r.name' is read as a string by 'strscpy', and nothing says that it ends with a NUL
 *	191: CL602: 'word' is read as a string by 'strcmp', and nothing says that it ends with a NUL
 *	202: CL602: 'buf' is read as a string by 'dev_find', and nothing says that it ends with a NUL
 */
