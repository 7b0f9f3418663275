/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "clock.h"
#include <cleat/delay.h>
#include <cleat/jiffies.h>
#include <cleat/ktime.h>
#include <cleat/sched.h>
#include <cleat/wait.h>

static u64 added, start;

static u64 read_clock(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (u64)ts.tv_sec * NSEC_PER_SEC + (u64)ts.tv_nsec;
}

/* Before any thread of the runtime, so that jiffies needs no lock. */
__attribute__((constructor)) static void begin(void)
{
	start = read_clock(CLOCK_MONOTONIC);
}

static u64 shown(clockid_t id)
{
	return read_clock(id) + __atomic_load_n(&added, __ATOMIC_ACQUIRE);
}

u64 host_clock_ns(void)
{
	return shown(CLOCK_MONOTONIC);
}

void host_clock_add(u64 ns)
{
	__atomic_add_fetch(&added, ns, __ATOMIC_ACQ_REL);
}

u64 host_clock_real(u64 ns)
{
	u64 ahead = __atomic_load_n(&added, __ATOMIC_ACQUIRE);

	return ns > ahead ? ns - ahead : 0;
}

/* ---- jiffies ---- */

unsigned long cleat_jiffies(void)
{
	return INITIAL_JIFFIES + (host_clock_ns() - start) / NSEC_PER_MSEC;
}

u64 host_jiffies_to_clock(unsigned long j)
{
	/* Some centuries: the product must not wrap. */
	const u64 far = 1ull << 43;
	long since_start = (long)(j - INITIAL_JIFFIES);

	if (since_start < 0)
		return 0;
	return start + min((u64)since_start, far) * NSEC_PER_MSEC;
}

unsigned long msecs_to_jiffies(unsigned int ms)
{
	return (int)ms < 0 ? MAX_JIFFY_OFFSET : ms;
}

unsigned long usecs_to_jiffies(unsigned int us)
{
	return DIV_ROUND_UP((unsigned long)us, 1000ul);
}

unsigned int jiffies_to_msecs(unsigned long j)
{
	return (unsigned int)j;
}

unsigned int jiffies_to_usecs(unsigned long j)
{
	return (unsigned int)(j * 1000);
}

/* Down when little is lost, else up; never into the past. */
unsigned long round_jiffies(unsigned long j)
{
	unsigned long rem = j % HZ, rounded = rem < HZ / 4 ? j - rem : j - rem + HZ;

	return time_is_after_jiffies(rounded) ? rounded : j;
}

unsigned long round_jiffies_relative(unsigned long j)
{
	unsigned long now = jiffies;

	return round_jiffies(now + j) - now;
}

/* ---- ktime ---- */

u64 ktime_get_ns(void)
{
	return host_clock_ns();
}

u64 ktime_get_boottime_ns(void)
{
	return shown(CLOCK_BOOTTIME);
}

u64 ktime_get_real_ns(void)
{
	return shown(CLOCK_REALTIME);
}

/* ---- delays ---- */

static void sleep_ns(u64 ns)
{
	u64 end = read_clock(CLOCK_MONOTONIC) + ns;
	struct timespec ts = {.tv_sec = (time_t)(end / NSEC_PER_SEC),
			      .tv_nsec = (long)(end % NSEC_PER_SEC)};

	might_sleep();
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) == EINTR)
		;
}

void msleep(unsigned int ms)
{
	sleep_ns((u64)ms * NSEC_PER_MSEC);
}

void usleep_range(unsigned long lo, unsigned long hi)
{
	WARN_ON(lo > hi);
	sleep_ns(lo * NSEC_PER_USEC);
}

unsigned long msleep_interruptible(unsigned int ms)
{
	u64 begin = read_clock(CLOCK_MONOTONIC), passed;
	DECLARE_WAIT_QUEUE_HEAD(nobody);

	might_sleep();
	if (wait_event_interruptible_timeout(nobody, false, (long)ms) != -ERESTARTSYS)
		return 0;
	passed = (read_clock(CLOCK_MONOTONIC) - begin) / NSEC_PER_MSEC;
	return passed < ms ? ms - passed : 0;
}

void ndelay(unsigned long ns)
{
	u64 end = read_clock(CLOCK_MONOTONIC) + ns;

	while (read_clock(CLOCK_MONOTONIC) < end)
		;
}

void udelay(unsigned long us)
{
	ndelay(us * NSEC_PER_USEC);
}

void mdelay(unsigned long ms)
{
	ndelay(ms * NSEC_PER_MSEC);
}
