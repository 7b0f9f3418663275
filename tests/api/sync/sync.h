/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef SYNC_H
#define SYNC_H

#include <cleat/atomic.h>
#include <cleat/bitops.h>
#include <cleat/completion.h>
#include <cleat/kref.h>
#include <cleat/rcupdate.h>
#include <cleat/rwsem.h>

/* A reference-counted object; how many were released is counted. */
struct node {
	struct kref refs;
	atomic_t uses;
};

extern atomic_t nodes_released;

void node_release(struct node *__own n);
DEFINE_REFCOUNTED(node, struct node, refs, node_release);

struct node *__own __opt __must_check node_create(void);

/* The present configuration: read without a lock, replaced under one. */
int __must_check config_set(u32 limit);
u32 config_limit(void);
void config_clear(void);

/* The same through a callback, whose calls are counted. */
extern atomic_t configs_retired;
int __must_check config_set_counted(u32 limit);

/* At most SYNC_USERS at a time, by a bound counter; slots, by a bitmap. */
enum { SYNC_USERS = 3, SYNC_SLOTS = 100 };
int __must_check user_enter(void);
void user_leave(void);
int __must_check slot_take(void);
void slot_give(int slot);

/* A table under a reader-writer semaphore: two numbers that are always equal. */
void table_bump(void);
bool table_is_whole(void);

#endif
