/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What RCU readers may still be in is freed after a grace period. */
#include <cleat/mutex.h>
#include <cleat/rcupdate.h>
#include <cleat/slab.h>

struct conf {
	struct rcu_head rcu;
	u32 limit;
};

struct dev {
	struct mutex lock;
	struct conf __rcu *__own __opt conf;
};

/* bad */
int set_bad(struct dev *d, u32 limit)
{
	struct conf *new = kmalloc(sizeof(*new), GFP_KERNEL), *old;

	if (!new)
		return -ENOMEM;
	new->limit = limit;
	mutex_lock(&d->lock);
	old = rcu_dereference_protected(d->conf, lockdep_is_held(&d->lock));
	rcu_assign_pointer(d->conf, new);
	mutex_unlock(&d->lock);
	kfree(old);
	return 0;
}

/* bad */
int replace_bad(struct dev *d)
{
	struct conf *new = kzalloc_obj(*new);

	if (!new)
		return -ENOMEM;
	guard(mutex)(&d->lock);
	kfree(rcu_replace_pointer(d->conf, new, lockdep_is_held(&d->lock)));
	return 0;
}

/* bad */
void drop_bad(struct dev *d)
{
	guard(mutex)(&d->lock);
	struct conf *old = rcu_dereference_protected(d->conf, lockdep_is_held(&d->lock));

	RCU_INIT_POINTER(d->conf, NULL);
	kfree(old);
}

/* bad: the grace period was before */
void early_bad(struct dev *d)
{
	struct conf *old;

	mutex_lock(&d->lock);
	old = rcu_dereference_protected(d->conf, lockdep_is_held(&d->lock));
	synchronize_rcu();
	RCU_INIT_POINTER(d->conf, NULL);
	mutex_unlock(&d->lock);
	kfree(old);
}

/* good: its rcu_head needs no value before */
int set_good(struct dev *d, u32 limit)
{
	struct conf *new = kmalloc(sizeof(*new), GFP_KERNEL), *old;

	if (!new)
		return -ENOMEM;
	new->limit = limit;
	mutex_lock(&d->lock);
	old = rcu_dereference_protected(d->conf, lockdep_is_held(&d->lock));
	rcu_assign_pointer(d->conf, new);
	mutex_unlock(&d->lock);
	if (old)
		kfree_rcu(old, rcu);
	return 0;
}

/* good */
void wait_good(struct dev *d)
{
	struct conf *old;

	mutex_lock(&d->lock);
	old = rcu_replace_pointer(d->conf, NULL, lockdep_is_held(&d->lock));
	mutex_unlock(&d->lock);
	synchronize_rcu();
	kfree(old);
}

/* good */
void mightsleep_good(struct dev *d)
{
	struct conf *old;

	mutex_lock(&d->lock);
	old = rcu_replace_pointer(d->conf, NULL, lockdep_is_held(&d->lock));
	mutex_unlock(&d->lock);
	kfree_rcu_mightsleep(old);
}

/* good: whoever ends the object knows that it has no readers any more */
void dev_free(struct dev *__own d)
{
	kfree(rcu_dereference_protected(d->conf, true));
	kfree(d);
}

/* good: it was never published */
int unpublished_good(struct dev *d)
{
	struct conf *new = kzalloc_obj(*new);

	if (!new)
		return -ENOMEM;
	guard(mutex)(&d->lock);
	if (rcu_access_pointer(d->conf)) {
		kfree(new);
		return -EBUSY;
	}
	rcu_assign_pointer(d->conf, new);
	return 0;
}

static struct conf *__own __opt conf_swap(struct dev *d, struct conf *__own __opt new)
{
	guard(mutex)(&d->lock);
	return rcu_replace_pointer(d->conf, new, lockdep_is_held(&d->lock));
}

/* bad: a helper has replaced it */
void swap_bad(struct dev *d)
{
	struct conf *old = conf_swap(d, NULL);

	kfree(old);
}

/* good */
void swap_good(struct dev *d)
{
	struct conf *old = conf_swap(d, NULL);

	synchronize_rcu();
	kfree(old);
}

/* good */
void swap_later_good(struct dev *d)
{
	struct conf *old = conf_swap(d, NULL);

	kfree_rcu(old, rcu);
}

/*
 * check:
 *	29: CL112: 'old' is freed while RCU readers may still be in it
 *	41: CL112: 'the value' is freed while RCU readers may still be in it
 *	52: CL112: 'old' is freed while RCU readers may still be in it
 *	65: CL112: 'old' is freed while RCU readers may still be in it
 *	142: CL112: 'old' is freed while RCU readers may still be in it
 */
