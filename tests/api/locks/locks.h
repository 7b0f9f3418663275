/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef LOCKS_H
#define LOCKS_H

#include <cleat/completion.h>
#include <cleat/mutex.h>
#include <cleat/rwsem.h>

/* A table under a reader-writer semaphore: two numbers that are always equal. */
void table_bump(void);
bool table_is_whole(void);

#endif
