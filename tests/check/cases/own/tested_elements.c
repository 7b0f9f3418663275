/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Arrays of owners whose elements are tested before they are released. */
#include <cleat/file.h>
#include <cleat/slab.h>

struct parcel { u32 n; struct file *__own __opt fds[4]; };

/* good: what is not released is not there */
void free_if(struct parcel *__own p)
{
	for (u32 i = 0; i < ARRAY_SIZE(p->fds); i++)
		if (p->fds[i])
			fput(p->fds[i]);
	kfree(p);
}

/* good: the same, turned round */
void free_else(struct parcel *__own p)
{
	for (u32 i = 0; i < ARRAY_SIZE(p->fds); i++) {
		if (!p->fds[i])
			continue;
		fput(p->fds[i]);
	}
	kfree(p);
}

/* bad: the last is left */
void free_few(struct parcel *__own p)
{
	for (u32 i = 0; i < 3; i++)
		if (p->fds[i])
			fput(p->fds[i]);
	kfree(p);
}

/* bad: looked at, not released */
void free_none(struct parcel *__own p)
{
	for (u32 i = 0; i < ARRAY_SIZE(p->fds); i++)
		if (p->fds[i])
			p->n++;
	kfree(p);
}

/* bad: it was empty, and was filled */
void free_filled(struct parcel *__own p, struct file *__own f, u32 i)
{
	if (i >= ARRAY_SIZE(p->fds) || p->fds[i]) {
		fput(f);
		free_if(p);
		return;
	}
	p->fds[i] = f;
	kfree(p);
}

/*
 * check:
 *	34: CL107: 'p' is freed while it still owns 'p->fds'
 *	43: CL107: 'p' is freed while it still owns 'p->fds'
 *	55: CL107: 'p' is freed while it still owns 'p->fds'
 */
