/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A field that readers follow owns what it points to, without saying __own. */
#include <cleat/rcupdate.h>

struct conf { u32 limit; struct rcu_head rcu; };
struct dev { struct mutex lock; struct conf __rcu *__opt conf; };

/* good: what was replaced goes after a grace period */
int dev_set(struct dev *d, u32 limit)
{
	struct conf *new, *old;

	new = kzalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	new->limit = limit;
	mutex_lock(&d->lock);
	old = rcu_replace_pointer(d->conf, new, lockdep_is_held(&d->lock));
	mutex_unlock(&d->lock);
	if (old)
		kfree_rcu(old, rcu);
	return 0;
}
/* bad: at once */
int dev_set_now(struct dev *d, u32 limit)
{
	struct conf *new, *old;

	new = kzalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	new->limit = limit;
	mutex_lock(&d->lock);
	old = rcu_replace_pointer(d->conf, new, lockdep_is_held(&d->lock));
	mutex_unlock(&d->lock);
	kfree(old);
	return 0;
}
/* bad: the old one is lost */
int dev_set_lost(struct dev *d, u32 limit)
{
	struct conf *new;

	new = kzalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	new->limit = limit;
	mutex_lock(&d->lock);
	rcu_assign_pointer(d->conf, new);
	mutex_unlock(&d->lock);
	return 0;
}
/* bad: the device goes, and what it published stays */
void dev_free(struct dev *__own d)
{
	kfree(d);
}

/*
 * check:
 *	36: CL112: 'old' is freed while RCU readers may still be in it
 *	49: CL101: 'd->conf' is overwritten, and may still own something
 *	56: CL107: 'd' is freed while it still owns 'd->conf'
 */
