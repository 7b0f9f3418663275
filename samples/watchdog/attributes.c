/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What the watchdog tells of itself: by ioctl, and in sysfs under the names of the kernel's
 * watchdog class, where wdctl reads it while another program has the device open.
 */
#include <cleat/sysfs.h>

#include "watchdog.h"

/* Rounded down: never more than there is. */
static s32 watchdog_timeleft(struct watchdog *w) __must_hold(&w->lock)
{
	if (!w->running)
		return (s32)w->timeout;
	return (s32)(max(watchdog_ms_left(w), (s64)0) / MSEC_PER_SEC);
}

static s32 watchdog_status(struct watchdog *w) __must_hold(&w->lock)
{
	return w->status | (w->may_stop ? WDIOF_MAGICCLOSE : 0);
}

s32 watchdog_get(struct watchdog *w, unsigned int cmd)
{
	guard(spinlock_irqsave)(&w->lock);
	switch (cmd) {
	case WDIOC_GETSTATUS:
		return watchdog_status(w);
	case WDIOC_GETBOOTSTATUS:
		return w->bootstatus;
	case WDIOC_GETTIMELEFT:
		return watchdog_timeleft(w);
	case WDIOC_GETPRETIMEOUT:
		return (s32)w->pretimeout;
	default:
		return (s32)w->timeout;
	}
}

static bool watchdog_running(struct watchdog *w)
{
	guard(spinlock_irqsave)(&w->lock);
	return w->running;
}

s32 watchdog_take_status(struct watchdog *w)
{
	guard(spinlock_irqsave)(&w->lock);
	s32 status = watchdog_status(w);

	w->status &= ~WDIOF_KEEPALIVEPING;
	return status;
}

/* ---- sysfs ---- */

static ssize_t watchdog_identity_show(struct watchdog *w, char *buf)
{
	return sysfs_emit(buf, "%s\n", WATCHDOG_IDENTITY);
}
DEFINE_DEVICE_ATTR(watchdog_attr_identity, struct watchdog, misc, "identity", 0444,
	.show = watchdog_identity_show);

static ssize_t watchdog_options_show(struct watchdog *w, char *buf)
{
	return sysfs_emit(buf, "0x%x\n", WATCHDOG_OPTIONS);
}
DEFINE_DEVICE_ATTR(watchdog_attr_options, struct watchdog, misc, "options", 0444,
	.show = watchdog_options_show);

static ssize_t watchdog_state_show(struct watchdog *w, char *buf)
{
	return sysfs_emit(buf, "%s\n", watchdog_running(w) ? "active" : "inactive");
}
DEFINE_DEVICE_ATTR(watchdog_attr_state, struct watchdog, misc, "state", 0444,
	.show = watchdog_state_show);

static ssize_t watchdog_nowayout_show(struct watchdog *w, char *buf)
{
	return sysfs_emit(buf, "%d\n", nowayout);
}
DEFINE_DEVICE_ATTR(watchdog_attr_nowayout, struct watchdog, misc, "nowayout", 0444,
	.show = watchdog_nowayout_show);

static ssize_t watchdog_status_show(struct watchdog *w, char *buf)
{
	return sysfs_emit(buf, "0x%x\n", (unsigned int)watchdog_get(w, WDIOC_GETSTATUS));
}
DEFINE_DEVICE_ATTR(watchdog_attr_status, struct watchdog, misc, "status", 0444,
	.show = watchdog_status_show);

static ssize_t watchdog_bootstatus_show(struct watchdog *w, char *buf)
{
	return sysfs_emit(buf, "%d\n", watchdog_get(w, WDIOC_GETBOOTSTATUS));
}
DEFINE_DEVICE_ATTR(watchdog_attr_bootstatus, struct watchdog, misc, "bootstatus", 0444,
	.show = watchdog_bootstatus_show);

static ssize_t watchdog_timeout_show(struct watchdog *w, char *buf)
{
	return sysfs_emit(buf, "%d\n", watchdog_get(w, WDIOC_GETTIMEOUT));
}
DEFINE_DEVICE_ATTR(watchdog_attr_timeout, struct watchdog, misc, "timeout", 0444,
	.show = watchdog_timeout_show);

static ssize_t watchdog_pretimeout_show(struct watchdog *w, char *buf)
{
	return sysfs_emit(buf, "%d\n", watchdog_get(w, WDIOC_GETPRETIMEOUT));
}
DEFINE_DEVICE_ATTR(watchdog_attr_pretimeout, struct watchdog, misc, "pretimeout", 0444,
	.show = watchdog_pretimeout_show);

static ssize_t watchdog_timeleft_show(struct watchdog *w, char *buf)
{
	return sysfs_emit(buf, "%d\n", watchdog_get(w, WDIOC_GETTIMELEFT));
}
DEFINE_DEVICE_ATTR(watchdog_attr_timeleft, struct watchdog, misc, "timeleft", 0444,
	.show = watchdog_timeleft_show);

static struct attribute *watchdog_attrs[] = {
	&watchdog_attr_identity.attr,
	&watchdog_attr_options.attr,
	&watchdog_attr_state.attr,
	&watchdog_attr_nowayout.attr,
	&watchdog_attr_status.attr,
	&watchdog_attr_bootstatus.attr,
	&watchdog_attr_timeout.attr,
	&watchdog_attr_pretimeout.attr,
	&watchdog_attr_timeleft.attr,
	NULL,
};

static const struct attribute_group watchdog_group = {.attrs = watchdog_attrs};
const struct attribute_group *watchdog_groups[] = {&watchdog_group, NULL};
