/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "park.h"

#include <linux/futex.h>

#include "core.h"
#include "spin.h"
#include <cleat/printk.h>

/*
 * A waker signals when it has let go of its locks, so that the sleeper does not run into them at once,
 * which costs more than all the rest of a wake-up; by then the sleeper's thread may be gone. So a bed
 * is never freed: the next new thread gets it, and a signal that comes late wakes that for nothing.
 */
enum { MAX_LATE = 16 };
static pthread_mutex_t beds_lock = PTHREAD_MUTEX_INITIALIZER;
static struct host_park *beds;
static pthread_key_t at_thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static __thread struct host_park *self;
static __thread int thread_id;

/* How many locks this thread holds that a sleeper could want, and whom it has to signal then. */
static __thread int holding, n_late;
static __thread struct host_park *late[MAX_LATE];

static void give_back(void *bed)
{
	struct host_park *park = bed;

	self = NULL;
	pthread_mutex_lock(&beds_lock);
	park->next = beds;
	beds = park;
	pthread_mutex_unlock(&beds_lock);
}

static void begin(void)
{
	pthread_key_create(&at_thread_end, give_back);
}

struct host_park *host_park_self(void)
{
	struct host_park *park;

	if (self)
		return self;
	pthread_once(&once, begin);
	pthread_mutex_lock(&beds_lock);
	park = beds;
	if (park)
		beds = park->next;
	pthread_mutex_unlock(&beds_lock);
	if (!park)
		park = calloc(1, sizeof(*park));
	if (!park)
		cleat_bug(__FILE__, __LINE__, "no memory for a thread");
	host_park_arm(park);
	pthread_setspecific(at_thread_end, park);
	self = park;
	return park;
}

static void signal_to(struct host_park *park)
{
	syscall(SYS_futex, &park->word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

void host_park_arm(struct host_park *park)
{
	__atomic_exchange_n(&park->word, PARK_EMPTY, __ATOMIC_ACQ_REL);
}

void host_park_wake(struct host_park *park)
{
	if (__atomic_exchange_n(&park->word, PARK_TOKEN, __ATOMIC_ACQ_REL) != PARK_ASLEEP)
		return;
	if (holding && n_late < MAX_LATE)
		late[n_late++] = park;
	else
		signal_to(park);
}

void host_park_hold(void)
{
	holding++;
}

void host_park_let_go(void)
{
	if (--holding)
		return;
	for (int i = 0; i < n_late; i++)
		signal_to(late[i]);
	n_late = 0;
}

bool host_park_asleep(struct host_park *park)
{
	return __atomic_load_n(&park->word, __ATOMIC_ACQUIRE) == PARK_ASLEEP ||
	       __atomic_load_n(&park->blocked, __ATOMIC_ACQUIRE);
}

void host_park_block(bool begin)
{
	__atomic_store_n(&host_park_self()->blocked, begin, __ATOMIC_RELEASE);
}

/* From @seen to @to; false when it was not @seen any more. */
static bool turn(struct host_park *park, unsigned int seen, unsigned int to)
{
	return __atomic_compare_exchange_n(&park->word, &seen, to, false, __ATOMIC_ACQ_REL,
					   __ATOMIC_ACQUIRE);
}

bool host_park_sleep(struct host_park *park, const struct timespec *end)
{
	struct host_call *call = host_call_current();

	if (call)
		call->sleeps++;
	if (call && call->spins)
		host_spin(&park->word, PARK_EMPTY);
	if (!turn(park, PARK_EMPTY, PARK_ASLEEP))
		return true;
	while (__atomic_load_n(&park->word, __ATOMIC_ACQUIRE) == PARK_ASLEEP) {
		if (syscall(SYS_futex, &park->word, FUTEX_WAIT_BITSET_PRIVATE, PARK_ASLEEP, end, NULL,
			    FUTEX_BITSET_MATCH_ANY) < 0 &&
		    errno == ETIMEDOUT)
			return !turn(park, PARK_ASLEEP, PARK_EMPTY);
	}
	return true;
}

int host_thread_id(void)
{
	static int last;

	if (!thread_id)
		thread_id = __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
	return thread_id;
}
