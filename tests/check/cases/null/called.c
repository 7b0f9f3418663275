/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Pointers to functions in objects of the driver's own: is there one where it is called? */
#include <cleat/err.h>
#include <cleat/slab.h>

struct sometimes { u32 v; int (*run)(u32 arg); };
struct always { u32 v; int (*run)(u32 arg); };

static int run_a(u32 arg)
{
	return arg ? 0 : -EINVAL;
}

struct sometimes *sometimes_new(u32 v) __own __opt;
struct sometimes *sometimes_new(u32 v)
{
	struct sometimes *s = kzalloc_obj(*s, GFP_KERNEL);

	if (s)
		s->v = v;
	return s;
}

struct always *always_new(u32 v) __own __opt;
struct always *always_new(u32 v)
{
	struct always *a = kzalloc_obj(*a, GFP_KERNEL);

	if (a) {
		a->v = v;
		a->run = run_a;
	}
	return a;
}

/* bad: nobody has said which */
int sometimes_run(const struct sometimes *s)
{
	return s->run(s->v);
}

/* good: seen first */
int sometimes_run_if(const struct sometimes *s)
{
	return s->run ? s->run(s->v) : -ENOSYS;
}

/* good: there is one wherever there is an object */
int always_run(const struct always *a)
{
	return a->run(a->v);
}

/*
 * check:
 *	39: CL201: 's->run' may be NULL, and is dereferenced without a test
 */
