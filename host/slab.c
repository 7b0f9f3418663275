/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The allocator is libc's (so that AddressSanitizer sees every object), with the kernel's failures:
 * a saturated size, and the fault sweep.
 */
#include "libc.h"

#include "core.h"
#include "leak.h"
#include "timer.h"
#include "workqueue.h"
#include <cleat/printk.h>
#include <cleat/sched.h>
#include <cleat/slab.h>

/* As the kernel's KMALLOC_MAX_SIZE: larger requests fail, whatever the process could give. */
#define KMALLOC_MAX (4ul << 20)
#define KVMALLOC_MAX (1ul << 31)

static long live_objects;

long host_leak_objects(void)
{
	return __atomic_load_n(&live_objects, __ATOMIC_RELAXED);
}

void host_leak_forget(void)
{
	__atomic_sub_fetch(&live_objects, 1, __ATOMIC_RELAXED);
}

int host_leak_report(void)
{
	long objects = host_leak_objects();
	int entries = host_entry_count(), timers = host_timers_armed(), pins = host_driver_pins();
	int work = host_work_left();

	if (objects)
		printk(KERN_ERR "%s: %ld allocations were not freed\n", host_driver_name(), objects);
	if (entries)
		printk(KERN_ERR "%s: %d files are still registered\n", host_driver_name(), entries);
	if (timers)
		printk(KERN_ERR "%s: %d timers are still armed\n", host_driver_name(), timers);
	if (work)
		printk(KERN_ERR "%s: %d work items were not cancelled\n", host_driver_name(), work);
	if (pins)
		printk(KERN_ERR "%s: %d module pins were not taken out\n", host_driver_name(), pins);
	return (int)objects + entries + timers + work + pins;
}

static void *counted(void *p)
{
	if (p)
		__atomic_add_fetch(&live_objects, 1, __ATOMIC_RELAXED);
	return p;
}

void *host_leak_new(unsigned long size)
{
	return counted(calloc(1, size));
}

static void *allocate(size_t size, gfp_t gfp, size_t max, bool zero)
{
	void *p;

	if (gfp & __GFP_DIRECT_RECLAIM)
		might_sleep();
	if (size > max || cleat_fault(CLEAT_FAULT_ALLOC))
		return NULL;
	p = zero || (gfp & __GFP_ZERO) ? calloc(1, size ? size : 1) : malloc(size ? size : 1);
	return counted(p);
}

void *kmalloc(size_t size, gfp_t gfp)
{
	return allocate(size, gfp, KMALLOC_MAX, false);
}

void *kzalloc(size_t size, gfp_t gfp)
{
	return allocate(size, gfp, KMALLOC_MAX, true);
}

void *kmalloc_array(size_t n, size_t size, gfp_t gfp)
{
	return allocate(size_mul(n, size), gfp, KMALLOC_MAX, false);
}

void *kcalloc(size_t n, size_t size, gfp_t gfp)
{
	return allocate(size_mul(n, size), gfp, KMALLOC_MAX, true);
}

void *kvmalloc(size_t size, gfp_t gfp)
{
	return allocate(size, gfp, KVMALLOC_MAX, false);
}

void *kvzalloc(size_t size, gfp_t gfp)
{
	return allocate(size, gfp, KVMALLOC_MAX, true);
}

void *kvcalloc(size_t n, size_t size, gfp_t gfp)
{
	return allocate(size_mul(n, size), gfp, KVMALLOC_MAX, true);
}

void *krealloc(const void *p, size_t size, gfp_t gfp)
{
	if (!p)
		return kmalloc(size, gfp);
	if (gfp & __GFP_DIRECT_RECLAIM)
		might_sleep();
	if (size > KMALLOC_MAX || cleat_fault(CLEAT_FAULT_ALLOC))
		return NULL;
	return realloc((void *)p, size ? size : 1);
}

void *krealloc_array(void *p, size_t n, size_t size, gfp_t gfp)
{
	return krealloc(p, size_mul(n, size), gfp);
}

void kfree(const void *p)
{
	if (!p)
		return;
	__atomic_sub_fetch(&live_objects, 1, __ATOMIC_RELAXED);
	free((void *)p);
}

void kvfree(const void *p)
{
	kfree(p);
}

void kfree_sensitive(const void *p)
{
	if (p)
		explicit_bzero((void *)p, malloc_usable_size((void *)p));
	kfree(p);
}

void *kmemdup(const void *src, size_t len, gfp_t gfp)
{
	void *p = kmalloc(len, gfp);

	return p ? memcpy(p, src, len) : NULL;
}

char *kstrdup(const char *s, gfp_t gfp)
{
	return kmemdup(s, strlen(s) + 1, gfp);
}

char *kstrndup(const char *s, size_t max, gfp_t gfp)
{
	size_t len = strnlen(s, max);
	char *p = kmalloc(len + 1, gfp);

	if (!p)
		return NULL;
	memcpy(p, s, len);
	p[len] = '\0';
	return p;
}

char *kasprintf(gfp_t gfp, const char *fmt, ...)
{
	va_list ap, again;
	char *p;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	p = n < 0 ? NULL : kmalloc((size_t)n + 1, gfp);
	if (p)
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	va_end(ap);
	return p;
}
