/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "pages.h"
#include <cleat/area.h>
#include <cleat/pid.h>

/*
 * How long a mapping can be: the memfd has its size from the start. How many idle pages keep their
 * memory: nobody asks a process for it, so it gives more than these back by itself.
 */
enum { AREA_MAX = 1 << 30, KEEP_IDLE = 256 };

enum { ABSENT, IDLE, USED };

struct area_memory {
	struct host_pages pages;
	struct cleat_area *area;
};

int cleat_areas_register(struct cleat_areas *all, const char *name)
{
	(void)all;
	(void)name;
	return cleat_fault(CLEAT_FAULT_ALLOC) ? -ENOMEM : 0;
}

void cleat_areas_unregister(struct cleat_areas *all)
{
	cleat_warn(all->first != NULL, __FILE__, __LINE__,
		   "cleat_areas_unregister: areas are left");
}

/* ---- life ---- */

/* Without memory there is no mapping: the driver hears of it when it populates. */
static struct host_pages *make_memory(struct cleat_area *a)
{
	struct area_memory *m = calloc(1, sizeof(*m));

	if (m && host_pages_init(&m->pages, AREA_MAX, true) == 0) {
		m->area = a;
		return &m->pages;
	}
	free(m);
	return NULL;
}

void cleat_area_init(struct cleat_area *a, struct cleat_areas *all)
{
	might_sleep();
	mutex_init(&a->lock);
	a->host = make_memory(a);
	a->owner = get_task_pid(current, PIDTYPE_TGID);
	a->all = all;
	guard(mutex)(&all->lock);
	a->next = all->first;
	a->link = &all->first;
	if (a->next)
		a->next->link = &a->next;
	all->first = a;
}

void cleat_area_destroy(struct cleat_area *a)
{
	might_sleep();
	scoped_guard(mutex, &a->all->lock) {
		*a->link = a->next;
		if (a->next)
			a->next->link = a->link;
	}
	if (a->host) {
		host_pages_free(a->host);
		free(container_of(a->host, struct area_memory, pages));
	}
	put_pid(a->owner);
	kvfree(a->page);
	mutex_destroy(&a->lock);
}

/* ---- the mapping ---- */

static bool is_owner(const struct cleat_area *a)
{
	struct pid *caller = get_task_pid(current, PIDTYPE_TGID);
	bool same = caller == a->owner;

	put_pid(caller);
	return same;
}

static int attach(struct cleat_area *a, const struct cleat_vma *vma, size_t size)
{
	if (vma->off > AREA_MAX || size > AREA_MAX - vma->off)
		return -ENOMEM;
	a->page = kvcalloc(size >> PAGE_SHIFT, sizeof(*a->page), GFP_KERNEL);
	if (!a->page)
		return -ENOMEM;
	if (host_pages_attach(a->host, vma->off, size) == 0)
		return 0;
	kvfree(a->page);
	a->page = NULL;
	return -ENOMEM;
}

int cleat_area_map(struct cleat_area *a, struct cleat_vma *vma, size_t max_bytes)
{
	size_t size = min(PAGE_ALIGN(vma->size), max_bytes);

	might_sleep();
	if (vma->writable)
		return -EPERM;
	if (!is_owner(a))
		return -EINVAL;
	if (__atomic_exchange_n(&a->claimed, true, __ATOMIC_ACQ_REL))
		return -EBUSY;
	/* A kernel keeps what the mapping and the area share apart from the words. */
	if (cleat_fault(CLEAT_FAULT_ALLOC) || attach(a, vma, size)) {
		__atomic_store_n(&a->claimed, false, __ATOMIC_RELEASE);
		return -ENOMEM;
	}
	a->addr = vma->addr;
	WRITE_ONCE(a->mapped, true);
	__atomic_store_n(&a->size, size, __ATOMIC_RELEASE);
	return 0;
}

void host_area_unmapped(struct host_pages *host)
{
	WRITE_ONCE(container_of(host, struct area_memory, pages)->area->mapped, false);
}

size_t cleat_area_size(const struct cleat_area *a)
{
	return __atomic_load_n(&a->size, __ATOMIC_ACQUIRE);
}

bool cleat_area_mapped(const struct cleat_area *a)
{
	return cleat_area_size(a) && READ_ONCE(a->mapped);
}

u64 cleat_area_addr(const struct cleat_area *a)
{
	return cleat_area_size(a) ? a->addr : 0;
}

/* ---- pages ---- */

static bool inside(const struct cleat_area *a, size_t off, size_t len)
{
	size_t size = cleat_area_size(a);

	return off <= size && len <= size - off;
}

static size_t last_page(size_t off, size_t len)
{
	return (off + len + PAGE_SIZE - 1) >> PAGE_SHIFT;
}

static void count_idle(struct cleat_area *a, int by)
{
	WRITE_ONCE(a->n_idle, a->n_idle + (unsigned int)by);
}

/* An absent page becomes an idle one; its listeners may have seen what it was before. */
static int add_page(struct cleat_area *a, size_t i)
{
	if (cleat_fault(CLEAT_FAULT_ALLOC))
		return -ENOMEM;
	if (!READ_ONCE(a->mapped))
		return -ESRCH;
	if (host_pages_add(a->host, i << PAGE_SHIFT, PAGE_SIZE))
		return -ENOMEM;
	host_pages_tell(a->host, i << PAGE_SHIFT, PAGE_SIZE);
	WRITE_ONCE(a->page[i], IDLE);
	WRITE_ONCE(a->n_present, a->n_present + 1);
	count_idle(a, 1);
	return 0;
}

int cleat_area_populate(struct cleat_area *a, size_t off, size_t len)
{
	size_t end;

	might_sleep();
	lockdep_assert_held(&a->lock);
	if (!inside(a, off, len))
		return cleat_area_size(a) ? -EINVAL : -ESRCH;
	end = last_page(off, len);
	for (size_t i = off >> PAGE_SHIFT; i < end; i++) {
		int err = a->page[i] == ABSENT ? add_page(a, i) : 0;

		if (err)
			return err;
	}
	for (size_t i = off >> PAGE_SHIFT; i < end; i++) {
		if (a->page[i] == IDLE)
			count_idle(a, -1);
		WRITE_ONCE(a->page[i], USED);
	}
	return 0;
}

static unsigned int take_idle(struct cleat_area *a)
{
	unsigned int taken = 0;

	for (size_t i = 0; i < a->size >> PAGE_SHIFT && a->n_idle; i++) {
		if (a->page[i] != IDLE)
			continue;
		host_pages_drop(a->host, i << PAGE_SHIFT, PAGE_SIZE);
		WRITE_ONCE(a->page[i], ABSENT);
		WRITE_ONCE(a->n_present, a->n_present - 1);
		count_idle(a, -1);
		taken++;
	}
	return taken;
}

void cleat_area_idle(struct cleat_area *a, size_t off, size_t len)
{
	lockdep_assert_held(&a->lock);
	if (cleat_warn(!inside(a, off, len), __FILE__, __LINE__,
		       "cleat_area_idle: the range lies outside the area"))
		return;
	for (size_t i = (off + PAGE_SIZE - 1) >> PAGE_SHIFT; i < (off + len) >> PAGE_SHIFT; i++) {
		if (a->page[i] == USED) {
			WRITE_ONCE(a->page[i], IDLE);
			count_idle(a, 1);
		}
	}
	if (a->n_idle > KEEP_IDLE)
		take_idle(a);
}

void cleat_area_pages(const struct cleat_area *a, unsigned int *used, unsigned int *idle,
		      unsigned int *total)
{
	*idle = READ_ONCE(a->n_idle);
	*used = READ_ONCE(a->n_present) - *idle;
	*total = (unsigned int)(cleat_area_size(a) >> PAGE_SHIFT);
}

unsigned long cleat_area_shrink(struct cleat_areas *all)
{
	unsigned long taken = 0;

	guard(mutex)(&all->lock);
	for (struct cleat_area *a = all->first; a; a = a->next) {
		if (!mutex_trylock(&a->lock))
			continue;
		taken += take_idle(a);
		mutex_unlock(&a->lock);
	}
	return taken;
}

/* ---- copies ---- */

static bool in_use(const struct cleat_area *a, size_t off, size_t len)
{
	if (!inside(a, off, len))
		return false;
	for (size_t i = off >> PAGE_SHIFT; len && i < last_page(off, len); i++)
		if (READ_ONCE(a->page[i]) != USED)
			return false;
	return true;
}

int cleat_area_write(struct cleat_area *a, size_t off, const void *src, size_t len)
{
	if (!in_use(a, off, len))
		return -EINVAL;
	host_pages_write(a->host, off, src, len);
	return 0;
}

int cleat_area_read(struct cleat_area *a, size_t off, void *dst, size_t len)
{
	if (!in_use(a, off, len))
		return -EINVAL;
	if (len)
		memcpy(dst, a->host->at + off, len);
	return 0;
}

int cleat_area_zero(struct cleat_area *a, size_t off, size_t len)
{
	if (!in_use(a, off, len))
		return -EINVAL;
	host_pages_zero(a->host, off, len);
	return 0;
}

int cleat_area_write_user(struct cleat_area *a, size_t off, struct cleat_user_reader *from,
			  size_t len)
{
	if (!in_use(a, off, len))
		return -EINVAL;
	return host_pages_write_user(a->host, off, from, len);
}
