/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The kernel's half of the test runner, linked into a test module with the driver and its test
 * file. Loading the module runs the tests. A case runs in a kernel thread that uses the memory of
 * the process that loads the module: user addresses are real, and kunit_abort() ends the thread.
 */
#include <linux/completion.h>
#include <linux/cred.h>
#include <linux/delay.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/mman.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

/* The runner's own allocations and copies are not the driver's: no faults, not counted. */
#undef CLEAT_TEST
#include "compat.h"
#include "../kunit/world.h"
#define CLEAT_TEST 1

enum { SCRATCH_PAGES = 64 };

struct kunit_resource {
	struct kunit_resource *next;
	void (*free)(void *object);
	void *object;
};

struct kunit_file {
	struct kunit *test;
	struct file *file;
	char __user *scratch;
};

/* A thread of a case: the case itself, or one that it started. */
struct kunit_thread {
	struct task_struct *task;
	struct mm_struct *mm;
	struct kunit *test;
	void (*body)(struct kunit *test);
	void (*fn)(struct kunit *test, void *arg);
	void *arg;
	const struct cred *own_cred;
	struct completion done;
};

static DEFINE_MUTEX(resource_lock);
static bool driver_is_up;

int cleat_driver_init(void);
void cleat_driver_exit(void);

/* ---- faults and counts ---- */

#undef cleat_fault
bool cleat_fault(enum cleat_fault_kind kind);

atomic_long_t cleat_live_objects;
static atomic_long_t fault_seen;
static long fault_at;
static bool fault_armed, fault_hit;

bool cleat_fault(enum cleat_fault_kind kind)
{
	if (likely(!READ_ONCE(fault_armed)))
		return false;
	if (atomic_long_inc_return(&fault_seen) != fault_at)
		return false;
	WRITE_ONCE(fault_hit, true);
	return true;
}

void cleat_fault_arm(long n)
{
	atomic_long_set(&fault_seen, 0);
	fault_at = n;
	fault_hit = false;
	WRITE_ONCE(fault_armed, true);
}

bool cleat_fault_disarm(void)
{
	WRITE_ONCE(fault_armed, false);
	return READ_ONCE(fault_hit);
}

long kunit_live_objects(void)
{
	return atomic_long_read(&cleat_live_objects);
}

int kunit_world_warnings(void)
{
	return test_taint(TAINT_WARN);
}

/* ---- the driver ---- */

int kunit_world_init(void)
{
	int err = cleat_driver_init();

	driver_is_up = !err;
	return err;
}

void kunit_world_exit(void)
{
	if (driver_is_up)
		cleat_driver_exit();
	driver_is_up = false;
}

static int set_param(const char *spec)
{
	size_t len = strcspn(spec, "=");

	for (unsigned int i = 0; i < THIS_MODULE->num_kp; i++) {
		const struct kernel_param *p = &THIS_MODULE->kp[i];
		int err;

		if (strlen(p->name) != len || strncmp(p->name, spec, len) != 0)
			continue;
		kernel_param_lock(THIS_MODULE);
		err = p->ops->set(spec + len + (spec[len] == '='), p);
		kernel_param_unlock(THIS_MODULE);
		return err ? -EINVAL : 0;
	}
	return -EINVAL;
}

int kunit_world_params(const char *const *params)
{
	int err = 0;

	for (; *params && !err; params++)
		err = set_param(*params);
	return err;
}

/* The timer that ends this sleep is a coarse one: the driver's that were due before it have run. */
void kunit_time_pass(struct kunit *test, unsigned int ms)
{
	msleep(ms);
}

void kunit_world_print(const char *line)
{
	printk(KERN_INFO "%s\n", line);
}

/* ---- what a case holds ---- */

static void *own(struct kunit *test, void *object, void (*free)(void *))
{
	struct kunit_resource *r = kmalloc(sizeof(*r), GFP_KERNEL | __GFP_NOFAIL);

	*r = (struct kunit_resource){.free = free, .object = object};
	mutex_lock(&resource_lock);
	r->next = test->resources;
	test->resources = r;
	mutex_unlock(&resource_lock);
	return object;
}

static struct kunit_resource *newest(struct kunit *test)
{
	struct kunit_resource *r;

	mutex_lock(&resource_lock);
	r = test->resources;
	if (r)
		test->resources = r->next;
	mutex_unlock(&resource_lock);
	return r;
}

static void release_all(struct kunit *test)
{
	struct kunit_resource *r;

	while ((r = newest(test))) {
		r->free(r->object);
		kfree(r);
	}
}

/* ---- threads ---- */

static void finish_thread(struct kunit_thread *t)
{
	if (t->own_cred)
		cleat_revert_creds(t->own_cred);
	kthread_unuse_mm(t->mm);
	kthread_complete_and_exit(&t->done, 0);
}

static int thread_main(void *arg)
{
	struct kunit_thread *t = arg;

	allow_signal(SIGUSR1);
	kthread_use_mm(t->mm);
	if (t->body)
		t->body(t->test);
	else
		t->fn(t->test, t->arg);
	finish_thread(t);
	return 0;
}

static int begin_thread(struct kunit_thread *t)
{
	init_completion(&t->done);
	t->mm = current->mm;
	t->task = kthread_create(thread_main, t, "kunit");
	if (IS_ERR(t->task))
		return PTR_ERR(t->task);
	get_task_struct(t->task);
	wake_up_process(t->task);
	return 0;
}

void kunit_end_case(struct kunit *test)
{
	struct kunit_thread *t = test->world;

	/* Never so; but a function that seems to return needs no place in objtool's list of those that do not. */
	if (WARN_ON(!t))
		return;
	finish_thread(t);
}

static void release_body(struct kunit *test)
{
	release_all(test);
}

static void call_in_thread(struct kunit *test, void (*body)(struct kunit *test))
{
	struct kunit_thread t = {.test = test, .body = body};
	int err;

	test->world = &t;
	err = begin_thread(&t);
	if (err) {
		KUNIT_FAIL(test, "no thread for the case: %d", err);
		return;
	}
	wait_for_completion(&t.done);
	put_task_struct(t.task);
}

/* What the case holds is given back in a thread too: files are closed as a program closes them. */
void kunit_world_call(struct kunit *test, void (*body)(struct kunit *test))
{
	call_in_thread(test, body);
	call_in_thread(test, release_body);
}

static void end_thread(void *object)
{
	struct kunit_thread *t = object;

	if (!completion_done(&t->done))
		send_sig(SIGUSR1, t->task, 1);
	wait_for_completion(&t->done);
	put_task_struct(t->task);
	kfree(t);
}

struct kunit_thread *kunit_thread_run(struct kunit *test, void (*fn)(struct kunit *test, void *arg), void *arg)
{
	struct kunit_thread *t = kzalloc(sizeof(*t), GFP_KERNEL | __GFP_NOFAIL);
	int err;

	t->test = test;
	t->fn = fn;
	t->arg = arg;
	err = begin_thread(t);
	if (err) {
		kfree(t);
		KUNIT_FAIL(test, "no thread: %d", err);
		kunit_abort(test);
	}
	return own(test, t, end_thread);
}

void kunit_thread_join(struct kunit_thread *t)
{
	wait_for_completion(&t->done);
	complete_all(&t->done);
}

void kunit_thread_signal(struct kunit_thread *t)
{
	send_sig(SIGUSR1, t->task, 1);
}

bool kunit_thread_asleep(struct kunit_thread *t)
{
	while (!completion_done(&t->done)) {
		if (READ_ONCE(t->task->__state) & (TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE))
			return true;
		usleep_range(500, 1000);
	}
	return false;
}

/* ---- files ---- */

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
	struct kunit_file *f = kzalloc(sizeof(*f), GFP_KERNEL | __GFP_NOFAIL);
	bool debug = strncmp(where, "debug/", 6) == 0;
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", debug ? "/sys/kernel" : "", where);
	f->test = test;
	f->file = filp_open(path, flags, 0);
	if (IS_ERR(f->file)) {
		void *err = ERR_CAST(f->file);

		kfree(f);
		return err;
	}
	return own(test, f, close_file);
}

struct kunit_file *kunit_try_open(struct kunit *test, const char *name, unsigned int flags)
{
	char path[64];

	snprintf(path, sizeof(path), "dev/%s", name);
	return kunit_open_path(test, path, flags);
}

struct kunit_file *kunit_open(struct kunit *test, const char *name, unsigned int flags)
{
	struct kunit_file *f = kunit_try_open(test, name, flags);

	if (IS_ERR(f)) {
		KUNIT_FAIL(test, "open %s: %ld", name, PTR_ERR(f));
		kunit_abort(test);
	}
	return f;
}

void kunit_close(struct kunit_file *f)
{
	struct kunit_resource **at, *r;

	mutex_lock(&resource_lock);
	for (at = &f->test->resources; (*at)->object != f; at = &(*at)->next)
		;
	r = *at;
	*at = r->next;
	mutex_unlock(&resource_lock);
	kfree(r);
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
	own(test, m, unmap);
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
	own(f->test, m, unmap);
	return (void __user *)at;
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

/* ---- the module ---- */

static int __init cleat_test_init(void)
{
	int err = kunit_world_init();

	if (err) {
		printk(KERN_INFO "KTAP version 1\n");
		printk(KERN_INFO "1..1\n");
		printk(KERN_INFO "not ok 1 init # errno %d\n", -err);
		return err;
	}
	kunit_run(cleat_kunit_suites);
	return 0;
}

static void __exit cleat_test_exit(void)
{
	kunit_world_exit();
	if (kunit_live_objects())
		pr_err("cleat: %ld allocations were not freed\n", kunit_live_objects());
}

module_init(cleat_test_init);
module_exit(cleat_test_exit);
