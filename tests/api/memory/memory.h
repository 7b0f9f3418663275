/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef MEMORY_H
#define MEMORY_H

#include <cleat/mutex.h>
#include <cleat/spinlock.h>
#include <cleat/types.h>

/* Numbers in the order in which they came, in an array that grows by one. */
struct series {
	struct mutex lock;
	u32 *__own __opt values __guarded_by(&lock) __counted_by(n);
	u32 n __guarded_by(&lock);
};

void series_init(struct series *s __writes);
int __must_check series_add(struct series *s, u32 value);
/* -ENOENT when it has no such place. */
int __must_check series_at(struct series *s, u32 place, u32 *value __writes);
void series_clear(struct series *s);

/* The largest number that was ever added to any; a softirq may ask. */
u32 memory_largest(void);

#endif
