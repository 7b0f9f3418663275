/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Both kinds count who has access; a block of the kind that must not sleep is atomic context. */
#ifndef CLEAT_HOST_REVOCABLE_H
#define CLEAT_HOST_REVOCABLE_H

#include <cleat/wait.h>

struct cleat_srevocable {
	struct wait_queue_head idle;
	spinlock_t lock;
	void *object;
	long readers;
};

struct cleat_revocable {
	struct cleat_srevocable base;
};

extern int cleat_srevocable_init(struct cleat_srevocable *r, void *object);
extern void *cleat_srevocable_enter(struct cleat_srevocable *r, int *key);
extern void cleat_srevocable_leave(struct cleat_srevocable *r, int key);
extern void *cleat_srevocable_take(struct cleat_srevocable *r);
extern void cleat_srevocable_destroy(struct cleat_srevocable *r);

extern void cleat_revocable_init(struct cleat_revocable *r, void *object);
extern void *cleat_revocable_enter(struct cleat_revocable *r, int *key);
extern void cleat_revocable_leave(struct cleat_revocable *r, int key);
extern void *cleat_revocable_take(struct cleat_revocable *r);
extern void cleat_revocable_destroy(struct cleat_revocable *r);

#endif
