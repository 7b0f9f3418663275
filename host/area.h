/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * In a process an area is a memfd without memory, which grows where it is populated, and a byte for
 * each page that says whether it is absent, idle or used. The file's transport shows the memfd from
 * the open on and asks for the mapping when it sees it; that a mapping is gone it does not see.
 */
#ifndef CLEAT_HOST_AREA_H
#define CLEAT_HOST_AREA_H

#include "mutex.h"

struct host_pages;
struct pid;

struct cleat_area {
	struct mutex lock;
	size_t size;
	u64 addr;
	u8 *page;
	unsigned int n_present, n_idle;
	bool claimed, mapped;
	struct host_pages *host;
	struct pid *owner;
	struct cleat_areas *all;
	struct cleat_area *next, **link;
};

struct cleat_areas {
	struct mutex lock;
	struct cleat_area *first;
};

#define DEFINE_CLEAT_AREAS(name) struct cleat_areas name = {.first = NULL}

/* The client has unmapped what shows @host; kept for those who can know it. */
void host_area_unmapped(struct host_pages *host);

#endif
