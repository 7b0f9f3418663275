/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The kernel's half of the test runner, linked into a test module with the driver and its test
 * file. Loading the module runs the tests. A case runs in a kernel thread that uses the memory of
 * the process that loads the module: user addresses are real, and kunit_abort() ends the thread.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/file.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/task_work.h>
#include <linux/uaccess.h>

#include "kunit.h"

struct kunit_resource {
	struct kunit_resource *next;
	void (*free)(void *object);
	void *object;
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
	u64 end = ktime_get_ns() + (u64)ms * NSEC_PER_MSEC;

	msleep(ms);
	/* A late tick is several jiffies at once, of which the sleep has not seen all pass. */
	while (ktime_get_ns() < end)
		msleep(1);
}

void kunit_world_print(const char *line)
{
	printk(KERN_INFO "%s\n", line);
}

/* task_work_run() is not for modules. Only the task itself adds work here, and it does not end meanwhile. */
void kunit_call_over(void)
{
	struct callback_head *work, *next;

	while ((work = xchg(&current->task_works, NULL))) {
		for (; work; work = next) {
			next = work->next;
			work->func(work);
			cond_resched();
		}
	}
	flush_delayed_fput();
}

/* ---- what a case holds ---- */

void *kunit_own(struct kunit *test, void *object, void (*free)(void *))
{
	struct kunit_resource *r = kmalloc(sizeof(*r), GFP_KERNEL | __GFP_NOFAIL);

	*r = (struct kunit_resource){.free = free, .object = object};
	mutex_lock(&resource_lock);
	r->next = test->resources;
	test->resources = r;
	mutex_unlock(&resource_lock);
	return object;
}

void kunit_disown(struct kunit *test, void *object)
{
	struct kunit_resource **at, *r;

	mutex_lock(&resource_lock);
	for (at = &test->resources; (*at)->object != object; at = &(*at)->next)
		;
	r = *at;
	*at = r->next;
	mutex_unlock(&resource_lock);
	kfree(r);
}

void *kunit_find(struct kunit *test, void (*free)(void *), unsigned long key)
{
	struct kunit_resource *r;

	mutex_lock(&resource_lock);
	for (r = test->resources; r; r = r->next)
		if (r->free == free && *(unsigned long *)r->object == key)
			break;
	mutex_unlock(&resource_lock);
	return r ? r->object : NULL;
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
	return kunit_own(test, t, end_thread);
}

/* Each kernel thread is a process of its own. */
struct kunit_thread *kunit_process_run(struct kunit *test, void (*fn)(struct kunit *test, void *arg), void *arg)
{
	return kunit_thread_run(test, fn, arg);
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
