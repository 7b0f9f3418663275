/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Mutexes and spinlocks: pthread mutexes, with the checks that a debug kernel makes. A lock taken
 * twice by one thread, released by a thread that does not hold it, or a sleep in atomic context
 * ends the process with a message that names the place, instead of a hang or silence.
 */
#include "libc.h"

#include "core.h"
#include "park.h"
#include <cleat/mutex.h>
#include <cleat/spinlock.h>

_Static_assert(sizeof(((struct mutex *)0)->pthread) >= sizeof(pthread_mutex_t),
	       "struct mutex is too small");

static __thread int atomic_depth;

#define PTHREAD(lock) ((pthread_mutex_t *)(lock)->pthread)

void cleat_atomic_enter(void)
{
	atomic_depth++;
	host_park_hold();
}

void cleat_atomic_leave(void)
{
	atomic_depth--;
	host_park_let_go();
}

void might_sleep(void)
{
	if (atomic_depth)
		cleat_warn(true, "might_sleep", 0, "sleeping function called in atomic context");
}

static void owned(int *owner, const void *lock, const char *kind)
{
	if (__atomic_load_n(owner, __ATOMIC_RELAXED) == host_thread_id()) {
		printk(KERN_ERR "%s %p: locked again by the thread that holds it\n", kind, lock);
		cleat_bug(__FILE__, __LINE__, "double lock");
	}
}

static void disowned(int *owner, const void *lock, const char *kind)
{
	if (__atomic_load_n(owner, __ATOMIC_RELAXED) != host_thread_id()) {
		printk(KERN_ERR "%s %p: unlocked by a thread that does not hold it\n", kind, lock);
		cleat_bug(__FILE__, __LINE__, "unlock without lock");
	}
	__atomic_store_n(owner, 0, __ATOMIC_RELAXED);
}

static void own(int *owner)
{
	__atomic_store_n(owner, host_thread_id(), __ATOMIC_RELAXED);
}

void mutex_init(struct mutex *lock)
{
	pthread_mutex_init(PTHREAD(lock), NULL);
	lock->owner = 0;
}

void mutex_destroy(struct mutex *lock)
{
	WARN_ON(mutex_is_locked(lock));
	pthread_mutex_destroy(PTHREAD(lock));
}

/*
 * A lock that is free is taken without a word to whoever asks whether this thread sleeps. But a
 * trylock tells ThreadSanitizer nothing about the order of locks, so there it is taken once more.
 */
static bool taken_at_once(pthread_mutex_t *m)
{
	if (pthread_mutex_trylock(m) != 0)
		return false;
#ifdef __SANITIZE_THREAD__
	pthread_mutex_unlock(m);
	pthread_mutex_lock(m);
#endif
	return true;
}

void mutex_lock(struct mutex *lock)
{
	might_sleep();
	owned(&lock->owner, lock, "mutex");
	if (!taken_at_once(PTHREAD(lock))) {
		host_park_block(true);
		pthread_mutex_lock(PTHREAD(lock));
		host_park_block(false);
	}
	own(&lock->owner);
}

/*
 * The lock is polled while a signal could come: a mutex is held for short times, and a pthread
 * mutex cannot be left half-way.
 */
static int lock_or_signal(struct mutex *lock)
{
	struct timespec end;

	do {
		if (signal_pending(current))
			return -EINTR;
		clock_gettime(CLOCK_REALTIME, &end);
		end.tv_nsec += 10000000;
		end.tv_sec += end.tv_nsec / 1000000000;
		end.tv_nsec %= 1000000000;
	} while (pthread_mutex_timedlock(PTHREAD(lock), &end) != 0);
	return 0;
}

int mutex_lock_interruptible(struct mutex *lock)
{
	int err = 0;

	might_sleep();
	owned(&lock->owner, lock, "mutex");
	if (cleat_fault(CLEAT_FAULT_WAIT))
		return -EINTR;
	if (!taken_at_once(PTHREAD(lock))) {
		host_park_block(true);
		err = lock_or_signal(lock);
		host_park_block(false);
	}
	if (!err)
		own(&lock->owner);
	return err;
}

int mutex_lock_killable(struct mutex *lock)
{
	return mutex_lock_interruptible(lock);
}

int mutex_trylock(struct mutex *lock)
{
	if (pthread_mutex_trylock(PTHREAD(lock)) != 0)
		return 0;
	own(&lock->owner);
	return 1;
}

void mutex_unlock(struct mutex *lock)
{
	disowned(&lock->owner, lock, "mutex");
	pthread_mutex_unlock(PTHREAD(lock));
}

bool mutex_is_locked(struct mutex *lock)
{
	return __atomic_load_n(&lock->owner, __ATOMIC_RELAXED) != 0;
}

bool cleat_mutex_held(const struct mutex *lock)
{
	return __atomic_load_n(&lock->owner, __ATOMIC_RELAXED) == host_thread_id();
}

void spin_lock_init(spinlock_t *lock)
{
	pthread_mutex_init(PTHREAD(lock), NULL);
	lock->owner = 0;
}

void spin_lock(spinlock_t *lock)
{
	owned(&lock->owner, lock, "spinlock");
	cleat_atomic_enter();
	pthread_mutex_lock(PTHREAD(lock));
	own(&lock->owner);
}

int spin_trylock(spinlock_t *lock)
{
	if (pthread_mutex_trylock(PTHREAD(lock)) != 0)
		return 0;
	cleat_atomic_enter();
	own(&lock->owner);
	return 1;
}

void spin_unlock(spinlock_t *lock)
{
	disowned(&lock->owner, lock, "spinlock");
	pthread_mutex_unlock(PTHREAD(lock));
	cleat_atomic_leave();
}

void spin_lock_irq(spinlock_t *lock)
{
	spin_lock(lock);
}

void spin_unlock_irq(spinlock_t *lock)
{
	spin_unlock(lock);
}

void spin_lock_bh(spinlock_t *lock)
{
	spin_lock(lock);
}

void spin_unlock_bh(spinlock_t *lock)
{
	spin_unlock(lock);
}

bool spin_is_locked(spinlock_t *lock)
{
	return __atomic_load_n(&lock->owner, __ATOMIC_RELAXED) != 0;
}

bool cleat_spin_held(const spinlock_t *lock)
{
	return __atomic_load_n(&lock->owner, __ATOMIC_RELAXED) == host_thread_id();
}
