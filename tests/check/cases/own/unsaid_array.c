/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* An array of owners says so, at whatever index they are put. */
#include <cleat/err.h>
#include <cleat/slab.h>
#include <cleat/types.h>

enum { PARTS = 4 };

struct part {
	int id;
};

struct board {
	struct part *said[PARTS];
	struct part *__own __opt parts[PARTS];
};

static struct part *__own __opt part_new(int id)
{
	struct part *p = kzalloc_obj(*p);

	if (p)
		p->id = id;
	return p;
}

/* bad: in somebody's array that does not say so */
int bad_field(struct board *b, unsigned int i);
int bad_field(struct board *b, unsigned int i)
{
	struct part *p = i < PARTS ? part_new(1) : NULL;

	if (!p)
		return -ENOMEM;
	b->said[i] = p;
	return 0;
}

/* good: it says so */
int good_field(struct board *b, unsigned int i);
int good_field(struct board *b, unsigned int i)
{
	struct part *p = i < PARTS ? part_new(1) : NULL;

	if (!p)
		return -ENOMEM;
	if (b->parts[i]) {
		kfree(p);
		return -EEXIST;
	}
	b->parts[i] = p;
	return 0;
}

/* bad: nor does a local one */
int bad_local(unsigned int i);
int bad_local(unsigned int i)
{
	struct part *v[PARTS] = {NULL};

	v[i % PARTS] = part_new(2);
	return v[0] ? v[0]->id : 0;
}

/* good: a local one that says so, unwound in reverse */
int good_local(void);
int good_local(void)
{
	struct part *__own __opt v[PARTS];
	int i, err = 0;

	for (i = 0; i < PARTS; i++) {
		v[i] = part_new(i);
		if (!v[i]) {
			err = -ENOMEM;
			break;
		}
	}
	while (i--)
		kfree(v[i]);
	return err;
}

/* good: at indexes that are written down no word is needed */
int good_constant(void);
int good_constant(void)
{
	struct part *v[2];

	v[0] = part_new(0);
	v[1] = part_new(1);
	kfree(v[1]);
	kfree(v[0]);
	return 0;
}

/*
 * check:
 *	36: CL114: 'p' is owned here, and is left in 'b->said', whose elements are not declared __own
 *	61: CL114: 'part_new(…)' is owned here, and is left in 'v', whose elements are not declared __own
 */
