/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef LOCKS_H
#define LOCKS_H

#include <cleat/completion.h>
#include <cleat/mutex.h>
#include <cleat/rwsem.h>
#include <cleat/spinlock.h>

/* A table under a reader-writer semaphore: two numbers that are always equal. */
void table_bump(void);
bool table_is_whole(void);

/* Two of one kind are locked together; @from and @to may be one. */
struct purse {
	struct mutex lock;
	long coins __guarded_by(&lock);
	spinlock_t notes_lock;
	long notes __guarded_by(&notes_lock);
};
void purse_init(struct purse *p __writes, long coins, long notes);
void purse_move_coins(struct purse *from, struct purse *to, long n);
/* -ENOSPC when there are fewer. */
int purse_move_notes(struct purse *from, struct purse *to, long n);

#endif
