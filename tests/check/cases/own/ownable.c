/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* An owner's object is one of its own. */
#include <cleat/slab.h>

struct part { u32 x; };
struct name { const char *__own __opt text; struct part *__own __opt part; struct part inside; };

static struct part shared;

/* good */
int name_set(struct name *n, const char *text)
{
	const char *copy = kstrdup(text, GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	kfree(n->text);
	n->text = copy;
	return 0;
}
/* bad: a literal */
void name_reset(struct name *n)
{
	kfree(n->text);
	n->text = "none";
}
/* bad: a variable of the module */
void part_reset(struct name *n)
{
	kfree(n->part);
	n->part = &shared;
}
/* bad: a part of the object itself */
void part_inside(struct name *n)
{
	kfree(n->part);
	n->part = &n->inside;
}

/*
 * check:
 *	25: CL105: 'n->text' owns what it points to, and gets the address of what is no object of its own
 *	31: CL105: 'n->part' owns what it points to, and gets the address of what is no object of its own
 *	37: CL105: 'n->part' owns what it points to, and gets the address of what is no object of its own
 */
