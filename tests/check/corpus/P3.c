/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* P3 refcount: object used after the last put */
#include "corpus.h"
#include <cleat/kref.h>

struct foo { struct kref ref; int a; };
static void foo_release(struct foo *__own f)
{
	kfree(f);
}
DEFINE_REFCOUNTED(foo, struct foo, ref, foo_release);
int foo_done(struct foo *__own f)
{
#ifdef BAD
	foo_put(f);
	return f->a;
#else
	int a = f->a;

	foo_put(f);
	return a;
#endif
}

/*
 * check:
 * check -DBAD:
 *	16: CL104: 'f' is used after 'foo_put' took it over
 */
