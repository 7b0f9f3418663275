/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* __writes: the caller takes all of it for written. */
#include <cleat/string.h>
#include <cleat/uaccess.h>

struct pair { u32 a, b; };
struct nest { struct pair p; u32 k; };
struct text { char name[16]; u32 n; };

/* good: field by field */
void by_fields(struct pair *__writes to)
{
	to->a = 1;
	to->b = 2;
}

/* bad: a field is left */
void one_field(struct pair *__writes to, u32 a)
{
	to->a = a;
}

/* bad: in a struct in it */
void inner_field(struct nest *__writes to)
{
	to->p.a = 1;
	to->k = 2;
}

/* good: by another that writes it */
void inner_by_other(struct nest *__writes to)
{
	by_fields(&to->p);
	to->k = 1;
}

/* good: cleared first */
void cleared(struct nest *__writes to)
{
	memset(to, 0, sizeof(*to));
	to->k = 2;
}

/* good: an error is no success */
int or_error(struct nest *__writes to, u32 k)
{
	if (k > 8)
		return -EINVAL;
	*to = (struct nest){.k = k};
	return 0;
}

/* bad: on one of two paths */
int one_path(struct pair *__writes to, u32 k)
{
	to->a = k;
	if (k > 8)
		return 0;
	to->b = k;
	return 0;
}

/* good: from the user */
int from_user(struct nest *__writes to, const void __user *from)
{
	return copy_from_user(to, from, sizeof(*to)) ? -EFAULT : 0;
}

/* bad: a part of it from the user */
int part_from_user(struct nest *__writes to, const void __user *from)
{
	return copy_from_user(&to->p, from, sizeof(to->p)) ? -EFAULT : 0;
}

/* bad: an array is left */
void no_array(struct text *__writes to)
{
	to->n = 0;
}

/* good: the array, too */
void with_array(struct text *__writes to, const char *name)
{
	to->n = (u32)scnprintf(to->name, sizeof(to->name), "%s", name);
}

/* bad: returned without its array */
struct text no_array_returned(void)
{
	struct text t;

	t.n = 1;
	return t;
}

/* good: the array in a loop */
struct text array_returned(void)
{
	struct text t;

	for (u32 i = 0; i < sizeof(t.name); i++)
		t.name[i] = 0;
	t.n = 0;
	return t;
}

/*
 * check:
 *	21: CL505: '*to' is __writes, and 'to->b' is not written on this path, which returns success
 *	28: CL505: '*to' is __writes, and 'to->p.b' is not written on this path, which returns success
 *	58: CL505: '*to' is __writes, and 'to->b' is not written on this path, which returns success
 *	72: CL505: '*to' is __writes, and 'to->k' is not written on this path, which returns success
 *	79: CL505: '*to' is __writes, and 'to->name' is not written on this path, which returns success
 *	93: CL502: field 't.name' is read, but may not have been written
 */
