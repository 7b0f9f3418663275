/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Idle pages go back to the kernel when it asks. Part of area.h. Reclaim may come in the middle of
 * anything, with any lock held: so it only tries locks, and leaves what is busy.
 */
#ifndef CLEAT_KERNEL_AREA_SHRINK_H
#define CLEAT_KERNEL_AREA_SHRINK_H

/* The mmap lock and a->lock are held; without an @mm the client is gone, and its mapping too. */
static inline unsigned long cleat_area_take_locked(struct cleat_area *a, struct mm_struct *mm,
						   unsigned long max)
{
	unsigned long taken = 0;

	for (size_t i = 0; i < a->size >> PAGE_SHIFT && a->n_idle && taken < max; i++) {
		struct vm_area_struct *vma;

		if (!a->page[i] || a->page[i] & CLEAT_AREA_USED)
			continue;
		vma = mm ? cleat_area_vma(a, i) : NULL;
		if (vma)
			cleat_zap_pages(vma, a->addr + (i << PAGE_SHIFT), PAGE_SIZE);
		cleat_area_free_page(a->page[i]);
		a->page[i] = 0;
		a->n_present--;
		WRITE_ONCE(a->n_idle, a->n_idle - 1);
		taken++;
	}
	return taken;
}

static inline unsigned long cleat_area_take(struct cleat_area *a, unsigned long max)
{
	unsigned long taken = 0;
	struct mm_struct *mm;

	if (!READ_ONCE(a->n_idle) || !mutex_trylock(&a->lock))
		return 0;
	mm = mmget_not_zero(a->mm) ? a->mm : NULL;
	if (!mm) {
		taken = cleat_area_take_locked(a, NULL, max);
	} else if (mmap_read_trylock(mm)) {
		taken = cleat_area_take_locked(a, mm, max);
		mmap_read_unlock(mm);
	}
	mutex_unlock(&a->lock);
	if (mm)
		mmput_async(mm);
	return taken;
}

static noinline __maybe_unused unsigned long cleat_areas_take(struct cleat_areas *all,
							      unsigned long max)
{
	unsigned long taken = 0;
	struct cleat_area *a;

	if (!mutex_trylock(&all->lock))
		return SHRINK_STOP;
	list_for_each_entry(a, &all->areas, in_all) {
		if (taken >= max)
			break;
		taken += cleat_area_take(a, max - taken);
	}
	mutex_unlock(&all->lock);
	return taken;
}

static unsigned long __maybe_unused cleat_areas_count(struct shrinker *shrinker,
						      struct shrink_control *sc)
{
	struct cleat_areas *all = cleat_shrinker_owner(shrinker, struct cleat_areas, shrinker);
	unsigned long idle = 0;
	struct cleat_area *a;

	if (!mutex_trylock(&all->lock))
		return SHRINK_EMPTY;
	list_for_each_entry(a, &all->areas, in_all)
		idle += READ_ONCE(a->n_idle);
	mutex_unlock(&all->lock);
	return idle ?: SHRINK_EMPTY;
}

static unsigned long __maybe_unused cleat_areas_scan(struct shrinker *shrinker,
						     struct shrink_control *sc)
{
	return cleat_areas_take(cleat_shrinker_owner(shrinker, struct cleat_areas, shrinker),
				sc->nr_to_scan);
}

static inline int __must_check cleat_areas_register(struct cleat_areas *all, const char *name)
{
	if (__cleat_alloc_fault())
		return -ENOMEM;
	return cleat_shrinker_register(&all->shrinker, all, cleat_areas_count, cleat_areas_scan,
				       name);
}

static inline void cleat_areas_unregister(struct cleat_areas *all)
{
	WARN_ON(!list_empty(&all->areas));
	cleat_shrinker_unregister(&all->shrinker);
}

static inline unsigned long cleat_area_shrink(struct cleat_areas *all)
{
	unsigned long taken = cleat_areas_take(all, ULONG_MAX);

	return taken == SHRINK_STOP ? 0 : taken;
}

#endif
