/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "park.h"

#include <linux/futex.h>

#include "core.h"
#include <cleat/printk.h>

/*
 * A waker signals when it has let go of its locks, so that the sleeper does not run into them at once,
 * which costs more than all the rest of a wake-up; by then the sleeper's thread may be gone. So a bed
 * is never freed: the next new thread gets it, and a signal that comes late wakes that for nothing. A
 * strand that is away stays so until it is signalled.
 */
static pthread_mutex_t beds_lock = PTHREAD_MUTEX_INITIALIZER;
static struct host_park *beds;
static pthread_key_t at_thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void give_back(void *bed)
{
	struct host_park *park = bed;

	host_strand()->park = NULL;
	pthread_mutex_lock(&beds_lock);
	park->next = beds;
	beds = park;
	pthread_mutex_unlock(&beds_lock);
}

static void begin(void)
{
	pthread_key_create(&at_thread_end, give_back);
}

static struct host_park *new_bed(void)
{
	struct host_park *park = calloc(1, sizeof(*park));

	if (!park)
		cleat_bug(__FILE__, __LINE__, "no memory for a thread");
	return park;
}

static struct host_park *bed_of_thread(void)
{
	struct host_park *park;

	pthread_once(&once, begin);
	pthread_mutex_lock(&beds_lock);
	park = beds;
	if (park)
		beds = park->next;
	pthread_mutex_unlock(&beds_lock);
	if (!park)
		park = new_bed();
	pthread_setspecific(at_thread_end, park);
	return park;
}

struct host_park *host_park_self(void)
{
	struct host_strand *strand = host_strand();

	if (strand->park)
		return strand->park;
	if (strand->leave) {
		strand->park = new_bed();
		strand->park->strand = strand;
	} else {
		strand->park = bed_of_thread();
	}
	host_park_arm(strand->park);
	return strand->park;
}

static void signal_to(struct host_park *park, bool away)
{
	if (away)
		park->strand->ready(park->strand);
	else
		syscall(SYS_futex, &park->word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

void host_park_arm(struct host_park *park)
{
	__atomic_exchange_n(&park->word, PARK_EMPTY, __ATOMIC_ACQ_REL);
}

void host_park_wake(struct host_park *park)
{
	unsigned int was = __atomic_exchange_n(&park->word, PARK_TOKEN, __ATOMIC_ACQ_REL);
	struct host_strand *self = host_strand();

	if (was != PARK_ASLEEP && was != PARK_AWAY)
		return;
	if (self->holding && self->n_late < STRAND_LATE)
		self->late[self->n_late++] = (struct host_late){park, was == PARK_AWAY};
	else
		signal_to(park, was == PARK_AWAY);
}

void host_park_hold(void)
{
	host_strand()->holding++;
}

void host_park_let_go(void)
{
	struct host_strand *self = host_strand();

	if (--self->holding)
		return;
	for (int i = 0; i < self->n_late; i++)
		signal_to(self->late[i].park, self->late[i].away);
	self->n_late = 0;
}

bool host_park_asleep(struct host_park *park)
{
	return __atomic_load_n(&park->word, __ATOMIC_ACQUIRE) >= PARK_ASLEEP ||
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

/* For the strand, on its thread. */
STRAND_QUIET bool host_park_leave(struct host_park *park)
{
	unsigned int seen = PARK_EMPTY;

	return __atomic_compare_exchange_n(&park->word, &seen, PARK_AWAY, false, __ATOMIC_ACQ_REL,
					   __ATOMIC_ACQUIRE);
}

bool host_park_sleep(struct host_park *park, const struct timespec *end)
{
	struct host_strand *strand = host_strand();

	if (strand->call)
		strand->call->sleeps++;
	if (strand->leave && !strand->pinned && !end) {
		strand->leave(strand);
		/* What the waker did before. */
		__atomic_load_n(&park->word, __ATOMIC_ACQUIRE);
		return true;
	}
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
	struct host_strand *strand = host_strand();

	if (!strand->id)
		strand->id = __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
	return strand->id;
}
