/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* User memory and descriptors of a case: this process's own. */
#include "libc.h"

#include "core.h"
#include "kunit.h"
#include "pages.h"
#include <cleat/area.h>
#include <cleat/kunit.h>

enum { GUARD_PAGES = 1 };

/* @at comes first: host_kunit_find looks there. @pages: what a file shows there; its area, if it is one, is to know when that ends. */
struct mapping {
	void *at;
	size_t size;
	bool of_area;
	struct host_pages_listener pages;
};

static void unmap(void *object)
{
	struct mapping *m = object;

	munmap(m->at, m->size);
	if (m->of_area && m->pages.pages)
		host_area_unmapped(m->pages.pages);
	host_pages_unlisten(&m->pages);
	free(m);
}

void __user *kunit_user_alloc(struct kunit *test, size_t size)
{
	struct mapping *m = calloc(1, sizeof(*m));
	size_t room = PAGE_ALIGN(size);

	/* A page without access follows, so that an overrun of the buffer is EFAULT, not luck. */
	m->size = room + GUARD_PAGES * PAGE_SIZE;
	m->at = mmap(NULL, m->size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (m->at == MAP_FAILED || mprotect(m->at, room, PROT_READ | PROT_WRITE) < 0)
		abort();
	host_kunit_own(test, m, unmap);
	return m->at;
}

/* A read-only mapping has a read-only descriptor behind it, as the kernel's has no VM_MAYWRITE. */
static void *map_pages(const struct host_pages *pages, loff_t off, size_t len, bool writable)
{
	char path[64];
	void *at;
	int fd;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", pages->fd);
	fd = open(path, (pages->writable || writable ? O_RDWR : O_RDONLY) | O_CLOEXEC);
	if (fd < 0)
		return ERR_PTR(-errno);
	at = mmap(NULL, len, PROT_READ | (writable ? PROT_WRITE : 0), MAP_SHARED, fd, off);
	if (at == MAP_FAILED)
		at = ERR_PTR(-errno);
	close(fd);
	return at;
}

void __user *kunit_mmap(struct kunit_file *f, loff_t off, size_t len, bool writable)
{
	struct host_pages *pages = host_file_pages(f->file);
	struct cleat_vma vma = {.off = (u64)off, .size = len, .writable = writable};
	struct mapping *m;
	void *at;
	int err;

	if (!pages)
		return ERR_PTR(-ENODEV);
	at = map_pages(pages, off, len, writable);
	if (IS_ERR(at))
		return at;
	vma.addr = (u64)(unsigned long)at;
	err = host_file_map(f->file, host_kunit_call(), &vma);
	if (err) {
		munmap(at, len);
		return ERR_PTR(err);
	}
	m = calloc(1, sizeof(*m));
	*m = (struct mapping){.at = at, .size = len, .of_area = host_file_wants_map(f->file)};
	host_pages_listen(pages, &m->pages);
	host_kunit_own(f->test, m, unmap);
	return at;
}

void kunit_munmap(struct kunit *test, void __user *map)
{
	struct mapping *m = host_kunit_find(test, unmap, map);

	if (!m) {
		KUNIT_FAIL(test, "nothing was mapped at %p", map);
		return;
	}
	host_kunit_disown(test, m);
	unmap(m);
}

bool kunit_may_write(struct kunit *test, void __user *map)
{
	(void)test;
	return mprotect(map, PAGE_SIZE, PROT_READ | PROT_WRITE) == 0;
}

void kunit_user_write(struct kunit *test, void __user *to, const void *from, size_t n)
{
	(void)test;
	memcpy(to, from, n);
}

void kunit_user_read(struct kunit *test, void *to, const void __user *from, size_t n)
{
	(void)test;
	memcpy(to, from, n);
}

void __user *kunit_user_bad(struct kunit *test)
{
	(void)test;
	return (void __user *)PAGE_SIZE;
}

/* ---- descriptors ---- */

int kunit_fd_new(struct kunit *test)
{
	int fd = memfd_create("kunit", MFD_CLOEXEC);

	if (fd >= 0)
		return fd;
	KUNIT_FAIL(test, "no descriptor: %s", strerror(errno));
	kunit_abort(test);
}

int kunit_fd_close(struct kunit *test, int fd)
{
	(void)test;
	return close(fd) < 0 ? -errno : 0;
}

/* Each has an inode of its own. */
bool kunit_fd_same(struct kunit *test, int a, int b)
{
	struct stat sa, sb;

	(void)test;
	return fstat(a, &sa) == 0 && fstat(b, &sb) == 0 && sa.st_dev == sb.st_dev &&
	       sa.st_ino == sb.st_ino;
}

bool kunit_fd_cloexec(struct kunit *test, int fd)
{
	int flags = fcntl(fd, F_GETFD);

	(void)test;
	return flags >= 0 && flags & FD_CLOEXEC;
}
