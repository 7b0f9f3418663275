/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Each thread remembers the few semaphores that it holds to read: taking one again, or releasing
 * one that it does not hold, ends the process with a message instead of a hang or silence.
 */
#include "libc.h"

#include "core.h"
#include "park.h"
#include <cleat/rwsem.h>

_Static_assert(sizeof(((struct rw_semaphore *)0)->gate) >= sizeof(pthread_mutex_t),
	       "struct rw_semaphore is too small");
_Static_assert(sizeof(((struct rw_semaphore *)0)->pthread) >= sizeof(pthread_rwlock_t),
	       "struct rw_semaphore is too small");

#define GATE(lock) ((pthread_mutex_t *)(lock)->gate)
#define PTHREAD(lock) ((pthread_rwlock_t *)(lock)->pthread)

enum { MAX_READ = 16 };

static __thread const struct rw_semaphore *reading[MAX_READ];

static void broken(const struct rw_semaphore *lock, const char *what)
{
	printk(KERN_ERR "rw_semaphore %p: %s\n", lock, what);
	cleat_bug(__FILE__, __LINE__, what);
}

/* The place of @lock in what this thread reads (NULL: a free place), or -1. */
static int place_of(const struct rw_semaphore *lock)
{
	for (int i = 0; i < MAX_READ; i++)
		if (reading[i] == lock)
			return i;
	return -1;
}

static bool writes(const struct rw_semaphore *lock)
{
	return __atomic_load_n(&lock->writer, __ATOMIC_RELAXED) == host_thread_id();
}

static void check_free(const struct rw_semaphore *lock)
{
	if (writes(lock))
		broken(lock, "locked again by the thread that holds it to write");
	if (place_of(lock) >= 0)
		broken(lock, "locked again by the thread that holds it to read");
}

static void begin_read(struct rw_semaphore *lock)
{
	int place = place_of(NULL);

	if (place < 0)
		broken(lock, "a thread holds too many semaphores to read");
	reading[place] = lock;
	__atomic_add_fetch(&lock->readers, 1, __ATOMIC_RELAXED);
}

static void begin_write(struct rw_semaphore *lock)
{
	__atomic_store_n(&lock->writer, host_thread_id(), __ATOMIC_RELAXED);
}

void init_rwsem(struct rw_semaphore *lock)
{
	pthread_mutex_init(GATE(lock), NULL);
	pthread_rwlock_init(PTHREAD(lock), NULL);
	lock->writer = lock->writers = lock->readers = 0;
}

void down_read(struct rw_semaphore *lock)
{
	might_sleep();
	check_free(lock);
	if (!down_read_trylock(lock)) {
		host_park_block(true);
		pthread_mutex_lock(GATE(lock));
		pthread_rwlock_rdlock(PTHREAD(lock));
		pthread_mutex_unlock(GATE(lock));
		host_park_block(false);
		begin_read(lock);
	}
}

/* Another reader is at the gate for a moment only, and no reason to fail. */
int down_read_trylock(struct rw_semaphore *lock)
{
	int err;

	while (pthread_mutex_trylock(GATE(lock)) != 0) {
		if (__atomic_load_n(&lock->writers, __ATOMIC_RELAXED))
			return 0;
		sched_yield();
	}
	err = pthread_rwlock_tryrdlock(PTHREAD(lock));
	pthread_mutex_unlock(GATE(lock));
	if (err)
		return 0;
	begin_read(lock);
	return 1;
}

void up_read(struct rw_semaphore *lock)
{
	int place = place_of(lock);

	if (place < 0)
		broken(lock, "released by a thread that does not hold it to read");
	reading[place] = NULL;
	__atomic_sub_fetch(&lock->readers, 1, __ATOMIC_RELAXED);
	pthread_rwlock_unlock(PTHREAD(lock));
}

void down_write(struct rw_semaphore *lock)
{
	might_sleep();
	check_free(lock);
	if (!down_write_trylock(lock)) {
		__atomic_add_fetch(&lock->writers, 1, __ATOMIC_RELAXED);
		host_park_block(true);
		pthread_mutex_lock(GATE(lock));
		pthread_rwlock_wrlock(PTHREAD(lock));
		host_park_block(false);
		begin_write(lock);
	}
}

int down_write_trylock(struct rw_semaphore *lock)
{
	if (pthread_mutex_trylock(GATE(lock)) != 0)
		return 0;
	if (pthread_rwlock_trywrlock(PTHREAD(lock)) != 0) {
		pthread_mutex_unlock(GATE(lock));
		return 0;
	}
	__atomic_add_fetch(&lock->writers, 1, __ATOMIC_RELAXED);
	begin_write(lock);
	return 1;
}

static void end_write(struct rw_semaphore *lock)
{
	if (!writes(lock))
		broken(lock, "released by a thread that does not hold it to write");
	__atomic_store_n(&lock->writer, 0, __ATOMIC_RELAXED);
	__atomic_sub_fetch(&lock->writers, 1, __ATOMIC_RELAXED);
	pthread_rwlock_unlock(PTHREAD(lock));
}

void up_write(struct rw_semaphore *lock)
{
	end_write(lock);
	pthread_mutex_unlock(GATE(lock));
}

void downgrade_write(struct rw_semaphore *lock)
{
	end_write(lock);
	pthread_rwlock_rdlock(PTHREAD(lock));
	begin_read(lock);
	pthread_mutex_unlock(GATE(lock));
}

/* Tried again and again, as a signal could come: neither pthread lock can be left half-way. */
static int until_signal(struct rw_semaphore *lock, int (*try_lock)(struct rw_semaphore *lock))
{
	const struct timespec pause = {.tv_nsec = 1000000};
	int err = 0;

	might_sleep();
	check_free(lock);
	if (cleat_fault(CLEAT_FAULT_WAIT))
		return -EINTR;
	if (try_lock(lock))
		return 0;
	host_park_block(true);
	do {
		if (signal_pending(current))
			err = -EINTR;
		else
			nanosleep(&pause, NULL);
	} while (!err && !try_lock(lock));
	host_park_block(false);
	return err;
}

int down_read_interruptible(struct rw_semaphore *lock)
{
	return until_signal(lock, down_read_trylock);
}

int down_read_killable(struct rw_semaphore *lock)
{
	return until_signal(lock, down_read_trylock);
}

int down_write_killable(struct rw_semaphore *lock)
{
	return until_signal(lock, down_write_trylock);
}

int rwsem_is_locked(struct rw_semaphore *lock)
{
	return __atomic_load_n(&lock->writer, __ATOMIC_RELAXED) ||
	       __atomic_load_n(&lock->readers, __ATOMIC_RELAXED);
}

bool cleat_rwsem_held(const struct rw_semaphore *lock)
{
	return writes(lock) || place_of(lock) >= 0;
}

bool cleat_rwsem_held_write(const struct rw_semaphore *lock)
{
	return writes(lock);
}
