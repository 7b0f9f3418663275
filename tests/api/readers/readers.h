/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef READERS_H
#define READERS_H

#include <cleat/atomic.h>
#include <cleat/rcupdate.h>

/* The present configuration: read without a lock, replaced under one. */
int __must_check config_set(u32 limit);
u32 config_limit(void);
void config_clear(void);

/* The same through a callback, whose calls are counted. */
extern atomic_t configs_retired;
int __must_check config_set_counted(u32 limit);

#endif
