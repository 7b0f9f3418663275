/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef DEFERRED_UAPI_H
#define DEFERRED_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/*
 * The work function counts; it queues itself @again times; while the gate is shut it waits in
 * it.
 */
#define DEFERRED_QUEUE _IO('D', 1)
#define DEFERRED_PENDING _IO('D', 2)
#define DEFERRED_FLUSH _IO('D', 3)
#define DEFERRED_CANCEL _IO('D', 4)
#define DEFERRED_COUNT _IO('D', 5)
#define DEFERRED_GATE _IOW('D', 6, __u32)
#define DEFERRED_AGAIN _IOW('D', 7, __u32)

/* The same for delayed work; the argument is milliseconds. */
#define DEFERRED_LATER _IOW('D', 16, __u32)
#define DEFERRED_LATER_MOD _IOW('D', 17, __u32)
#define DEFERRED_LATER_PENDING _IO('D', 18)
#define DEFERRED_LATER_FLUSH _IO('D', 19)
#define DEFERRED_LATER_CANCEL _IO('D', 20)
#define DEFERRED_LATER_COUNT _IO('D', 21)

/* Items that take themselves along, on a queue that runs one at a time; then the queue's end. */
#define DEFERRED_ITEM _IOW('D', 32, __u32)
#define DEFERRED_DRAIN _IO('D', 33)
/* The items' numbers in the order in which they ran, as decimal digits. */
#define DEFERRED_ORDER _IO('D', 34)

#endif
