/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Owners in the slots of an array, at an index that somebody else names. */
#include <cleat/mutex.h>
#include <cleat/slab.h>

struct item {
	u32 k;
};
enum { N = 6 };

struct bank {
	struct mutex lock;
	struct item *__own __opt slot[N] __guarded_by(&lock);
	u32 used __guarded_by(&lock);
};

struct item *__own __opt item_make(u32 k);
void bank_put(struct bank *k, u32 i, struct item *__own it);
/* bad: a full slot at the user's index is overwritten */
void bank_put(struct bank *k, u32 i, struct item *__own it)
{
	if (i >= N) {
		kfree(it);
		return;
	}
	guard(mutex)(&k->lock);
	k->slot[i] = it;
}
void bank_drop(struct bank *k, u32 i);
/* bad: dropped by NULL */
void bank_drop(struct bank *k, u32 i)
{
	if (i >= N)
		return;
	guard(mutex)(&k->lock);
	k->slot[i] = NULL;
}
void bank_drop2(struct bank *k, u32 i);
/* good: freed, then NULL */
void bank_drop2(struct bank *k, u32 i)
{
	if (i >= N)
		return;
	guard(mutex)(&k->lock);
	kfree(k->slot[i]);
	k->slot[i] = NULL;
}
struct item *__own __opt bank_take(struct bank *k, u32 i);
/* good */
struct item *__own __opt bank_take(struct bank *k, u32 i)
{
	struct item *old;

	if (i >= N)
		return NULL;
	guard(mutex)(&k->lock);
	old = k->slot[i];
	k->slot[i] = NULL;
	return old;
}
void bank_replace(struct bank *k, u32 i, struct item *__own it);
/* good: freed, then the new one */
void bank_replace(struct bank *k, u32 i, struct item *__own it)
{
	if (i >= N) {
		kfree(it);
		return;
	}
	guard(mutex)(&k->lock);
	kfree(k->slot[i]);
	k->slot[i] = it;
}
void bank_clear(struct bank *k);
/* good: all */
void bank_clear(struct bank *k)
{
	guard(mutex)(&k->lock);
	for (u32 i = 0; i < N; i++) {
		kfree(k->slot[i]);
		k->slot[i] = NULL;
	}
	k->used = 0;
}
void bank_init(struct bank *k __writes);
/* good: a new object */
void bank_init(struct bank *k)
{
	mutex_init(&k->lock);
	for (u32 i = 0; i < N; i++)
		k->slot[i] = NULL;
	k->used = 0;
}
void bank_move(struct bank *k, u32 i, u32 j);
/* good: only where it is empty */
void bank_move(struct bank *k, u32 i, u32 j)
{
	if (i >= N || j >= N || i == j)
		return;
	guard(mutex)(&k->lock);
	if (k->slot[j])
		return;
	k->slot[j] = k->slot[i];
	k->slot[i] = NULL;
}
void bank_shift(struct bank *k);
/* good: the first goes, the others move down */
void bank_shift(struct bank *k)
{
	u32 i;

	guard(mutex)(&k->lock);
	kfree(k->slot[0]);
	for (i = 1; i < N; i++)
		k->slot[i - 1] = k->slot[i];
	k->slot[N - 1] = NULL;
}
void bank_swap(struct bank *k, u32 i, u32 j);
/* good: two slots swapped */
void bank_swap(struct bank *k, u32 i, u32 j)
{
	struct item *t;

	if (i >= N || j >= N)
		return;
	guard(mutex)(&k->lock);
	t = k->slot[i];
	k->slot[i] = k->slot[j];
	k->slot[j] = t;
}
int bank_find(struct bank *k, u32 key, struct item *__own __keeps_on_failure it);
/* good: a slot with that key, or the first that is empty */
int bank_find(struct bank *k, u32 key, struct item *__own it)
{
	u32 i, at = N;

	guard(mutex)(&k->lock);
	for (i = 0; i < N; i++) {
		if (!k->slot[i]) {
			if (at == N)
				at = i;
			continue;
		}
		if (k->slot[i]->k == key)
			return -EEXIST;
	}
	if (at == N)
		return -ENOSPC;
	k->slot[at] = it;
	return 0;
}
int bank_new(struct bank *__own __opt *ret __writes);
/* good: filled new */
int bank_new(struct bank *__own __opt *ret)
{
	struct bank *k = kzalloc_obj(*k);

	if (!k)
		return -ENOMEM;
	mutex_init(&k->lock);
	for (u32 i = 0; i < N; i++)
		k->slot[i] = item_make(i);
	*ret = k;
	return 0;
}

/*
 * check:
 *	27: CL101: 'k->slot[i]' is overwritten, and may still own something
 *	36: CL101: 'k->slot[i]' is overwritten, and may still own something
 */
