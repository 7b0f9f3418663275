/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What Linux 6.1, 6.12 and 7.2 do not have alike. Everything else in kernel/ is written for the
 * newest of them.
 */
#ifndef CLEAT_KERNEL_COMPAT_H
#define CLEAT_KERNEL_COMPAT_H

#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/hrtimer.h>
#include <linux/mm.h>
#include <linux/shrinker.h>
#include <linux/version.h>

/* 6.3 made vm_flags constant and gave it setters. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
static inline void vm_flags_mod(struct vm_area_struct *vma, unsigned long set, unsigned long clear)
{
	vma->vm_flags |= set;
	vma->vm_flags &= ~clear;
}
#endif

/* 6.3 and 7.1 each gave the function that unmaps pages of one mapping another name. */
static inline void cleat_zap_pages(struct vm_area_struct *vma, unsigned long addr, size_t size)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
	zap_page_range(vma, addr, size);
#elif LINUX_VERSION_CODE < KERNEL_VERSION(7, 1, 0)
	zap_page_range_single(vma, addr, size, NULL);
#else
	zap_vma_range(vma, addr, size);
#endif
}

/* 6.7 allocates shrinkers, which then know their owner. */
typedef unsigned long (*cleat_shrink_fn)(struct shrinker *, struct shrink_control *);
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
typedef struct shrinker cleat_shrinker_t;
#define cleat_shrinker_owner(s, T, member) container_of(s, T, member)

static inline int cleat_shrinker_register(cleat_shrinker_t *s, void *owner, cleat_shrink_fn count,
					  cleat_shrink_fn scan, const char *name)
{
	*s = (struct shrinker){
		.count_objects = count, .scan_objects = scan, .seeks = DEFAULT_SEEKS};
	return register_shrinker(s, "%s", name);
}

static inline void cleat_shrinker_unregister(cleat_shrinker_t *s)
{
	unregister_shrinker(s);
}
#else
typedef struct shrinker *cleat_shrinker_t;
#define cleat_shrinker_owner(s, T, member) ((T *)(s)->private_data)

static inline int cleat_shrinker_register(cleat_shrinker_t *s, void *owner, cleat_shrink_fn count,
					  cleat_shrink_fn scan, const char *name)
{
	*s = shrinker_alloc(0, "%s", name);
	if (!*s)
		return -ENOMEM;
	(*s)->count_objects = count;
	(*s)->scan_objects = scan;
	(*s)->private_data = owner;
	shrinker_register(*s);
	return 0;
}

static inline void cleat_shrinker_unregister(cleat_shrinker_t *s)
{
	shrinker_free(*s);
}
#endif

/* 6.8 gave the function that takes a file out of its descriptor another name. */
static inline struct file *cleat_file_close_fd(unsigned int fd)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 8, 0)
	return close_fd_get_file(fd);
#else
	return file_close_fd(fd);
#endif
}

/* 6.13 joined initialisation and function. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
static inline void hrtimer_setup(struct hrtimer *timer,
				 enum hrtimer_restart (*fn)(struct hrtimer *timer), clockid_t clock,
				 enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = fn;
}
#endif

/* 6.17 gave the shared workqueue a name that says what it is. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
#define cleat_system_wq system_wq
#else
#define cleat_system_wq system_percpu_wq
#endif

/* 6.19 can put credentials at the end of a scope. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 19, 0)
DEFINE_FREE(put_cred, const struct cred *, if (!IS_ERR_OR_NULL(_T)) put_cred(_T))
#endif

/*
 * 6.13 stopped counting the credentials that a task has put on for a while: here they always
 * belong to it.
 */
static inline const struct cred *cleat_override_creds(const struct cred *cred)
{
	const struct cred *old = override_creds(cred);

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
	put_cred(cred);
#endif
	return old;
}

static inline void cleat_revert_creds(const struct cred *old)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
	revert_creds(old);
#else
	put_cred(revert_creds(old));
#endif
}

#endif
