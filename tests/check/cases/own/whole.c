/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Structs that are overwritten as a whole, with what they own. */
#include <cleat/slab.h>

struct cfg { char *__own __opt name; u32 v; };

static void cfg_init(struct cfg *c, u32 v)
{
	*c = (struct cfg){.v = v};
}

/* good */
int cfg_load(struct cfg *c, const char *name, u32 v)
{
	char *n = kstrdup(name, GFP_KERNEL);

	if (!n)
		return -ENOMEM;
	kfree(c->name);
	*c = (struct cfg){.name = n, .v = v};
	return 0;
}
/* bad: the old name is lost */
int cfg_load_over(struct cfg *c, const char *name, u32 v)
{
	char *n = kstrdup(name, GFP_KERNEL);

	if (!n)
		return -ENOMEM;
	*c = (struct cfg){.name = n, .v = v};
	return 0;
}
/* good: there was nothing before */
u32 cfg_local(u32 v)
{
	struct cfg c;

	cfg_init(&c, v);
	return c.v;
}
/* good: nor here */
struct cfg *__own __opt cfg_new(u32 v)
{
	struct cfg *c = kmalloc_obj(*c);

	if (!c)
		return NULL;
	*c = (struct cfg){.v = v};
	return c;
}
/* bad: again */
void cfg_again(struct cfg *c, u32 v)
{
	cfg_init(c, v);
}

/*
 * check:
 *	30: CL101: 'c->name' is overwritten, and may still own something
 *	54: CL101: 'cfg_init' overwrites 'c->name', which may still own something
 */
