/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* U3 uaf: freed through a struct field, the field is used by a later function */
#include "corpus.h"

struct dev { char *__own buf; };
void dev_reset(struct dev *d)
{
	kfree(d->buf);
#ifndef BAD
	d->buf = NULL;
#endif
}
int dev_first(struct dev *d)
{
	dev_reset(d);
#ifndef BAD
	return d->buf ? d->buf[0] : 0;
#else
	return d->buf[0];
#endif
}

/*
 * check:
 * check -DBAD:
 *	12: CL108: 'd->buf' is left pointing to an object that is gone
 */
