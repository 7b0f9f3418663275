/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The process's half of the test runner: cases are ended by longjmp, the driver is called through
 * the core without any transport, and this process's own memory is the user's.
 */
#include "libc.h"

#include <setjmp.h>

#include "core.h"
#include "kunit.h"
#include "leak.h"
#include "log.h"
#include "pages.h"
#include "park.h"
#include "timer.h"
#include "../kunit/world.h"
#include <cleat/area.h>

enum { GUARD_PAGES = 1 };

/* What a case holds and gives back at its end, newest first. */
struct kunit_resource {
	struct kunit_resource *next;
	void (*free)(void *object);
	void *object;
};

struct kunit_file {
	struct kunit *test;
	struct file *file;
};

struct kunit_thread {
	pthread_t thread;
	struct kunit *test;
	void (*fn)(struct kunit *test, void *arg);
	void *arg;
	struct host_call call;
	struct host_park *park;
	bool done, joined;
};

static __thread struct host_call *thread_call;

/* Threads of a case open and close files too. */
static pthread_mutex_t resource_lock = PTHREAD_MUTEX_INITIALIZER;

void *host_kunit_own(struct kunit *test, void *object, void (*free_object)(void *))
{
	struct kunit_resource *r = malloc(sizeof(*r));

	if (!r || !object)
		abort();
	*r = (struct kunit_resource){NULL, free_object, object};
	pthread_mutex_lock(&resource_lock);
	r->next = test->resources;
	test->resources = r;
	pthread_mutex_unlock(&resource_lock);
	return object;
}

void host_kunit_disown(struct kunit *test, const void *object)
{
	struct kunit_resource **at, *r;

	pthread_mutex_lock(&resource_lock);
	for (at = &test->resources; (*at)->object != object; at = &(*at)->next)
		;
	r = *at;
	*at = r->next;
	pthread_mutex_unlock(&resource_lock);
	free(r);
}

static struct kunit_resource *newest(struct kunit *test)
{
	struct kunit_resource *r;

	pthread_mutex_lock(&resource_lock);
	r = test->resources;
	if (r)
		test->resources = r->next;
	pthread_mutex_unlock(&resource_lock);
	return r;
}

struct host_call *host_kunit_call(void)
{
	return thread_call;
}

static void release_all(struct kunit *test)
{
	struct kunit_resource *r;

	while ((r = newest(test))) {
		r->free(r->object);
		free(r);
	}
}

void kunit_world_print(const char *line)
{
	puts(line);
	fflush(stdout);
}

void kunit_world_call(struct kunit *test, void (*body)(struct kunit *test))
{
	struct host_call call;
	jmp_buf end;

	host_call_init(&call);
	thread_call = &call;
	test->jump = &end;
	host_call_enter(&call);
	if (setjmp(end) == 0)
		body(test);
	release_all(test);
	host_call_leave(&call);
	thread_call = NULL;
}

void kunit_end_case(struct kunit *test)
{
	longjmp(*(jmp_buf *)test->jump, 1);
}

int kunit_world_init(void)
{
	return host_driver_start(NULL);
}

void kunit_world_exit(void)
{
	host_driver_stop();
}

int kunit_world_params(const char *const *params)
{
	return host_driver_params(params);
}

void kunit_time_pass(struct kunit *test, unsigned int ms)
{
	(void)test;
	host_time_pass(ms * 1000000ull);
}

int kunit_world_warnings(void)
{
	return host_log_warnings();
}

long kunit_live_objects(void)
{
	return host_leak_objects();
}

/* ---- files ---- */

static void close_file(void *object)
{
	struct kunit_file *f = object;

	if (f->file) {
		host_file_flush(f->file, thread_call);
		host_file_release(f->file, thread_call);
	}
	free(f);
}

struct kunit_file *kunit_open_path(struct kunit *test, const char *path, unsigned int flags)
{
	return host_kunit_open(test, host_entry_lookup(path), flags);
}

struct kunit_file *host_kunit_open(struct kunit *test, struct host_entry *entry,
				   unsigned int flags)
{
	struct kunit_file *f = calloc(1, sizeof(*f));
	int err = -ENOENT;

	if (entry) {
		err = !entry->fops ? -EISDIR : host_file_open(entry, flags, thread_call, &f->file);
		host_entry_put(entry);
	}
	if (err) {
		free(f);
		return ERR_PTR(err);
	}
	f->test = test;
	return host_kunit_own(test, f, close_file);
}

void kunit_close(struct kunit_file *f)
{
	host_kunit_disown(f->test, f);
	close_file(f);
}

/* The caller's buffer is the window of the call: no copy through the kernel. */
static void set_window(struct host_call *call, void *buf, size_t in, size_t out)
{
	call->window = (struct host_window){
		.addr = (u64)(unsigned long)buf, .in = buf, .in_len = in, .out = buf, .out_len = out};
}

static loff_t *position(struct kunit_file *f)
{
	return f->file->stream ? NULL : &f->file->f_pos;
}

ssize_t kunit_read(struct kunit_file *f, void *buf, size_t len)
{
	set_window(thread_call, buf, 0, len);
	return host_file_read(f->file, thread_call, (u64)(unsigned long)buf, len, position(f));
}

ssize_t kunit_write(struct kunit_file *f, const void *buf, size_t len)
{
	set_window(thread_call, (void *)buf, len, 0);
	return host_file_write(f->file, thread_call, (u64)(unsigned long)buf, len, position(f));
}

long kunit_ioctl(struct kunit_file *f, unsigned int cmd, void __user *arg)
{
	set_window(thread_call, NULL, 0, 0);
	return host_file_ioctl(f->file, thread_call, cmd, (u64)(unsigned long)arg);
}

long kunit_ioctl_buf(struct kunit_file *f, unsigned int cmd, void *obj, size_t size)
{
	set_window(thread_call, obj, size, size);
	return host_file_ioctl(f->file, thread_call, cmd, (u64)(unsigned long)obj);
}

__poll_t kunit_poll(struct kunit_file *f)
{
	return host_file_poll(f->file, thread_call, NULL);
}

loff_t kunit_lseek(struct kunit_file *f, loff_t off, int whence)
{
	return host_file_llseek(f->file, thread_call, off, whence);
}

void kunit_nonblock(struct kunit_file *f, bool on)
{
	f->file->f_flags = on ? f->file->f_flags | O_NONBLOCK : f->file->f_flags & ~(unsigned int)O_NONBLOCK;
}

void kunit_become(struct kunit *test, unsigned int uid, unsigned int gid)
{
	struct task_struct *t = &thread_call->task;

	(void)test;
	t->uid = t->euid = uid;
	t->gid = t->egid = gid;
	t->caps_known = true;
	t->caps = uid ? 0 : ~0ull;
}

/* ---- user memory ---- */

/* @pages: what a file shows there; its area, if it is one, is to know when that ends. */
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
	err = host_file_map(f->file, thread_call, &vma);
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

static struct mapping *find_mapping(struct kunit *test, const void *at)
{
	struct kunit_resource *r;

	pthread_mutex_lock(&resource_lock);
	for (r = test->resources; r; r = r->next)
		if (r->free == unmap && ((struct mapping *)r->object)->at == at)
			break;
	pthread_mutex_unlock(&resource_lock);
	return r ? r->object : NULL;
}

void kunit_munmap(struct kunit *test, void __user *map)
{
	struct mapping *m = find_mapping(test, map);

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

/* ---- threads ---- */

static void *thread_main(void *arg)
{
	struct kunit_thread *t = arg;

	thread_call = &t->call;
	host_call_enter(&t->call);
	__atomic_store_n(&t->park, host_park_self(), __ATOMIC_RELEASE);
	t->fn(t->test, t->arg);
	host_call_leave(&t->call);
	__atomic_store_n(&t->done, true, __ATOMIC_RELEASE);
	return NULL;
}

static void end_thread(void *object)
{
	struct kunit_thread *t = object;

	if (!t->joined) {
		host_call_interrupt(&t->call);
		pthread_join(t->thread, NULL);
	}
	free(t);
}

struct kunit_thread *kunit_thread_run(struct kunit *test, void (*fn)(struct kunit *test, void *arg), void *arg)
{
	struct kunit_thread *t = calloc(1, sizeof(*t));

	t->test = test;
	t->fn = fn;
	t->arg = arg;
	host_call_init(&t->call);
	if (pthread_create(&t->thread, NULL, thread_main, t) != 0)
		abort();
	return host_kunit_own(test, t, end_thread);
}

void kunit_thread_join(struct kunit_thread *t)
{
	if (!t->joined)
		pthread_join(t->thread, NULL);
	t->joined = true;
}

void kunit_thread_signal(struct kunit_thread *t)
{
	host_call_interrupt(&t->call);
}

bool kunit_thread_asleep(struct kunit_thread *t)
{
	struct timespec pause = {.tv_nsec = 100000};

	for (;;) {
		struct host_park *park = __atomic_load_n(&t->park, __ATOMIC_ACQUIRE);

		if (__atomic_load_n(&t->done, __ATOMIC_ACQUIRE))
			return false;
		if (park && host_park_asleep(park))
			return true;
		nanosleep(&pause, NULL);
	}
}

int main(void)
{
	int err = kunit_world_init(), failed;

	if (err) {
		printf("KTAP version 1\n1..1\nnot ok 1 init # %s: %s\n", host_driver_name(), strerror(-err));
		return 1;
	}
	failed = kunit_run(cleat_kunit_suites);
	failed += host_driver_stop();
	return failed ? 1 : 0;
}
