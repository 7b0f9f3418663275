/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * In a process the pages are a memfd that the driver's side has mapped too: a transport shows the
 * descriptor, or is told of each change (host/pages.h).
 */
#ifndef CLEAT_HOST_MM_H
#define CLEAT_HOST_MM_H

#include "types.h"

#define CLEAT_PAGES_MAX (1u << 18)

struct host_pages;

struct cleat_pages {
	struct host_pages *host;
	unsigned int nr;
	bool writable;
};

#endif
