/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A string has one byte more than its length. */
#include <cleat/slab.h>
#include <cleat/string.h>

struct rec {
	char name[16];
};

/* good */
int set_good(struct rec *r, const char *name)
{
	size_t n = strlen(name);

	if (n >= sizeof(r->name))
		return -ENAMETOOLONG;
	memcpy(r->name, name, n + 1);
	return 0;
}

/* good: asked twice, it says the same */
int set_twice(struct rec *r, const char *name)
{
	if (strlen(name) >= sizeof(r->name))
		return -ENAMETOOLONG;
	memset(r->name, 0, sizeof(r->name));
	memcpy(r->name, name, strlen(name));
	return 0;
}

/* good */
char *__own __opt __must_check copy(const char *name)
{
	size_t n = strlen(name) + 1;
	char *p = kmalloc(n, GFP_KERNEL);

	if (p)
		memcpy(p, name, n);
	return p;
}

/* bad: no test */
void set_bad(struct rec *r, const char *name)
{
	memcpy(r->name, name, strlen(name) + 1);
}

/* bad: the NUL has no room */
int set_long(struct rec *r, const char *name)
{
	size_t n = strlen(name);

	if (n > sizeof(r->name))
		return -ENAMETOOLONG;
	memcpy(r->name, name, n + 1);
	return 0;
}

/* bad: more than the string has */
void set_more(struct rec *r, const char *name)
{
	memcpy(r->name, name, sizeof(r->name));
}

/* bad: another string's length */
int set_other(struct rec *r, const char *name, const char *other)
{
	size_t n = strlen(other);

	if (n >= sizeof(r->name))
		return -ENAMETOOLONG;
	memcpy(r->name, name, n);
	return 0;
}

/* bad: it was longer before its end was moved */
int set_cut(struct rec *r, char *name)
{
	size_t n = strlen(name);

	if (!n)
		return -EINVAL;
	name[0] = '\0';
	if (strlen(name) >= sizeof(r->name))
		return -ENAMETOOLONG;
	memcpy(r->name, name, n);
	return 0;
}

/*
 * check:
 *	45: CL602: memcpy uses 'strlen(…) + 1' bytes of 'r->name', which has 16
 *	55: CL602: memcpy uses 'n + 1' bytes of 'r->name', which has 16
 *	62: CL605: the length of what 'name' points to is not known, and memcpy is given '16' bytes of it
 *	72: CL605: the length of what 'name' points to is not known, and memcpy is given 'n' bytes of it
 *	86: CL602: memcpy uses 'n' bytes of 'r->name', which has 16
 */
