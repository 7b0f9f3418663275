/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What a lock guards is in order when it is let go: no two owners of one object. */
#include <cleat/prelude.h>

#include <cleat/mutex.h>
#include <cleat/slab.h>

struct item { struct item *__own __opt next; u32 id; };
struct queue {
	struct mutex lock;
	struct item *__own __opt head __guarded_by(&lock);
	struct item *__own __opt spare __guarded_by(&lock);
};
void item_end(struct item *__own it);

/* bad: "next" goes with the item, and is the new head */
void queue_drop(struct queue *q)
{
	struct item *it;

	mutex_lock(&q->lock);
	it = q->head;
	if (!it) {
		mutex_unlock(&q->lock);
		return;
	}
	q->head = it->next;
	mutex_unlock(&q->lock);
	item_end(it);
}

/* good */
void queue_drop_well(struct queue *q)
{
	struct item *it;

	mutex_lock(&q->lock);
	it = q->head;
	if (!it) {
		mutex_unlock(&q->lock);
		return;
	}
	q->head = it->next;
	it->next = NULL;
	mutex_unlock(&q->lock);
	item_end(it);
}

/* bad: two places of the queue */
void queue_spare(struct queue *q)
{
	guard(mutex)(&q->lock);
	if (!q->spare)
		q->spare = q->head;
}

/* good: moved */
void queue_spare_well(struct queue *q)
{
	guard(mutex)(&q->lock);
	if (q->spare)
		return;
	q->spare = q->head;
	q->head = NULL;
}

/*
 * check:
 *	28: CL115: one object is owned by both 'q->head' and 'q->head->next'
 *	30: CL108: 'q->head' is left pointing to an object that is gone
 *	55: CL115: one object is owned by both 'q->spare' and 'q->head'
 */
