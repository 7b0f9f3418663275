/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Threads and processes: who is there, who waits, who is woken.
 */
#ifndef BINDER_THREAD_H
#define BINDER_THREAD_H

#include "binder.h"

/* Which messages are printed; values are Linux's. */
enum {
	BINDER_DEBUG_USER_ERROR = 1 << 0,
	BINDER_DEBUG_FAILED_TRANSACTION = 1 << 1,
	BINDER_DEBUG_DEAD_TRANSACTION = 1 << 2,
	BINDER_DEBUG_OPEN_CLOSE = 1 << 3,
	BINDER_DEBUG_DEAD_BINDER = 1 << 4,
	BINDER_DEBUG_DEATH_NOTIFICATION = 1 << 5,
	BINDER_DEBUG_READ_WRITE = 1 << 6,
	BINDER_DEBUG_USER_REFS = 1 << 7,
	BINDER_DEBUG_THREADS = 1 << 8,
	BINDER_DEBUG_TRANSACTION = 1 << 9,
};

extern unsigned int binder_debug_mask;

#define binder_debug(bit, ...)                                                                     \
	do {                                                                                       \
		if (unlikely(READ_ONCE(binder_debug_mask) & (bit)))                                \
			pr_info_ratelimited(__VA_ARGS__);                                          \
	} while (0)
#define binder_user_error(...) binder_debug(BINDER_DEBUG_USER_ERROR, __VA_ARGS__)

/** binder_next_id - a number for an object, for logs and BINDER_GET_EXTENDED_ERROR */
int binder_next_id(void);

/** binder_proc_wake - somebody is to look at proc->todo */
void binder_proc_wake(struct binder_proc *proc) __must_hold(&binder_lock);

/** binder_thread_current - the calling thread in @proc, made at its first call; NULL: no memory */
struct binder_thread *__own __opt binder_thread_current(struct binder_proc *proc);

/** binder_thread_exit - the thread ends what it does here; its process forgets it */
void binder_thread_exit(struct binder_thread *thread);

/** binder_thread_rouse - thread->todo is worth reading */
void binder_thread_rouse(struct binder_thread *thread) __must_hold(&binder_lock);

/** binder_thread_error - @thread's next read begins with @cmd */
void binder_thread_error(struct binder_thread *thread, u32 cmd);

/** binder_thread_for_proc - may it take what is for any thread of its process? */
bool binder_thread_for_proc(struct binder_thread *thread) __must_hold(&binder_lock);

/** binder_thread_has_work - is there something to read? */
bool binder_thread_has_work(struct binder_thread *thread, bool for_proc) __must_hold(&binder_lock);

/** binder_set_nice - the caller's nice value, as far as it may */
void binder_set_nice(long nice);

static inline void binder_count(u32 *counter)
{
	WRITE_ONCE(*counter, READ_ONCE(*counter) + 1);
}

/** binder_thread_write - BC_ commands; @consumed moves behind each that was done. 0 or errno */
long binder_thread_write(struct binder_thread *thread, binder_uintptr_t buffer,
				      binder_size_t size, binder_size_t *consumed);

/** binder_thread_read - BR_ commands, sleeping until there is one unless @nonblock. 0 or errno */
long binder_thread_read(struct binder_thread *thread, binder_uintptr_t buffer,
				     binder_size_t size, binder_size_t *consumed, bool nonblock);

#endif
