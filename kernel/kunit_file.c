/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a case does in the kernel: it opens nodes and calls them as a program does, with user memory
 * of the process that loaded the module.
 */
#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mman.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "kunit.h"

enum { SCRATCH_PAGES = 64 };

struct kunit_file {
	struct kunit *test;
	struct file *file;
	char __user *scratch;
};

static void close_file(void *object)
{
	struct kunit_file *f = object;

	if (f->file) {
		/* The last reference goes here and now, not in a work item after the case. */
		get_file(f->file);
		filp_close(f->file, NULL);
		__fput_sync(f->file);
	}
	kfree(f);
}

struct kunit_file *kunit_open_path(struct kunit *test, const char *where, unsigned int flags)
{
	bool debug = strncmp(where, "debug/", 6) == 0;
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", debug ? "/sys/kernel" : "", where);
	return kunit_own_file(test, filp_open(path, flags, 0));
}

struct kunit_file *kunit_own_file(struct kunit *test, struct file *file)
{
	struct kunit_file *f;

	if (IS_ERR(file))
		return ERR_CAST(file);
	f = kzalloc(sizeof(*f), GFP_KERNEL | __GFP_NOFAIL);
	f->test = test;
	f->file = file;
	return kunit_own(test, f, close_file);
}

void kunit_close(struct kunit_file *f)
{
	kunit_disown(f->test, f);
	close_file(f);
}

/* User memory through which kernel buffers go to the driver's own user copies. */
static char __user *scratch(struct kunit_file *f, size_t size)
{
	if (size > SCRATCH_PAGES * PAGE_SIZE)
		return NULL;
	if (!f->scratch)
		f->scratch = kunit_user_alloc(f->test, SCRATCH_PAGES * PAGE_SIZE);
	return f->scratch;
}

static loff_t *position(struct kunit_file *f)
{
	return f->file->f_mode & FMODE_STREAM ? NULL : &f->file->f_pos;
}

ssize_t kunit_read(struct kunit_file *f, void *buf, size_t len)
{
	char __user *u = scratch(f, len);
	ssize_t n;

	if (!u)
		return -ENOBUFS;
	if (!(f->file->f_mode & FMODE_READ))
		return -EBADF;
	if (!f->file->f_op->read)
		return kernel_read(f->file, buf, len, position(f));
	n = f->file->f_op->read(f->file, u, len, position(f));
	if (n > 0)
		kunit_user_read(f->test, buf, u, n);
	return n;
}

ssize_t kunit_write(struct kunit_file *f, const void *buf, size_t len)
{
	char __user *u = scratch(f, len);

	if (!u)
		return -ENOBUFS;
	if (!(f->file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (!f->file->f_op->write)
		return kernel_write(f->file, buf, len, position(f));
	kunit_user_write(f->test, u, buf, len);
	return f->file->f_op->write(f->file, u, len, position(f));
}

long kunit_ioctl(struct kunit_file *f, unsigned int cmd, void __user *arg)
{
	long ret = f->file->f_op->unlocked_ioctl(f->file, cmd, (unsigned long)arg);

	return ret == -ENOIOCTLCMD ? -ENOTTY : ret;
}

long kunit_ioctl_buf(struct kunit_file *f, unsigned int cmd, void *obj, size_t size)
{
	char __user *u = scratch(f, size);
	long ret;

	if (!u)
		return -ENOBUFS;
	kunit_user_write(f->test, u, obj, size);
	ret = kunit_ioctl(f, cmd, u);
	kunit_user_read(f->test, obj, u, size);
	return ret;
}

__poll_t kunit_poll(struct kunit_file *f)
{
	return vfs_poll(f->file, NULL);
}

loff_t kunit_lseek(struct kunit_file *f, loff_t off, int whence)
{
	return vfs_llseek(f->file, off, whence);
}

void kunit_nonblock(struct kunit_file *f, bool on)
{
	spin_lock(&f->file->f_lock);
	f->file->f_flags = on ? f->file->f_flags | O_NONBLOCK : f->file->f_flags & ~O_NONBLOCK;
	spin_unlock(&f->file->f_lock);
}

void kunit_become(struct kunit *test, unsigned int uid, unsigned int gid)
{
	struct cred *cred = prepare_kernel_cred(&init_task);
	struct kunit_thread *t = test->world;

	if (!cred) {
		KUNIT_FAIL(test, "no credentials");
		kunit_abort(test);
	}
	cred->uid = cred->euid = cred->suid = cred->fsuid = KUIDT_INIT(uid);
	cred->gid = cred->egid = cred->sgid = cred->fsgid = KGIDT_INIT(gid);
	if (uid) {
		cap_clear(cred->cap_effective);
		cap_clear(cred->cap_permitted);
	}
	if (t->own_cred)
		cleat_revert_creds(t->own_cred);
	t->own_cred = cleat_override_creds(cred);
}

/* ---- user memory ---- */

/* The address comes first: kunit_find looks there. */
struct mapping {
	unsigned long at, size;
};

static void unmap(void *object)
{
	struct mapping *m = object;

	vm_munmap(m->at, m->size);
	kfree(m);
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
	return close_fd(fd);
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
