/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* State machines: what is owned or held in which state is known. */
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/uaccess.h>

struct item {
	struct cleat_list_link link;
	u32 key;
};
static void item_free(struct item *__own i)
{
	kfree(i);
}
DEFINE_OWNED_LIST(item_list, struct item, link, item_free);

struct box {
	struct mutex lock;
	struct item_list items __guarded_by(&lock);
	u32 n __guarded_by(&lock);
};

enum st { ST_IDLE, ST_ALLOC, ST_FILL, ST_PUT, ST_DONE, ST_FAIL };
int machine(struct box *b, const void __user *arg, size_t len);
/* good */
int machine(struct box *b, const void __user *arg, size_t len)
{
	enum st st = ST_IDLE;
	struct item *it = NULL;
	int err = 0;

	while (st != ST_DONE) {
		switch (st) {
		case ST_IDLE:
			st = len && len < 64 ? ST_ALLOC : ST_FAIL;
			if (st == ST_FAIL)
				err = -EINVAL;
			break;
		case ST_ALLOC:
			it = kzalloc_obj(*it);
			if (!it)
				err = -ENOMEM;
			st = it ? ST_FILL : ST_FAIL;
			break;
		case ST_FILL:
			err = cleat_get_user_obj(&it->key, arg);
			st = err ? ST_FAIL : ST_PUT;
			break;
		case ST_PUT:
			mutex_lock(&b->lock);
			item_list_add(&b->items, it);
			b->n++;
			mutex_unlock(&b->lock);
			it = NULL;
			st = ST_DONE;
			break;
		case ST_FAIL:
			if (it)
				item_free(it);
			st = ST_DONE;
			it = NULL;
			break;
		case ST_DONE:
			break;
		}
	}
	return err;
}
int machine2(struct box *b, const void __user *arg, size_t len);
/* bad: what was made is lost when it cannot be filled */
int machine2(struct box *b, const void __user *arg, size_t len)
{
	enum st st = ST_ALLOC;
	struct item *it = NULL;
	int err = 0;

	while (st != ST_DONE) {
		switch (st) {
		case ST_ALLOC:
			it = kzalloc_obj(*it);
			if (!it)
				return -ENOMEM;
			st = ST_FILL;
			break;
		case ST_FILL:
			err = cleat_get_user_obj(&it->key, arg);
			st = err ? ST_DONE : ST_PUT;
			break;
		case ST_PUT:
			mutex_lock(&b->lock);
			item_list_add(&b->items, it);
			mutex_unlock(&b->lock);
			st = ST_DONE;
			break;
		default:
			st = ST_DONE;
		}
	}
	return err;
}

int locked(struct box *b, u32 n);
/* good: held in one state, not in the others */
int locked(struct box *b, u32 n)
{
	enum st st = ST_IDLE;
	int err = 0;

	for (;;) {
		switch (st) {
		case ST_IDLE:
			mutex_lock(&b->lock);
			st = ST_FILL;
			break;
		case ST_FILL:
			if (b->n + n < n)
				err = -EOVERFLOW;
			else
				b->n += n;
			st = ST_PUT;
			break;
		case ST_PUT:
			mutex_unlock(&b->lock);
			st = ST_DONE;
			break;
		default:
			return err;
		}
	}
}

int unlocked(struct box *b, u32 n);
/* bad: one way out keeps the lock */
int unlocked(struct box *b, u32 n)
{
	enum st st = ST_IDLE;

	for (;;) {
		switch (st) {
		case ST_IDLE:
			mutex_lock(&b->lock);
			st = ST_FILL;
			break;
		case ST_FILL:
			st = b->n + n < n ? ST_DONE : ST_PUT;
			break;
		case ST_PUT:
			b->n += n;
			mutex_unlock(&b->lock);
			st = ST_DONE;
			break;
		default:
			return 0;
		}
	}
}

/*
 * check:
 *	100: CL101: 'it' is owned here, and is not released on this path
 *	154: CL401: 'b->lock' is still locked at this return
 */
