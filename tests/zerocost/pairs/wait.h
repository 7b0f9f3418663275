/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the pair "wait" works on. */
#ifndef ZEROCOST_WAIT_H
#define ZEROCOST_WAIT_H

struct queue {
	struct mutex lock;
	u32 len;
	u32 room;
	struct wait_queue_head readable;
	spinlock_t spin;
};

int queue_take(struct queue *q);
int queue_take_spin(struct queue *q);
int queue_drain(struct queue *q);
long queue_take_timeout(struct queue *q, long ticks);

#endif
