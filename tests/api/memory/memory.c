/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Memory that grows, and a lock against softirqs. */
#include <cleat/module.h>
#include <cleat/overflow.h>
#include <cleat/slab.h>

#include "memory.h"

static DEFINE_SPINLOCK(largest_lock);
static u32 largest __guarded_by(&largest_lock);

u32 memory_largest(void)
{
	guard(spinlock_bh)(&largest_lock);
	return largest;
}

void series_init(struct series *s)
{
	mutex_init(&s->lock);
	s->values = NULL;
	s->n = 0;
}

int series_add(struct series *s, u32 value)
{
	u32 *values;
	u32 n;

	guard(mutex)(&s->lock);
	if (check_add_overflow(s->n, 1, &n))
		return -EOVERFLOW;
	values = krealloc_array(s->values, n, sizeof(*values), GFP_KERNEL);
	if (!values)
		return -ENOMEM;
	values[n - 1] = value;
	s->values = values;
	s->n = n;
	scoped_guard(spinlock_bh, &largest_lock)
		largest = max(largest, value);
	return 0;
}

int series_at(struct series *s, u32 place, u32 *value)
{
	guard(mutex)(&s->lock);
	*value = 0;
	if (!s->values || place >= s->n)
		return -ENOENT;
	*value = s->values[place];
	return 0;
}

void series_clear(struct series *s)
{
	guard(mutex)(&s->lock);
	kfree(s->values);
	s->values = NULL;
	s->n = 0;
}

static int __init memory_init(void)
{
	return 0;
}

static void __exit memory_exit(void)
{
}

cleat_module(memory, memory_init, memory_exit);
MODULE_DESCRIPTION("test of memory that grows");
MODULE_AUTHOR("the Cleat authors");
