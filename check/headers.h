/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Which compiled headers a round of a check reads, and makes before. */
#ifndef CHECK_HEADERS_H
#define CHECK_HEADERS_H

#include "check/job.h"

/**
 * headers_prepare - set jobs[i].fo.pch of each @todo: a compiled header that holds, or NULL
 * @todo: @n indices into @jobs, which all are of one world; @c: where they are kept, or NULL
 * @width: so many are made at a time, each in @limit_ms at most
 */
void headers_prepare(struct mem *a, struct cache *c, struct job *jobs, const int *todo, int n,
		     int width, unsigned int limit_ms);

#endif
