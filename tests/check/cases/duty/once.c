/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What ends only once (__only_once), and what begins in zeros (__zeroed). */
#include <cleat/area.h>
#include <cleat/miscdevice.h>
#include <cleat/prelude.h>

struct owner { struct cleat_area area; u32 n; };
static DEFINE_CLEAT_AREAS(areas);
static struct miscdevice first, second;

/* bad: the second time it is no list's any more */
void end_twice(struct owner *__own o)
{
	cleat_area_destroy(&o->area);
	cleat_area_destroy(&o->area);
	kfree(o);
}

/* good */
void end(struct owner *__own o)
{
	cleat_area_destroy(&o->area);
	kfree(o);
}

/* bad: once in the branch, once after it */
void leave(bool early)
{
	if (early)
		misc_deregister(&first);
	misc_deregister(&first);
}

/* good: two devices */
void leave_both(void)
{
	misc_deregister(&first);
	misc_deregister(&second);
}

/* bad: it begins in what kmalloc() left there */
struct owner *__own __opt owner_new(void)
{
	struct owner *o = kmalloc_obj(*o);

	if (!o)
		return NULL;
	o->n = 0;
	cleat_area_init(&o->area, &areas);
	return o;
}

/* good */
struct owner *__own __opt owner_new_zeroed(void)
{
	struct owner *o = kzalloc_obj(*o);

	if (o)
		cleat_area_init(&o->area, &areas);
	return o;
}

/* bad: it begins in what it was before */
void renew(struct owner *o)
{
	cleat_area_destroy(&o->area);
	cleat_area_init(&o->area, &areas);
}

/* good */
void renew_zeroed(struct owner *o)
{
	cleat_area_destroy(&o->area);
	memset(&o->area, 0, sizeof(o->area));
	cleat_area_init(&o->area, &areas);
}

/* good: it ends, and is there again */
int restart(void)
{
	misc_deregister(&first);
	if (misc_register(&first))
		return -EBUSY;
	misc_deregister(&first);
	return 0;
}

static void owner_stop(struct owner *o)
{
	cleat_area_destroy(&o->area);
}

/* bad: a helper has ended it */
void end_by_helper(struct owner *__own o)
{
	owner_stop(o);
	owner_stop(o);
	kfree(o);
}

/* good */
void end_by_helper_well(struct owner *__own o)
{
	owner_stop(o);
	kfree(o);
}

/*
 * check:
 *	15: CL102: 'o->area' is passed to 'cleat_area_destroy', but it has ended already
 *	31: CL102: 'first' is passed to 'misc_deregister', but it has ended already
 *	49: CL501: 'cleat_area_init' wants zeros in 'o->area', which nobody wrote
 *	67: CL501: 'cleat_area_init' wants zeros in 'o->area', which was in use before
 *	97: CL102: 'o->area' is passed to 'owner_stop', but it has ended already
 */
