/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* In a process the pages are a memfd (host/pages.h). */
#ifndef CLEAT_HOST_MM_H
#define CLEAT_HOST_MM_H

#include "types.h"

#define CLEAT_PAGES_MAX (1u << 18)

struct host_pages;

struct cleat_pages {
	struct host_pages *host;
	unsigned int nr;
};

/* A mapping that a program has: [addr, addr + size) shows the memfd from @off on. */
struct cleat_vma {
	u64 addr, off;
	size_t size;
	bool writable;
};

#endif
