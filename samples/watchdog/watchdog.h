/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The one device. Its lock guards all that changes; the two timers run in interrupts and take it.
 * A timer is never cancelled while the device lives: it may run late or for nothing, and looks at
 * "running" and "deadline" under the lock to see whether it is meant. So no cancel can end a timer
 * that somebody else has just started.
 */
#ifndef WATCHDOG_H
#define WATCHDOG_H

#include <cleat/hrtimer.h>
#include <cleat/miscdevice.h>
#include <cleat/spinlock.h>

#include "uapi.h"

#define WATCHDOG_IDENTITY "Cleat software watchdog"

enum {
	WATCHDOG_OPTIONS = WDIOF_SETTIMEOUT | WDIOF_MAGICCLOSE | WDIOF_PRETIMEOUT |
			   WDIOF_CARDRESET | WDIOF_KEEPALIVEPING,
};

enum watchdog_action { ACTION_REBOOT, ACTION_PANIC, ACTION_LOG, N_ACTIONS };

/**
 * struct watchdog - the device
 * @open: somebody has it open; @may_stop: its last write had a 'V'
 * @running: without a sign of life until @deadline, @action follows; the module is pinned
 * @timeout, @pretimeout: seconds; 0 < timeout, pretimeout < timeout
 * @status, @bootstatus: WDIOF_ flags
 */
struct watchdog {
	struct miscdevice misc;
	spinlock_t lock;
	struct hrtimer timer;
	struct hrtimer pretimer;
	enum watchdog_action action;
	bool open __guarded_by(&lock);
	bool running __guarded_by(&lock);
	bool may_stop __guarded_by(&lock);
	u32 timeout __guarded_by(&lock);
	u32 pretimeout __guarded_by(&lock);
	ktime_t deadline __guarded_by(&lock);
	s32 status __guarded_by(&lock);
	s32 bootstatus __guarded_by(&lock);
};

static inline s64 watchdog_ms_left(struct watchdog *w) __must_hold(&w->lock)
{
	return ktime_ms_delta(w->deadline, ktime_get());
}

/** watchdog_get - what the WDIOC_GET… command @cmd answers */
s32 watchdog_get(struct watchdog *w, unsigned int cmd);
/** watchdog_take_status - the answer to GETSTATUS: it tells of a sign of life once */
s32 watchdog_take_status(struct watchdog *w);

/* The parameter. */
extern bool nowayout;

/* For the miscdevice (attributes.c). */
extern const struct attribute_group *watchdog_groups[];

#endif
