/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the pair "lock" works on. The mutex is first, as in most drivers, at the object's start. */
#ifndef ZEROCOST_LOCK_H
#define ZEROCOST_LOCK_H

struct counter {
	struct mutex lock;
	bool busy;
	u64 value;
};

struct ring {
	u32 head, tail;
	spinlock_t lock;
	u32 slot[16];
};

void counter_add(struct counter *c, u64 n);
int counter_take(struct counter *c, u64 n, u64 *ret_left);
u64 counter_value(struct counter *c);
void counter_move(struct counter *from, struct counter *to, u64 n);
int ring_push(struct ring *r, u32 v);
int ring_pop(struct ring *r, u32 *ret_v);

#endif
