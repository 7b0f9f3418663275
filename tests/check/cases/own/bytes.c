/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Structs with owners whose bytes are all written over: memset() and memcpy() are assignments, too. */
#include <cleat/slab.h>
#include <cleat/string.h>
struct d { u32 n; char *__own __opt name; };
/* good: an init helper */
static void d_init(struct d *d)
{
	memset(d, 0, sizeof(*d));
	d->n = 1;
}
struct d *__own __opt d_new(void)
{
	struct d *d = kmalloc_obj(*d);

	if (d)
		d_init(d);
	return d;
}
/* good */
int local(void)
{
	struct d d;

	memset(&d, 0, sizeof(d));
	d.name = kstrdup("x", GFP_KERNEL);
	if (!d.name)
		return -ENOMEM;
	kfree(d.name);
	memset(&d, 0, sizeof(d));
	return 0;
}
/* good */
void reset(struct d *d)
{
	kfree(d->name);
	memset(d, 0, sizeof(*d));
}
/* good */
void reset2(struct d *d)
{
	if (!d->name)
		memset(d, 0, sizeof(*d));
}
/* good */
void prepare(struct d *d __writes)
{
	memset(d, 0, sizeof(*d));
}
/* bad */
int local_leak(void)
{
	struct d d = {.name = kstrdup("x", GFP_KERNEL)};

	memset(&d, 0, sizeof(d));
	return 0;
}
/* bad */
void forgets(struct d *d)
{
	d->n++;
	memset(d, 0, sizeof(*d));
}
/* bad: helper on a used one */
void again(struct d *d)
{
	d_init(d);
}
/* bad: copied over */
void copied(struct d *d, const u8 *from __sized_by(sizeof(*d)))
{
	memcpy(d, from, sizeof(*d));
}

/*
 * check:
 *	55: CL101: 'd.name' is owned here, and is not released on this path
 *	62: CL101: 'd->name' is overwritten, and may still own something
 *	67: CL101: 'd_init' overwrites 'd->name', which may still own something
 *	72: CL101: 'd->name' is overwritten, and may still own something
 *	72: CL801: 'memcpy' writes bytes into 'd', where 'name' is a pointer
 */
