/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* An init function that fails: what it leaves behind is the caller's. */
#include <cleat/slab.h>

struct res { u32 *__own __opt a; u32 *__own __opt b; };

static int res_init(struct res *r)
{
	r->a = kcalloc(8, sizeof(u32), GFP_KERNEL);
	if (!r->a)
		return -ENOMEM;
	r->b = kcalloc(8, sizeof(u32), GFP_KERNEL);
	if (!r->b) {
		kfree(r->a);
		r->a = NULL;
		return -ENOMEM;
	}
	return 0;
}
static int res_init_half(struct res *r)
{
	r->a = kcalloc(8, sizeof(u32), GFP_KERNEL);
	if (!r->a)
		return -ENOMEM;
	r->b = kcalloc(8, sizeof(u32), GFP_KERNEL);
	if (!r->b)
		return -ENOMEM;
	return 0;
}

/* good: nothing is left behind */
struct res *__own __opt res_new(void)
{
	struct res *r = kzalloc_obj(*r);

	if (!r)
		return NULL;
	if (res_init(r)) {
		kfree(r);
		return NULL;
	}
	return r;
}
/* bad: the first of two is */
struct res *__own __opt res_new_half(void)
{
	struct res *r = kzalloc_obj(*r);

	if (!r)
		return NULL;
	if (res_init_half(r)) {
		kfree(r);
		return NULL;
	}
	return r;
}
/* good: who knows that releases it */
struct res *__own __opt res_new_whole(void)
{
	struct res *r = kzalloc_obj(*r);

	if (!r)
		return NULL;
	if (res_init_half(r)) {
		kfree(r->a);
		kfree(r);
		return NULL;
	}
	return r;
}

/*
 * check:
 *	52: CL107: 'r' is freed while it still owns 'r->a'
 */
