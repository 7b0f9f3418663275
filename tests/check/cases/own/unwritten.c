/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What is lost is not handed on: that nobody wrote it is no second finding. */
#include <cleat/slab.h>
#include <cleat/uaccess.h>

struct opt { u32 k, v; };
int __must_check opt_apply(const struct opt *o);

/* bad: lost where the copy fails */
int opts_load(struct cleat_user_reader *r, u32 n)
{
	for (u32 i = 0; i < n; i++) {
		struct opt *o = kmalloc(sizeof(*o), GFP_KERNEL);
		int err;

		if (!o)
			return -ENOMEM;
		err = cleat_user_read_obj(r, o);
		if (err)
			return err;
		err = opt_apply(o);
		kfree(o);
		if (err)
			return err;
	}
	return 0;
}
/* bad: given to the caller without a value */
struct opt *__own __opt opt_new(u32 k)
{
	struct opt *o = kmalloc(sizeof(*o), GFP_KERNEL);

	if (!o)
		return NULL;
	o->k = k;
	return o;
}

/*
 * check:
 *	20: CL101: 'o' is owned here, and is not released on this path
 *	36: CL507: 'o->v' is handed on, and was never written
 */
