/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What is borrowed for a call is not kept. */
#include "../../corpus/corpus.h"

struct req { int tag; };
struct dev { struct req *__opt cur; struct req *__own __opt mine; char name[16]; };
static struct req *__opt last;

/* bad: kept in a global */
void keep_global(struct req *r)
{
	last = r;
}

/* bad: kept in another object */
void keep_object(struct dev *d, struct req *r)
{
	d->cur = r;
}

/* good: only while the call lasts */
int keep_short(struct dev *d, struct req *r)
{
	int tag;

	d->cur = r;
	tag = d->cur->tag;
	d->cur = NULL;
	return tag;
}

/* good: ownership is passed */
void keep_owned(struct dev *d, struct req *__own r)
{
	kfree(d->mine);
	d->mine = r;
}

/* bad: the address of a local */
int *local(void)
{
	int n = 3;

	return &n;
}

/* bad: through a pointer to a pointer */
void local_out(int **__writes out)
{
	int n = 3;

	*out = &n;
}

/* bad: inner scope */
int inner(int x)
{
	int *p;

	{
		int n = x;

		p = &n;
	}
	return *p;
}

/* good: the address of a field of the argument */
char *name_of(struct dev *d)
{
	return d->name;
}

/* bad: used after its source is gone */
char first(struct dev *__own d)
{
	char *p = name_of(d);

	kfree(d->mine);
	kfree(d);
	return *p;
}

/* good */
char first_good(struct dev *__own d)
{
	char *p = name_of(d), c = *p;

	kfree(d->mine);
	kfree(d);
	return c;
}

/* bad: parameter that is not owned is stored as owned */
void steal(struct dev *d, struct req *r)
{
	kfree(d->mine);
	d->mine = r;
}

/*
 * check:
 *	12: CL210: 'r' is only borrowed for this call, and is left in 'last', which lives longer
 *	18: CL210: 'r' is only borrowed for this call, and is left in 'd->cur', which lives longer
 *	44: CL211: the address of 'n' is returned, which ends with the function
 *	52: CL211: the address of local variable 'n' is left in '*out', which lives longer
 *	65: CL211: 'p' points to 'n', whose scope has ended
 *	81: CL103: 'p' is used after the object was freed
 *	98: CL210: 'r' is only borrowed for this call, and is left in 'd->mine', which lives longer
 */
