/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* __free(): what a scope releases, what leaves it, and what goes wrong. */
#include "../../corpus/corpus.h"

struct foo { int a; char *__own __opt name; };

int setup(struct foo *f);

/* good */
struct foo *__own __opt made(int a)
{
	struct foo *f __free(kfree) = kzalloc_obj(*f);

	if (!f)
		return NULL;
	if (setup(f))
		return NULL;
	f->a = a;
	return no_free_ptr(f);
}

/* good */
struct foo *__own __errptr made_err(int a)
{
	struct foo *f __free(kfree) = kzalloc_obj(*f);

	if (!f)
		return ERR_PTR(-ENOMEM);
	f->a = a;
	return_ptr(f);
}

/* bad: freed by hand and by its scope */
void twice(void)
{
	struct foo *f __free(kfree) = kzalloc_obj(*f);

	if (!f)
		return;
	kfree(f);
}

/* good: set to NULL after the free by hand */
void once(void)
{
	struct foo *f __free(kfree) = kzalloc_obj(*f);

	if (!f)
		return;
	kfree(f);
	f = NULL;
}

/* bad: returned and freed */
struct foo *__own __opt dangling(void)
{
	struct foo *f __free(kfree) = kzalloc_obj(*f);

	return f;
}

/* bad: used after it was taken out */
int taken(struct foo *__own *__writes out, int a)
{
	struct foo *f __free(kfree) = kzalloc_obj(*f);

	if (!f)
		return -ENOMEM;
	*out = no_free_ptr(f);
	return f->a + a;
}

/* bad: never initialised on one path */
int uninit(int a)
{
	char *p __free(kfree);

	if (a)
		return 0;
	p = kmalloc(4, GFP_KERNEL);
	return p ? 1 : 0;
}

/* good: two, released in reverse order */
int two(size_t n)
{
	char *a __free(kfree) = kmalloc(n, GFP_KERNEL);
	if (!a)
		return -ENOMEM;
	char *b __free(kfree) = kmalloc(n, GFP_KERNEL);
	if (!b)
		return -ENOMEM;
	memset(a, 0, n);
	memset(b, 0, n);
	return 0;
}

/* good: in a loop */
int loop(int n)
{
	for (int i = 0; i < n; i++) {
		char *p __free(kfree) = kmalloc(16, GFP_KERNEL);

		if (!p)
			return -ENOMEM;
		if (i == 3)
			break;
		if (i == 4)
			continue;
		p[0] = 1;
	}
	return 0;
}

/*
 * check:
 *	41: CL102: 'f' is passed to 'kfree', but the object was freed already
 *	59: CL103: 'f' is used after the object was freed
 *	70: CL104: 'f' is used after it was handed on, and is NULL
 *	76: CL501: 'p' is freed at the end of its scope, but may not have a value
 */
