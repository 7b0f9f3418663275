/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Names for numbers that must not be shown: an address becomes a number that is the same for the same
 * address as long as the driver is there, and that does not lead back to it.
 *
 *	cleat_hash_id(value)	32 bits of SipHash under a key that is drawn at the first use
 *
 * Context: any. Source: Documentation/core-api/printk-formats.rst (%p); include/linux/siphash.h.
 *
 * Wrong: a log that everybody may read tells where a program's objects lie::
 *
 *	seq_printf(m, "node %llx\n", node->ptr);
 *
 * Right::
 *
 *	seq_printf(m, "node %08x\n", cleat_hash_id(node->ptr));
 */
#ifndef CLEAT_HASH_H
#define CLEAT_HASH_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/cache.h>
#include <linux/once.h>
#include <linux/random.h>
#include <linux/siphash.h>

static inline u32 cleat_hash_id(u64 value)
{
	static siphash_key_t key __read_mostly;

	get_random_once(&key, sizeof(key));
	return siphash_1u64(value, &key);
}
#else
u32 cleat_hash_id(u64 value);
#endif

#endif
