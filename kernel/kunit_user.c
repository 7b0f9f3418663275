/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * User memory of a case is the process's that loaded the module; its descriptors are those that all
 * threads of the kernel share.
 */
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mman.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "kunit.h"

/* The address comes first: kunit_find looks there. */
struct mapping {
	unsigned long at, size;
};

static void unmap(void *object)
{
	struct mapping *m = object;

	vm_munmap(m->at, m->size);
	kfree(m);
	kunit_call_over();
}

void __user *kunit_user_alloc(struct kunit *test, size_t size)
{
	struct mapping *m = kzalloc(sizeof(*m), GFP_KERNEL | __GFP_NOFAIL);
	size_t room = PAGE_ALIGN(size);
	unsigned long at;

	/* A page without access follows, so that an overrun of the buffer is EFAULT, not luck. */
	m->size = room + PAGE_SIZE;
	m->at = vm_mmap(NULL, 0, m->size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, 0);
	at = IS_ERR_VALUE(m->at) ? m->at
				 : vm_mmap(NULL, m->at, room, PROT_READ | PROT_WRITE,
					   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, 0);
	if (IS_ERR_VALUE(at)) {
		kfree(m);
		KUNIT_FAIL(test, "no user memory: %ld", (long)at);
		kunit_abort(test);
	}
	kunit_own(test, m, unmap);
	return (void __user *)at;
}

void __user *kunit_mmap(struct kunit_file *f, loff_t off, size_t len, bool writable)
{
	unsigned long prot = PROT_READ | (writable ? PROT_WRITE : 0);
	unsigned long at = vm_mmap(f->file, 0, len, prot, MAP_SHARED, off);
	struct mapping *m;

	if (IS_ERR_VALUE(at))
		return (void __user *)at;
	m = kzalloc(sizeof(*m), GFP_KERNEL | __GFP_NOFAIL);
	*m = (struct mapping){at, PAGE_ALIGN(len)};
	kunit_own(f->test, m, unmap);
	return (void __user *)at;
}

void kunit_munmap(struct kunit *test, void __user *map)
{
	struct mapping *m = kunit_find(test, unmap, (unsigned long)map);

	if (!m) {
		KUNIT_FAIL(test, "nothing was mapped at %p", map);
		return;
	}
	kunit_disown(test, m);
	unmap(m);
}

/* mprotect looks at nothing else. */
bool kunit_may_write(struct kunit *test, void __user *map)
{
	struct vm_area_struct *vma;
	bool may;

	mmap_read_lock(current->mm);
	vma = find_vma(current->mm, (unsigned long)map);
	may = vma && vma->vm_flags & VM_MAYWRITE;
	mmap_read_unlock(current->mm);
	return may;
}

void kunit_user_write(struct kunit *test, void __user *to, const void *from, size_t n)
{
	if (copy_to_user(to, from, n))
		KUNIT_FAIL(test, "user memory at %p cannot be written", to);
}

void kunit_user_read(struct kunit *test, void *to, const void __user *from, size_t n)
{
	if (copy_from_user(to, from, n))
		KUNIT_FAIL(test, "user memory at %p cannot be read", from);
}

void __user *kunit_user_bad(struct kunit *test)
{
	return (void __user *)PAGE_SIZE;
}

/* ---- descriptors ---- */

int kunit_fd_new(struct kunit *test)
{
	struct file *file = filp_open("/dev/null", O_RDWR, 0);
	int fd = IS_ERR(file) ? (int)PTR_ERR(file) : get_unused_fd_flags(O_CLOEXEC);

	if (fd >= 0) {
		fd_install(fd, file);
		return fd;
	}
	KUNIT_FAIL(test, "no descriptor: %d", fd);
	kunit_abort(test);
}

int kunit_fd_close(struct kunit *test, int fd)
{
	int err = close_fd(fd);

	kunit_call_over();
	return err;
}

bool kunit_fd_same(struct kunit *test, int a, int b)
{
	struct file *fa = fget(a), *fb = fget(b);
	bool same = fa && fa == fb;

	if (fa)
		fput(fa);
	if (fb)
		fput(fb);
	return same;
}

bool kunit_fd_cloexec(struct kunit *test, int fd)
{
	struct files_struct *files = current->files;
	bool set = false;

	spin_lock(&files->file_lock);
	if (fd < files_fdtable(files)->max_fds)
		set = test_bit(fd, files_fdtable(files)->close_on_exec);
	spin_unlock(&files->file_lock);
	return set;
}
