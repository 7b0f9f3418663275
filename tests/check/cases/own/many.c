/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Many optional resources, each of which may be there or not: more paths than can be followed singly. */
#include <cleat/err.h>
#include <cleat/slab.h>

/* good */
int four(u32 flags)
{
	char *p0 = NULL, *p1 = NULL, *p2 = NULL, *p3 = NULL;
	int err = -ENOMEM;

	if (flags & (1u << 0)) {
		p0 = kmalloc(16, GFP_KERNEL);
		if (!p0)
			goto out;
	}
	if (flags & (1u << 1)) {
		p1 = kmalloc(16, GFP_KERNEL);
		if (!p1)
			goto out;
	}
	if (flags & (1u << 2)) {
		p2 = kmalloc(16, GFP_KERNEL);
		if (!p2)
			goto out;
	}
	if (flags & (1u << 3)) {
		p3 = kmalloc(16, GFP_KERNEL);
		if (!p3)
			goto out;
	}
	err = 0;
out:
	kfree(p0);
	kfree(p1);
	kfree(p2);
	kfree(p3);
	return err;
}

/* good */
int seven(u32 flags)
{
	char *p0 = NULL, *p1 = NULL, *p2 = NULL, *p3 = NULL, *p4 = NULL, *p5 = NULL, *p6 = NULL;
	int err = -ENOMEM;

	if (flags & (1u << 0)) {
		p0 = kmalloc(16, GFP_KERNEL);
		if (!p0)
			goto out;
	}
	if (flags & (1u << 1)) {
		p1 = kmalloc(16, GFP_KERNEL);
		if (!p1)
			goto out;
	}
	if (flags & (1u << 2)) {
		p2 = kmalloc(16, GFP_KERNEL);
		if (!p2)
			goto out;
	}
	if (flags & (1u << 3)) {
		p3 = kmalloc(16, GFP_KERNEL);
		if (!p3)
			goto out;
	}
	if (flags & (1u << 4)) {
		p4 = kmalloc(16, GFP_KERNEL);
		if (!p4)
			goto out;
	}
	if (flags & (1u << 5)) {
		p5 = kmalloc(16, GFP_KERNEL);
		if (!p5)
			goto out;
	}
	if (flags & (1u << 6)) {
		p6 = kmalloc(16, GFP_KERNEL);
		if (!p6)
			goto out;
	}
	err = 0;
out:
	kfree(p0);
	kfree(p1);
	kfree(p2);
	kfree(p3);
	kfree(p4);
	kfree(p5);
	kfree(p6);
	return err;
}

/* good */
int ten(u32 flags)
{
	char *p0 = NULL, *p1 = NULL, *p2 = NULL, *p3 = NULL, *p4 = NULL, *p5 = NULL, *p6 = NULL, *p7 = NULL, *p8 = NULL, *p9 = NULL;
	int err = -ENOMEM;

	if (flags & (1u << 0)) {
		p0 = kmalloc(16, GFP_KERNEL);
		if (!p0)
			goto out;
	}
	if (flags & (1u << 1)) {
		p1 = kmalloc(16, GFP_KERNEL);
		if (!p1)
			goto out;
	}
	if (flags & (1u << 2)) {
		p2 = kmalloc(16, GFP_KERNEL);
		if (!p2)
			goto out;
	}
	if (flags & (1u << 3)) {
		p3 = kmalloc(16, GFP_KERNEL);
		if (!p3)
			goto out;
	}
	if (flags & (1u << 4)) {
		p4 = kmalloc(16, GFP_KERNEL);
		if (!p4)
			goto out;
	}
	if (flags & (1u << 5)) {
		p5 = kmalloc(16, GFP_KERNEL);
		if (!p5)
			goto out;
	}
	if (flags & (1u << 6)) {
		p6 = kmalloc(16, GFP_KERNEL);
		if (!p6)
			goto out;
	}
	if (flags & (1u << 7)) {
		p7 = kmalloc(16, GFP_KERNEL);
		if (!p7)
			goto out;
	}
	if (flags & (1u << 8)) {
		p8 = kmalloc(16, GFP_KERNEL);
		if (!p8)
			goto out;
	}
	if (flags & (1u << 9)) {
		p9 = kmalloc(16, GFP_KERNEL);
		if (!p9)
			goto out;
	}
	err = 0;
out:
	kfree(p0);
	kfree(p1);
	kfree(p2);
	kfree(p3);
	kfree(p4);
	kfree(p5);
	kfree(p6);
	kfree(p7);
	kfree(p8);
	kfree(p9);
	return err;
}

/* bad: one of ten is not freed */
int ten_leak(u32 flags)
{
	char *p0 = NULL, *p1 = NULL, *p2 = NULL, *p3 = NULL, *p4 = NULL, *p5 = NULL, *p6 = NULL, *p7 = NULL, *p8 = NULL, *p9 = NULL;
	int err = -ENOMEM;

	if (flags & (1u << 0)) {
		p0 = kmalloc(16, GFP_KERNEL);
		if (!p0)
			goto out;
	}
	if (flags & (1u << 1)) {
		p1 = kmalloc(16, GFP_KERNEL);
		if (!p1)
			goto out;
	}
	if (flags & (1u << 2)) {
		p2 = kmalloc(16, GFP_KERNEL);
		if (!p2)
			goto out;
	}
	if (flags & (1u << 3)) {
		p3 = kmalloc(16, GFP_KERNEL);
		if (!p3)
			goto out;
	}
	if (flags & (1u << 4)) {
		p4 = kmalloc(16, GFP_KERNEL);
		if (!p4)
			goto out;
	}
	if (flags & (1u << 5)) {
		p5 = kmalloc(16, GFP_KERNEL);
		if (!p5)
			goto out;
	}
	if (flags & (1u << 6)) {
		p6 = kmalloc(16, GFP_KERNEL);
		if (!p6)
			goto out;
	}
	if (flags & (1u << 7)) {
		p7 = kmalloc(16, GFP_KERNEL);
		if (!p7)
			goto out;
	}
	if (flags & (1u << 8)) {
		p8 = kmalloc(16, GFP_KERNEL);
		if (!p8)
			goto out;
	}
	if (flags & (1u << 9)) {
		p9 = kmalloc(16, GFP_KERNEL);
		if (!p9)
			goto out;
	}
	err = 0;
out:
	kfree(p0);
	kfree(p1);
	kfree(p2);
	kfree(p3);
	kfree(p4);
	kfree(p6);
	kfree(p7);
	kfree(p8);
	kfree(p9);
	return err;
}

/* bad: the last one returns instead of unwinding */
int eight_return(u32 flags)
{
	char *p0 = NULL, *p1 = NULL, *p2 = NULL, *p3 = NULL, *p4 = NULL, *p5 = NULL, *p6 = NULL, *p7 = NULL;
	int err = -ENOMEM;

	if (flags & (1u << 0)) {
		p0 = kmalloc(16, GFP_KERNEL);
		if (!p0)
			goto out;
	}
	if (flags & (1u << 1)) {
		p1 = kmalloc(16, GFP_KERNEL);
		if (!p1)
			goto out;
	}
	if (flags & (1u << 2)) {
		p2 = kmalloc(16, GFP_KERNEL);
		if (!p2)
			goto out;
	}
	if (flags & (1u << 3)) {
		p3 = kmalloc(16, GFP_KERNEL);
		if (!p3)
			goto out;
	}
	if (flags & (1u << 4)) {
		p4 = kmalloc(16, GFP_KERNEL);
		if (!p4)
			goto out;
	}
	if (flags & (1u << 5)) {
		p5 = kmalloc(16, GFP_KERNEL);
		if (!p5)
			goto out;
	}
	if (flags & (1u << 6)) {
		p6 = kmalloc(16, GFP_KERNEL);
		if (!p6)
			goto out;
	}
	if (flags & (1u << 7)) {
		p7 = kmalloc(16, GFP_KERNEL);
		if (!p7)
			return -ENOMEM;
	}
	err = 0;
out:
	kfree(p0);
	kfree(p1);
	kfree(p2);
	kfree(p3);
	kfree(p4);
	kfree(p5);
	kfree(p6);
	kfree(p7);
	return err;
}

/* bad: the first of nine is freed twice */
int nine_twice(u32 flags)
{
	char *p0 = NULL, *p1 = NULL, *p2 = NULL, *p3 = NULL, *p4 = NULL, *p5 = NULL, *p6 = NULL, *p7 = NULL, *p8 = NULL;
	int err = -ENOMEM;

	if (flags & (1u << 0)) {
		p0 = kmalloc(16, GFP_KERNEL);
		if (!p0)
			goto out;
	}
	if (flags & (1u << 1)) {
		p1 = kmalloc(16, GFP_KERNEL);
		if (!p1)
			goto out;
	}
	if (flags & (1u << 2)) {
		p2 = kmalloc(16, GFP_KERNEL);
		if (!p2)
			goto out;
	}
	if (flags & (1u << 3)) {
		p3 = kmalloc(16, GFP_KERNEL);
		if (!p3)
			goto out;
	}
	if (flags & (1u << 4)) {
		p4 = kmalloc(16, GFP_KERNEL);
		if (!p4)
			goto out;
	}
	if (flags & (1u << 5)) {
		p5 = kmalloc(16, GFP_KERNEL);
		if (!p5)
			goto out;
	}
	if (flags & (1u << 6)) {
		p6 = kmalloc(16, GFP_KERNEL);
		if (!p6)
			goto out;
	}
	if (flags & (1u << 7)) {
		p7 = kmalloc(16, GFP_KERNEL);
		if (!p7)
			goto out;
	}
	if (flags & (1u << 8)) {
		p8 = kmalloc(16, GFP_KERNEL);
		if (!p8)
			goto out;
	}
	err = 0;
out:
	kfree(p0);
	kfree(p1);
	kfree(p2);
	kfree(p3);
	kfree(p4);
	kfree(p5);
	kfree(p6);
	kfree(p7);
	kfree(p8);
	kfree(p0);
	return err;
}

struct job { u32 id; u32 *__own __opt in, *__own __opt out; };

/* good: optional parts of a made object */
struct job *__own __opt job_new(u32 id, u32 n_in, u32 n_out)
{
	struct job *j = kzalloc_obj(*j);

	if (!j)
		return NULL;
	j->id = id;
	if (n_in) {
		j->in = kzalloc_objs(*j->in, n_in);
		if (!j->in)
			goto fail;
	}
	if (n_out) {
		j->out = kzalloc_objs(*j->out, n_out);
		if (!j->out)
			goto fail;
	}
	return j;
fail:
	kfree(j->in);
	kfree(j->out);
	kfree(j);
	return NULL;
}

/* bad: the first part is not released */
struct job *__own __opt job_new_leak(u32 id, u32 n_in, u32 n_out)
{
	struct job *j = kzalloc_obj(*j);

	if (!j)
		return NULL;
	j->id = id;
	if (n_in) {
		j->in = kzalloc_objs(*j->in, n_in);
		if (!j->in)
			goto fail;
	}
	if (n_out) {
		j->out = kzalloc_objs(*j->out, n_out);
		if (!j->out)
			goto fail;
	}
	return j;
fail:
	kfree(j->out);
	kfree(j);
	return NULL;
}

/*
 * check:
 *	232: CL101: 'p5' is owned here, and is not released on this path
 *	279: CL101: 'p0' is owned here, and is not released on this path
 *	356: CL102: 'p0' is passed to 'kfree', but the object was freed already
 *	409: CL101: 'j->in' is owned here, and is not released on this path
 *	409: CL107: 'j' is freed while it still owns 'j->in'
 */
