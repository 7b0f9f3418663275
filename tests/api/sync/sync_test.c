/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "sync.h"

/* On a machine with one processor each message costs a tick. */
enum { THREADS = 4, ROUNDS = 2000, MESSAGES = 40 };

/* Run @fn in THREADS threads and wait for all. */
static void in_threads(struct kunit *test, void (*fn)(struct kunit *test, void *arg), void *arg)
{
	struct kunit_thread *t[THREADS];

	for (int i = 0; i < THREADS; i++)
		t[i] = kunit_thread_run(test, fn, arg);
	for (int i = 0; i < THREADS; i++)
		kunit_thread_join(t[i]);
}

/* ---- completion ---- */

static void sync_test_completion_counts(struct kunit *test)
{
	struct completion done;

	init_completion(&done);
	KUNIT_EXPECT_FALSE(test, completion_done(&done));
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&done));
	complete(&done);
	complete(&done);
	KUNIT_EXPECT_TRUE(test, completion_done(&done));
	wait_for_completion(&done);
	KUNIT_EXPECT_EQ(test, wait_for_completion_interruptible(&done), 0);
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&done, HZ / 100), 0);
	KUNIT_EXPECT_EQ(test, wait_for_completion_interruptible_timeout(&done, HZ / 100), 0);
	complete_all(&done);
	for (int i = 0; i < 3; i++)
		KUNIT_EXPECT_GT(test, wait_for_completion_timeout(&done, HZ), 0);
	KUNIT_EXPECT_GT(test, wait_for_completion_interruptible_timeout(&done, HZ), 0);
	reinit_completion(&done);
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&done));
}

struct waiting {
	struct completion done;
	long result;
};

static void wait_interruptibly(struct kunit *test, void *arg)
{
	struct waiting *w = arg;

	w->result = wait_for_completion_interruptible(&w->done);
}

static void sync_test_completion_wakes(struct kunit *test)
{
	struct waiting w = {.result = 1};
	struct kunit_thread *t;

	init_completion(&w.done);
	t = kunit_thread_run(test, wait_interruptibly, &w);
	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
	complete(&w.done);
	kunit_thread_join(t);
	KUNIT_EXPECT_EQ(test, w.result, 0);
}

static void sync_test_completion_signal(struct kunit *test)
{
	struct waiting w = {.result = 1};
	struct kunit_thread *t;

	init_completion(&w.done);
	t = kunit_thread_run(test, wait_interruptibly, &w);
	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
	kunit_thread_signal(t);
	kunit_thread_join(t);
	KUNIT_EXPECT_EQ(test, w.result, -ERESTARTSYS);
	KUNIT_EXPECT_FALSE(test, completion_done(&w.done));
}

/* Requests whose completion lives on the waiter's stack, answered by another thread. */
struct desk {
	struct mutex lock;
	struct completion *request __guarded_by(&lock);
	struct completion wanted;
	int answers;
};

static void answer(struct kunit *test, void *arg)
{
	struct desk *d = arg;

	for (d->answers = 0; d->answers < ROUNDS / 4; d->answers++) {
		wait_for_completion(&d->wanted);
		guard(mutex)(&d->lock);
		complete(d->request);
	}
}

static void sync_test_completion_on_stack(struct kunit *test)
{
	struct desk d = {.answers = 0};
	struct kunit_thread *t;

	mutex_init(&d.lock);
	init_completion(&d.wanted);
	t = kunit_thread_run(test, answer, &d);
	for (int i = 0; i < ROUNDS / 4; i++) {
		DECLARE_COMPLETION_ONSTACK(done);

		scoped_guard(mutex, &d.lock)
			d.request = &done;
		complete(&d.wanted);
		wait_for_completion(&done);
	}
	kunit_thread_join(t);
	KUNIT_EXPECT_EQ(test, d.answers, ROUNDS / 4);
	mutex_destroy(&d.lock);
}

/* ---- reader-writer semaphore ---- */

struct holder {
	struct rw_semaphore lock;
	struct completion holds, release;
	bool write;
	int result;
};

static void hold(struct kunit *test, void *arg)
{
	struct holder *h = arg;

	if (h->write)
		down_write(&h->lock);
	else
		down_read(&h->lock);
	complete(&h->holds);
	wait_for_completion(&h->release);
	if (h->write)
		downgrade_write(&h->lock);
	complete(&h->holds);
	wait_for_completion(&h->release);
	up_read(&h->lock);
}

static void begin_hold(struct holder *h, bool write)
{
	h->write = write;
	init_rwsem(&h->lock);
	init_completion(&h->holds);
	init_completion(&h->release);
}

static void sync_test_rwsem_readers(struct kunit *test)
{
	struct holder h;
	struct kunit_thread *t;

	begin_hold(&h, false);
	KUNIT_EXPECT_FALSE(test, rwsem_is_locked(&h.lock));
	t = kunit_thread_run(test, hold, &h);
	wait_for_completion(&h.holds);
	KUNIT_EXPECT_TRUE(test, rwsem_is_locked(&h.lock));
	KUNIT_EXPECT_EQ(test, down_write_trylock(&h.lock), 0);
	KUNIT_ASSERT_EQ(test, down_read_trylock(&h.lock), 1);
	up_read(&h.lock);
	KUNIT_ASSERT_EQ(test, down_read_interruptible(&h.lock), 0);
	up_read(&h.lock);
	complete(&h.release);
	complete(&h.release);
	kunit_thread_join(t);
	KUNIT_ASSERT_EQ(test, down_write_killable(&h.lock), 0);
	up_write(&h.lock);
	KUNIT_EXPECT_FALSE(test, rwsem_is_locked(&h.lock));
}

static void sync_test_rwsem_downgrade(struct kunit *test)
{
	struct holder h;
	struct kunit_thread *t;

	begin_hold(&h, true);
	t = kunit_thread_run(test, hold, &h);
	wait_for_completion(&h.holds);
	KUNIT_EXPECT_EQ(test, down_read_trylock(&h.lock), 0);
	KUNIT_EXPECT_EQ(test, down_write_trylock(&h.lock), 0);
	complete(&h.release);
	wait_for_completion(&h.holds);
	KUNIT_EXPECT_EQ(test, down_write_trylock(&h.lock), 0);
	KUNIT_ASSERT_EQ(test, down_read_trylock(&h.lock), 1);
	up_read(&h.lock);
	complete(&h.release);
	kunit_thread_join(t);
	KUNIT_ASSERT_EQ(test, down_write_trylock(&h.lock), 1);
	up_write(&h.lock);
}

static void read_interruptibly(struct kunit *test, void *arg)
{
	struct holder *h = arg;

	h->result = down_read_interruptible(&h->lock);
	if (!h->result)
		up_read(&h->lock);
}

static void sync_test_rwsem_signal(struct kunit *test)
{
	struct holder h;
	struct kunit_thread *t;

	begin_hold(&h, false);
	h.result = 1;
	down_write(&h.lock);
	t = kunit_thread_run(test, read_interruptibly, &h);
	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
	kunit_thread_signal(t);
	kunit_thread_join(t);
	KUNIT_EXPECT_EQ(test, h.result, -EINTR);
	up_write(&h.lock);
	read_interruptibly(test, &h);
	KUNIT_EXPECT_EQ(test, h.result, 0);
}

static void use_table(struct kunit *test, void *arg)
{
	for (int i = 0; i < ROUNDS; i++) {
		if (i % 8 == 0)
			table_bump();
		else if (!table_is_whole())
			KUNIT_FAIL(test, "a reader saw half of a change");
	}
}

static void sync_test_rwsem_threads(struct kunit *test)
{
	in_threads(test, use_table, NULL);
	KUNIT_EXPECT_TRUE(test, table_is_whole());
}

/* ---- atomics ---- */

#define TEST_ATOMIC(test, p, A, V)                                                                 \
	do {                                                                                       \
		A v = ATOMIC_INIT(5);                                                              \
		V old = 9;                                                                         \
                                                                                                   \
		KUNIT_EXPECT_EQ(test, p##_read(&v), 5);                                            \
		p##_add(3, &v), p##_sub(1, &v), p##_inc(&v), p##_dec(&v), p##_inc(&v);             \
		KUNIT_EXPECT_EQ(test, p##_read_acquire(&v), 8);                                    \
		KUNIT_EXPECT_EQ(test, p##_add_return(4, &v), 12);                                  \
		KUNIT_EXPECT_EQ(test, p##_sub_return_release(2, &v), 10);                          \
		KUNIT_EXPECT_EQ(test, p##_inc_return_relaxed(&v), 11);                             \
		KUNIT_EXPECT_EQ(test, p##_dec_return_acquire(&v), 10);                             \
		KUNIT_EXPECT_EQ(test, p##_fetch_add(1, &v), 10);                                   \
		KUNIT_EXPECT_EQ(test, p##_fetch_sub(1, &v), 11);                                   \
		KUNIT_EXPECT_EQ(test, p##_fetch_inc(&v), 10);                                      \
		KUNIT_EXPECT_EQ(test, p##_fetch_dec(&v), 11);                                      \
		KUNIT_EXPECT_EQ(test, p##_fetch_or(5, &v), 10);                                    \
		KUNIT_EXPECT_EQ(test, p##_fetch_andnot(1, &v), 15);                                \
		KUNIT_EXPECT_EQ(test, p##_fetch_xor(2, &v), 14);                                   \
		KUNIT_EXPECT_EQ(test, p##_fetch_and(8, &v), 12);                                   \
		p##_or(3, &v), p##_andnot(1, &v), p##_xor(1, &v), p##_and(9, &v);                  \
		KUNIT_EXPECT_EQ(test, p##_xchg(&v, 7), 9);                                         \
		KUNIT_EXPECT_EQ(test, p##_cmpxchg(&v, 6, 1), 7);                                   \
		KUNIT_EXPECT_EQ(test, p##_cmpxchg_release(&v, 7, 1), 7);                           \
		KUNIT_EXPECT_FALSE(test, p##_try_cmpxchg(&v, &old, 2));                            \
		KUNIT_EXPECT_EQ(test, old, 1);                                                     \
		KUNIT_EXPECT_TRUE(test, p##_try_cmpxchg_acquire(&v, &old, 2));                     \
		KUNIT_EXPECT_FALSE(test, p##_dec_and_test(&v));                                    \
		KUNIT_EXPECT_TRUE(test, p##_dec_and_test(&v));                                     \
		KUNIT_EXPECT_FALSE(test, p##_inc_not_zero(&v));                                    \
		KUNIT_EXPECT_EQ(test, p##_dec_if_positive(&v), -1);                                \
		KUNIT_EXPECT_EQ(test, p##_read(&v), 0);                                            \
		KUNIT_EXPECT_TRUE(test, p##_dec_unless_positive(&v));                              \
		KUNIT_EXPECT_FALSE(test, p##_inc_unless_negative(&v));                             \
		KUNIT_EXPECT_TRUE(test, p##_inc_and_test(&v));                                     \
		KUNIT_EXPECT_TRUE(test, p##_add_negative(-2, &v));                                 \
		KUNIT_EXPECT_TRUE(test, p##_sub_and_test(-2, &v));                                 \
		p##_set_release(&v, 4);                                                            \
		KUNIT_EXPECT_TRUE(test, p##_add_unless(&v, 1, 9));                                 \
		KUNIT_EXPECT_FALSE(test, p##_add_unless(&v, 1, 5));                                \
		KUNIT_EXPECT_EQ(test, p##_fetch_add_unless(&v, 2, 0), 5);                          \
		p##_set(&v, 0);                                                                    \
		KUNIT_EXPECT_EQ(test, p##_read(&v), 0);                                            \
	} while (0)

static void sync_test_atomic(struct kunit *test)
{
	TEST_ATOMIC(test, atomic, atomic_t, int);
}

static void sync_test_atomic64(struct kunit *test)
{
	atomic64_t big = ATOMIC64_INIT(0xffffffffll);

	TEST_ATOMIC(test, atomic64, atomic64_t, s64);
	KUNIT_EXPECT_EQ(test, atomic64_inc_return(&big), 0x100000000ll);
}

static void sync_test_atomic_long(struct kunit *test)
{
	TEST_ATOMIC(test, atomic_long, atomic_long_t, long);
}

struct counts {
	atomic_t incs, pairs, users_seen;
	unsigned long plain;
	int flag, message;
};

static void count_up(struct kunit *test, void *arg)
{
	struct counts *c = arg;

	for (int i = 0; i < ROUNDS; i++) {
		int old = atomic_read(&c->pairs);

		atomic_inc(&c->incs);
		while (!atomic_try_cmpxchg(&c->pairs, &old, old + 2))
			;
		if (user_enter())
			continue;
		atomic_inc(&c->users_seen);
		user_leave();
	}
}

static void sync_test_atomic_threads(struct kunit *test)
{
	struct counts c = {.plain = 7};

	in_threads(test, count_up, &c);
	KUNIT_EXPECT_EQ(test, atomic_read(&c.incs), THREADS * ROUNDS);
	KUNIT_EXPECT_EQ(test, atomic_read(&c.pairs), 2 * THREADS * ROUNDS);
	KUNIT_EXPECT_GT(test, atomic_read(&c.users_seen), 0);
	for (int i = 0; i < SYNC_USERS; i++)
		KUNIT_EXPECT_EQ(test, user_enter(), 0);
	KUNIT_EXPECT_EQ(test, user_enter(), -EBUSY);
	for (int i = 0; i < SYNC_USERS; i++)
		user_leave();
	KUNIT_EXPECT_EQ(test, xchg(&c.plain, 8ul), 7);
	KUNIT_EXPECT_EQ(test, cmpxchg(&c.plain, 8ul, 9ul), 8);
	KUNIT_EXPECT_EQ(test, cmpxchg(&c.plain, 8ul, 1ul), 9);
}

/* What was written before a release is there after the acquire that saw it. */
static void send_messages(struct kunit *test, void *arg)
{
	struct counts *c = arg;

	for (int i = 1; i <= MESSAGES; i++) {
		c->message = i;
		smp_store_release(&c->flag, i);
		while (smp_load_acquire(&c->flag) == i)
			cond_resched();
	}
}

static void sync_test_atomic_release(struct kunit *test)
{
	struct counts c = {.flag = 0};
	struct kunit_thread *t = kunit_thread_run(test, send_messages, &c);

	for (int i = 1; i <= MESSAGES; i++) {
		while (smp_load_acquire(&c.flag) != i)
			cond_resched();
		if (c.message != i)
			KUNIT_FAIL(test, "message %d, got %d", i, c.message);
		smp_mb();
		smp_store_release(&c.flag, 0);
	}
	kunit_thread_join(t);
}

/* ---- bits ---- */

static void sync_test_bits(struct kunit *test)
{
	DECLARE_BITMAP(map, 130);
	bool naive[130] = {false};
	u32 random = 12345;
	unsigned long nr, n = 0;

	bitmap_zero(map, 130);
	for (int i = 0; i < ROUNDS; i++) {
		random = random * 1664525 + 1013904223;
		nr = (random >> 8) % 130;
		switch (random >> 30) {
		case 0:
			KUNIT_EXPECT_EQ(test, test_and_set_bit(nr, map), naive[nr]);
			naive[nr] = true;
			break;
		case 1:
			KUNIT_EXPECT_EQ(test, __test_and_clear_bit(nr, map), naive[nr]);
			naive[nr] = false;
			break;
		case 2:
			KUNIT_EXPECT_EQ(test, test_and_change_bit(nr, map), naive[nr]);
			naive[nr] = !naive[nr];
			break;
		default:
			__set_bit(nr, map);
			clear_bit(nr, map);
			set_bit(nr, map);
			change_bit(nr, map);
			KUNIT_EXPECT_FALSE(test, test_and_set_bit_lock(nr, map));
			KUNIT_EXPECT_TRUE(test, test_bit_acquire(nr, map));
			clear_bit_unlock(nr, map);
			set_bit(nr, map);
			KUNIT_EXPECT_TRUE(test, test_and_clear_bit(nr, map));
			naive[nr] = false;
		}
	}
	for (nr = 0; nr < 130; nr++)
		KUNIT_EXPECT_EQ(test, test_bit(nr, map), naive[nr]);
	for_each_set_bit(nr, map, 130) {
		KUNIT_EXPECT_TRUE(test, naive[nr]);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, bitmap_weight(map, 130));
}

static void sync_test_bit_search(struct kunit *test)
{
	DECLARE_BITMAP(map, 130);

	bitmap_zero(map, 130);
	KUNIT_EXPECT_EQ(test, find_first_bit(map, 130), 130);
	KUNIT_EXPECT_EQ(test, find_last_bit(map, 130), 130);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(map, 130));
	set_bit(129, map);
	set_bit(64, map);
	KUNIT_EXPECT_EQ(test, find_first_bit(map, 130), 64);
	KUNIT_EXPECT_EQ(test, find_next_bit(map, 130, 65), 129);
	KUNIT_EXPECT_EQ(test, find_next_bit(map, 129, 65), 129);
	KUNIT_EXPECT_EQ(test, find_last_bit(map, 130), 129);
	KUNIT_EXPECT_EQ(test, find_next_zero_bit(map, 130, 64), 65);
	bitmap_fill(map, 130);
	KUNIT_EXPECT_TRUE(test, bitmap_full(map, 130));
	KUNIT_EXPECT_EQ(test, find_first_zero_bit(map, 130), 130);
	KUNIT_EXPECT_EQ(test, ilog2(4096), 12);
	KUNIT_EXPECT_EQ(test, fls(0x80), 8);
	KUNIT_EXPECT_EQ(test, fls(0), 0);
	KUNIT_EXPECT_EQ(test, fls64(1ull << 40), 41);
	KUNIT_EXPECT_EQ(test, __ffs(0x50), 4);
	KUNIT_EXPECT_EQ(test, ffs(0), 0);
	KUNIT_EXPECT_EQ(test, hweight32(0xf00f), 8);
	KUNIT_EXPECT_EQ(test, hweight64(~0ull), 64);
}

static int slot_users[SYNC_SLOTS];

static void use_slots(struct kunit *test, void *arg)
{
	for (int i = 0; i < ROUNDS; i++) {
		int slot = slot_take();

		if (slot < 0) {
			KUNIT_FAIL(test, "no slot: %d", slot);
			return;
		}
		if (slot_users[slot]++)
			KUNIT_FAIL(test, "slot %d has two users", slot);
		slot_users[slot]--;
		slot_give(slot);
	}
}

static void sync_test_bit_threads(struct kunit *test)
{
	in_threads(test, use_slots, NULL);
	KUNIT_EXPECT_EQ(test, slot_take(), 0);
	slot_give(0);
}

/* ---- references ---- */

static void sync_test_refcount(struct kunit *test)
{
	refcount_t r = REFCOUNT_INIT(1);

	refcount_inc(&r);
	refcount_add(3, &r);
	KUNIT_EXPECT_EQ(test, refcount_read(&r), 5);
	KUNIT_EXPECT_FALSE(test, refcount_sub_and_test(3, &r));
	refcount_dec(&r);
	KUNIT_EXPECT_FALSE(test, refcount_dec_not_one(&r));
	KUNIT_EXPECT_TRUE(test, refcount_inc_not_zero(&r));
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&r));
	KUNIT_EXPECT_TRUE(test, refcount_dec_if_one(&r));
	KUNIT_EXPECT_FALSE(test, refcount_inc_not_zero(&r));
	KUNIT_EXPECT_FALSE(test, refcount_add_not_zero(2, &r));
	refcount_set(&r, 1);
	KUNIT_EXPECT_TRUE(test, refcount_add_not_zero(2, &r));
	KUNIT_EXPECT_EQ(test, refcount_read(&r), 3);
	refcount_set(&r, 2);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&r));
	KUNIT_EXPECT_TRUE(test, refcount_dec_and_test(&r));
}

static void sync_test_refcount_lock(struct kunit *test)
{
	refcount_t r = REFCOUNT_INIT(2);
	struct mutex lock;
	spinlock_t spin;

	mutex_init(&lock);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_mutex_lock(&r, &lock));
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&lock));
	KUNIT_ASSERT_TRUE(test, refcount_dec_and_mutex_lock(&r, &lock));
	KUNIT_EXPECT_TRUE(test, mutex_is_locked(&lock));
	mutex_unlock(&lock);
	mutex_destroy(&lock);
	refcount_set(&r, 2);
	spin_lock_init(&spin);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_lock(&r, &spin));
	KUNIT_ASSERT_TRUE(test, refcount_dec_and_lock(&r, &spin));
	lockdep_assert_held(&spin);
	spin_unlock(&spin);
}

static void take_and_drop(struct kunit *test, void *arg)
{
	struct node *shared = arg;

	for (int i = 0; i < ROUNDS; i++) {
		struct node *n __free(node_put) = i % 2 ? node_get(shared)
			: node_get_unless_zero(shared);

		if (!n)
			KUNIT_FAIL(test, "the node has a reference, and gave none");
		else
			atomic_inc(&n->uses);
	}
}

static void sync_test_reference(struct kunit *test)
{
	int before = atomic_read(&nodes_released);

	{
		struct node *n __free(node_put) = node_create();

		KUNIT_ASSERT_NOT_NULL(test, n);
		in_threads(test, take_and_drop, n);
		KUNIT_EXPECT_EQ(test, kref_read(&n->refs), 1);
		KUNIT_EXPECT_EQ(test, atomic_read(&n->uses), THREADS * ROUNDS + 1);
		KUNIT_EXPECT_EQ(test, atomic_read(&nodes_released), before);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&nodes_released), before + 1);
}

static void sync_test_reference_handed_on(struct kunit *test)
{
	int before = atomic_read(&nodes_released);
	struct node *a, *b;

	{
		struct node *n __free(node_put) = node_create();

		KUNIT_ASSERT_NOT_NULL(test, n);
		a = node_get(n);
		b = no_free_ptr(n);
	}
	KUNIT_EXPECT_EQ(test, kref_read(&b->refs), 2);
	node_put(a);
	KUNIT_EXPECT_EQ(test, atomic_read(&nodes_released), before);
	node_put(b);
	KUNIT_EXPECT_EQ(test, atomic_read(&nodes_released), before + 1);
}

static int create_node(struct kunit *test)
{
	struct node *n __free(node_put) = node_create();

	return n ? 0 : -ENOMEM;
}

static void sync_test_reference_sweep(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, create_node), 1);
}

/* ---- RCU ---- */

struct reading {
	atomic_t stop;
	atomic_t reads;
};

static void read_config(struct kunit *test, void *arg)
{
	struct reading *r = arg;

	while (!atomic_read(&r->stop)) {
		if (!config_limit())
			KUNIT_FAIL(test, "a reader saw no configuration");
		atomic_inc(&r->reads);
		cond_resched();
	}
}

static void sync_test_rcu_readers(struct kunit *test)
{
	struct reading r = {.stop = ATOMIC_INIT(0)};
	struct kunit_thread *t[2];
	int retired = atomic_read(&configs_retired);

	for (int i = 0; i < 2; i++)
		t[i] = kunit_thread_run(test, read_config, &r);
	for (u32 i = 1; i <= 300; i++) {
		KUNIT_EXPECT_EQ(test, i % 2 ? config_set(i) : config_set_counted(i), 0);
		KUNIT_EXPECT_EQ(test, config_limit(), i);
	}
	while (!atomic_read(&r.reads))
		cond_resched();
	atomic_set(&r.stop, 1);
	for (int i = 0; i < 2; i++)
		kunit_thread_join(t[i]);
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, atomic_read(&configs_retired), retired + 150);
}

/* An open section keeps synchronize_rcu waiting: it begins in the section and ends after it. */
struct section {
	atomic_t entered, waiting, left;
};

static void stay_inside(struct kunit *test, void *arg)
{
	enum { LONG_ENOUGH = 5000000, A_WHILE = 1000000 };
	struct section *s = arg;

	guard(rcu)();
	atomic_set(&s->entered, 1);
	/* With one processor the waiter cannot run before this ends. */
	for (int i = 0; i < LONG_ENOUGH && !atomic_read(&s->waiting); i++)
		;
	for (int i = 0; i < A_WHILE; i++)
		atomic_read(&s->left);
	atomic_set(&s->left, 1);
}

static void sync_test_rcu_waits(struct kunit *test)
{
	struct section s = {.entered = ATOMIC_INIT(0)};
	struct kunit_thread *reader = kunit_thread_run(test, stay_inside, &s);

	while (!atomic_read(&s.entered))
		cond_resched();
	atomic_set(&s.waiting, 1);
	synchronize_rcu();
	KUNIT_EXPECT_EQ(test, atomic_read(&s.left), 1);
	kunit_thread_join(reader);
}

static void sync_test_rcu_mightsleep(struct kunit *test)
{
	struct node *n = kzalloc_obj(*n);
	long before = kunit_live_objects();

	KUNIT_ASSERT_NOT_NULL(test, n);
	kfree_rcu_mightsleep(n);
	KUNIT_EXPECT_EQ(test, kunit_live_objects(), before - 1);
}

static int set_config(struct kunit *test)
{
	int err = config_set(3);

	return err ? err : config_set_counted(4);
}

static void sync_test_rcu_sweep(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, config_set(2), 0);
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, set_config), 2);
	rcu_barrier();
}

static struct kunit_case completion_cases[] = {
	KUNIT_CASE(sync_test_completion_counts),
	KUNIT_CASE(sync_test_completion_wakes),
	KUNIT_CASE(sync_test_completion_signal),
	KUNIT_CASE(sync_test_completion_on_stack),
	{},
};

static struct kunit_case rwsem_cases[] = {
	KUNIT_CASE(sync_test_rwsem_readers),
	KUNIT_CASE(sync_test_rwsem_downgrade),
	KUNIT_CASE(sync_test_rwsem_signal),
	KUNIT_CASE(sync_test_rwsem_threads),
	{},
};

static struct kunit_case atomic_cases[] = {
	KUNIT_CASE(sync_test_atomic),
	KUNIT_CASE(sync_test_atomic64),
	KUNIT_CASE(sync_test_atomic_long),
	KUNIT_CASE(sync_test_atomic_threads),
	KUNIT_CASE(sync_test_atomic_release),
	KUNIT_CASE(sync_test_bits),
	KUNIT_CASE(sync_test_bit_search),
	KUNIT_CASE(sync_test_bit_threads),
	{},
};

static struct kunit_case reference_cases[] = {
	KUNIT_CASE(sync_test_refcount),
	KUNIT_CASE(sync_test_refcount_lock),
	KUNIT_CASE(sync_test_reference),
	KUNIT_CASE(sync_test_reference_handed_on),
	KUNIT_CASE(sync_test_reference_sweep),
	{},
};

static struct kunit_case rcu_cases[] = {
	KUNIT_CASE(sync_test_rcu_readers),
	KUNIT_CASE(sync_test_rcu_waits),
	KUNIT_CASE(sync_test_rcu_mightsleep),
	KUNIT_CASE(sync_test_rcu_sweep),
	{},
};

static struct kunit_suite completion_suite = {.name = "completion", .test_cases = completion_cases};
static struct kunit_suite rwsem_suite = {.name = "rwsem", .test_cases = rwsem_cases};
static struct kunit_suite atomic_suite = {.name = "atomic", .test_cases = atomic_cases};
static struct kunit_suite reference_suite = {.name = "reference", .test_cases = reference_cases};
static struct kunit_suite rcu_suite = {.name = "rcu", .test_cases = rcu_cases};

kunit_test_suites(&completion_suite, &rwsem_suite, &atomic_suite, &reference_suite, &rcu_suite);
