/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The containers against naive models: an array for a list, a table of flags for a tree and an
 * xarray. The same operations, drawn at random, are done on both.
 */
#include <cleat/bitops.h>
#include <cleat/kunit.h>

#include "data.h"

enum { THINGS = 64, STEPS = 3000 };

static u32 seed;

static u32 random_below(u32 n)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % n;
}

static struct thing *new_things(struct kunit *test)
{
	struct thing *t = kvzalloc_objs(*t, THINGS);

	KUNIT_ASSERT_NOT_NULL(test, t);
	for (u32 i = 0; i < THINGS; i++) {
		t[i].key = i;
		t[i].order = i / 4;
	}
	seed = 2463534242u;
	return t;
}

/* ---- list ---- */

/* What the list should be: the numbers of its things, in order. */
struct model {
	int at[THINGS];
	int n;
};

static void model_insert(struct model *m, int place, int number)
{
	for (int i = m->n++; i > place; i--)
		m->at[i] = m->at[i - 1];
	m->at[place] = number;
}

static int model_remove(struct model *m, int place)
{
	int number = m->at[place];

	for (m->n--; place < m->n; place++)
		m->at[place] = m->at[place + 1];
	return number;
}

static int model_place(const struct model *m, int number)
{
	for (int i = 0; i < m->n; i++)
		if (m->at[i] == number)
			return i;
	return -1;
}

static void compare_list(struct kunit *test, struct thing_list *l, const struct model *m)
{
	struct thing *back = thing_list_last(l);
	int i = 0;

	cleat_list_for_each(thing_list, t, l) {
		if (i >= m->n || (int)t->key != m->at[i]) {
			KUNIT_FAIL(test, "place %d: %u", i, t->key);
			return;
		}
		i++;
	}
	KUNIT_EXPECT_EQ(test, i, m->n);
	for (; back; back = thing_list_prev(l, back))
		KUNIT_EXPECT_EQ(test, back->key, m->at[--i]);
	KUNIT_EXPECT_EQ(test, i, 0);
	KUNIT_EXPECT_EQ(test, thing_list_empty(l), m->n == 0);
}

/* Put a thing that is on no list somewhere. */
static void list_add_one(struct thing_list *l, struct model *m, struct thing *all, int number)
{
	struct thing *t = &all[number];
	int place = m->n ? (int)random_below(m->n) : 0;

	switch (random_below(m->n ? 4 : 2)) {
	case 0:
		thing_list_add(l, t);
		model_insert(m, 0, number);
		break;
	case 1:
		thing_list_add_tail(l, t);
		model_insert(m, m->n, number);
		break;
	case 2:
		thing_list_add_after(l, &all[m->at[place]], t);
		model_insert(m, place + 1, number);
		break;
	default:
		thing_list_add_before(l, &all[m->at[place]], t);
		model_insert(m, place, number);
	}
}

static void list_take_one(struct kunit *test, struct thing_list *l, struct model *m,
			  struct thing *all,
			  int place)
{
	struct thing *t;
	int number;

	switch (random_below(3)) {
	case 0:
		t = thing_list_pop(l);
		number = model_remove(m, 0);
		break;
	case 1:
		t = thing_list_pop_tail(l);
		number = model_remove(m, m->n - 1);
		break;
	default:
		t = thing_list_del(l, &all[m->at[place]]);
		number = model_remove(m, place);
	}
	KUNIT_EXPECT_TRUE(test, t == &all[number]);
	KUNIT_EXPECT_FALSE(test, thing_list_linked(t));
}

/* Move between the two lists: one thing, or all. */
static void list_move_some(struct thing_list *l, struct model *m, struct thing *all, int number)
{
	int a = model_place(&m[0], number) >= 0 ? 0 : 1, b = 1 - a;
	u32 what = random_below(20);

	if (what == 0) {
		thing_list_splice(&l[b], &l[a]);
		while (m[a].n)
			model_insert(&m[b], 0, model_remove(&m[a], m[a].n - 1));
	} else if (what == 1) {
		thing_list_splice_tail(&l[b], &l[a]);
		while (m[a].n)
			model_insert(&m[b], m[b].n, model_remove(&m[a], 0));
	} else if (what < 11) {
		thing_list_move(&l[b], &l[a], &all[number]);
		model_insert(&m[b], 0, model_remove(&m[a], model_place(&m[a], number)));
	} else {
		thing_list_move_tail(&l[b], &l[a], &all[number]);
		model_insert(&m[b], m[b].n, model_remove(&m[a], model_place(&m[a], number)));
	}
}

static void data_test_list_random(struct kunit *test)
{
	struct thing *all = new_things(test);
	struct thing_list l[2];
	struct model *m = kvzalloc_objs(*m, 2);

	KUNIT_ASSERT_NOT_NULL(test, m);
	thing_list_init(&l[0]);
	thing_list_init(&l[1]);
	for (int i = 0; i < STEPS; i++) {
		int number = (int)random_below(THINGS), which = model_place(&m[0], number) >= 0 ? 0
			: 1;
		int place = model_place(&m[which], number);

		KUNIT_EXPECT_EQ(test, thing_list_linked(&all[number]), place >= 0);
		if (place < 0)
			list_add_one(&l[i % 2], &m[i % 2], all, number);
		else if (random_below(2))
			list_take_one(test, &l[which], &m[which], all, place);
		else
			list_move_some(l, m, all, number);
		if (i % 16 == 0 || i + 1 == STEPS)
			for (int k = 0; k < 2; k++)
				compare_list(test, &l[k], &m[k]);
	}
	kvfree(m);
	kvfree(all);
}

static void data_test_list_ends(struct kunit *test)
{
	struct thing *all = new_things(test);
	struct thing_list l = CLEAT_LIST_INIT(l);

	KUNIT_EXPECT_TRUE(test, thing_list_empty(&l));
	KUNIT_EXPECT_NULL(test, thing_list_first(&l));
	KUNIT_EXPECT_NULL(test, thing_list_last(&l));
	KUNIT_EXPECT_NULL(test, thing_list_pop(&l));
	KUNIT_EXPECT_NULL(test, thing_list_pop_tail(&l));
	cleat_list_for_each(thing_list, t, &l)
		KUNIT_FAIL(test, "an empty list has %u", t->key);
	thing_list_add(&l, &all[0]);
	KUNIT_EXPECT_TRUE(test, thing_list_first(&l) == thing_list_last(&l));
	KUNIT_EXPECT_NULL(test, thing_list_next(&l, &all[0]));
	KUNIT_EXPECT_NULL(test, thing_list_prev(&l, &all[0]));
	KUNIT_EXPECT_TRUE(test, thing_list_del(&l, &all[0]) == &all[0]);
	KUNIT_EXPECT_TRUE(test, thing_list_empty(&l));
	kvfree(all);
}

static void data_test_list_delete_in_walk(struct kunit *test)
{
	struct thing *all = new_things(test);
	struct thing_list l;
	u32 left = 0;

	thing_list_init(&l);
	for (int i = 0; i < THINGS; i++)
		thing_list_add_tail(&l, &all[i]);
	cleat_list_for_each(thing_list, t, &l) {
		if (t->key % 3)
			thing_list_del(&l, t);
		else if (t->key == 60)
			break;
	}
	cleat_list_for_each(thing_list, t, &l) {
		KUNIT_EXPECT_TRUE(test, t->key % 3 == 0 || t->key > 60);
		left++;
	}
	KUNIT_EXPECT_EQ(test, left, 22 + 2);
	kvfree(all);
}

/* ---- tree ---- */

static void compare_tree(struct kunit *test, struct thing_tree *tree, struct thing *all,
			 const bool *in)
{
	struct thing *back = thing_tree_last(tree);
	u32 next = 0, n = 0;

	cleat_rbtree_for_each(thing_tree, t, tree) {
		while (next < THINGS && !in[next])
			next++;
		KUNIT_EXPECT_EQ(test, t->key, next);
		next++;
		n++;
	}
	for (u32 i = 0; i < THINGS; i++) {
		struct thing *above = thing_tree_lower_bound(tree, i);
		u32 want = i;

		KUNIT_EXPECT_TRUE(test, thing_tree_find(tree, i) == (in[i] ? &all[i] : NULL));
		while (want < THINGS && !in[want])
			want++;
		KUNIT_EXPECT_TRUE(test, above == (want < THINGS ? &all[want] : NULL));
		n -= in[i];
	}
	KUNIT_EXPECT_EQ(test, n, 0);
	for (u32 i = THINGS; i--;) {
		if (!in[i])
			continue;
		KUNIT_EXPECT_TRUE(test, back == &all[i]);
		back = back ? thing_tree_prev(tree, back) : NULL;
	}
	KUNIT_EXPECT_NULL(test, back);
}

static void data_test_tree_random(struct kunit *test)
{
	struct thing *all = new_things(test), twin = {.order = 0};
	struct thing_tree tree;
	bool in[THINGS] = {false};

	thing_tree_init(&tree);
	KUNIT_EXPECT_TRUE(test, thing_tree_empty(&tree));
	for (int i = 0; i < STEPS; i++) {
		/* The share of things that are in rises and falls, to zero and to all. */
		u32 k = random_below(THINGS), want = (u32)i / 128 % 2;

		KUNIT_EXPECT_EQ(test, thing_tree_linked(&all[k]), in[k]);
		twin.key = k;
		if (in[k] && random_below(4) != want * 3) {
			KUNIT_EXPECT_EQ(test, thing_tree_insert(&tree, &twin), -EEXIST);
			KUNIT_EXPECT_TRUE(test, thing_tree_erase(&tree, &all[k]) == &all[k]);
			in[k] = false;
		} else if (!in[k] && random_below(4) != 3 - want * 3) {
			KUNIT_EXPECT_EQ(test, thing_tree_insert(&tree, &all[k]), 0);
			in[k] = true;
		}
		if (i % 32 == 0 || i + 1 == STEPS)
			compare_tree(test, &tree, all, in);
	}
	cleat_rbtree_for_each(thing_tree, t, &tree)
		thing_tree_erase(&tree, t);
	KUNIT_EXPECT_TRUE(test, thing_tree_empty(&tree));
	kvfree(all);
}

/* The fields of a link are the same in both worlds. */
static int depth_of(const struct cleat_rb_link *link)
{
	return link ? 1 + max(depth_of(link->rb_left), depth_of(link->rb_right)) : 0;
}

/* Keys that come in order are the worst case of a tree without balance. */
static void data_test_tree_balance(struct kunit *test)
{
	struct thing *all = new_things(test);
	struct thing_tree tree = {};

	for (int i = 0; i < THINGS; i++) {
		thing_tree_add(&tree, &all[i]);
		KUNIT_EXPECT_LE(test, depth_of(tree.root.rb_node), 2 * ilog2(i + 2));
	}
	for (int i = 0; i < THINGS - 1; i++) {
		thing_tree_erase(&tree, &all[i]);
		KUNIT_EXPECT_LE(test, depth_of(tree.root.rb_node), 2 * ilog2(THINGS - i));
	}
	kvfree(all);
}

/* Equal keys stand in the order in which they came; the less function turns the order round. */
static void data_test_tree_equals(struct kunit *test)
{
	struct thing *all = new_things(test);
	struct thing_order tree = {};
	u64 wanted = 7, none = 99;
	u32 n = 0;

	for (int i = 0; i < THINGS; i++)
		thing_order_add(&tree, &all[i]);
	cleat_rbtree_for_each(thing_order, t, &tree) {
		KUNIT_EXPECT_EQ(test, t->order, THINGS / 4 - 1 - n / 4);
		KUNIT_EXPECT_EQ(test, t->key, 4 * t->order + n % 4);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, THINGS);
	KUNIT_EXPECT_TRUE(test, thing_order_lower_bound(&tree, &wanted) == &all[28]);
	KUNIT_ASSERT_NOT_NULL(test, thing_order_find(&tree, &wanted));
	KUNIT_EXPECT_EQ(test, thing_order_find(&tree, &wanted)->order, 7);
	KUNIT_EXPECT_NULL(test, thing_order_find(&tree, &none));
	KUNIT_EXPECT_TRUE(test, thing_order_next(&tree, &all[28]) == &all[29]);
	KUNIT_EXPECT_EQ(test, thing_order_insert(&tree, &(struct thing){.order = 7}), -EEXIST);
	kvfree(all);
}

/* ---- xarray ---- */

/* Indices near, far, and at the ends of all. */
static unsigned long index_of(u32 k)
{
	static const unsigned long bases[] = {0, 60, 4090, 1ul << 30, ULONG_MAX - THINGS};

	return bases[k % 5] + k;
}

static void compare_array(struct kunit *test, struct thing_array *x, struct thing *all,
			  const bool *in)
{
	unsigned long index, last = 0;
	u32 n = 0;

	cleat_xa_for_each(thing_array, t, index, x) {
		KUNIT_EXPECT_TRUE(test, n == 0 || index > last);
		KUNIT_EXPECT_TRUE(test, in[t->key] && index == index_of(t->key));
		last = index;
		n++;
	}
	for (u32 k = 0; k < THINGS; k++) {
		KUNIT_EXPECT_TRUE(test, thing_array_load(x, index_of(k)) == (in[k] ? &all[k]
									     : NULL));
		n -= in[k];
	}
	KUNIT_EXPECT_EQ(test, n, 0);
}

static void array_step(struct kunit *test, struct thing_array *x, struct thing *all, bool *in,
		       u32 k)
{
	struct thing *old = &all[0];

	switch (random_below(3)) {
	case 0:
		KUNIT_EXPECT_EQ(test, thing_array_insert(x, index_of(k), &all[k], GFP_KERNEL),
				in[k] ? -EBUSY : 0);
		in[k] = true;
		break;
	case 1:
		KUNIT_EXPECT_EQ(test, thing_array_replace(x, index_of(k), &all[k], GFP_KERNEL,
							  &old), 0);
		KUNIT_EXPECT_TRUE(test, old == (in[k] ? &all[k] : NULL));
		in[k] = true;
		break;
	default:
		KUNIT_EXPECT_TRUE(test, thing_array_erase(x, index_of(k)) == (in[k] ? &all[k]
									      : NULL));
		in[k] = false;
	}
}

static void data_test_array_random(struct kunit *test)
{
	struct thing *all = new_things(test);
	bool in[THINGS] = {false};
	struct thing_array x;
	unsigned long index;

	thing_array_init(&x);
	KUNIT_EXPECT_TRUE(test, thing_array_empty(&x));
	for (int i = 0; i < STEPS; i++) {
		array_step(test, &x, all, in, random_below(THINGS));
		if (i % 64 == 0 || i + 1 == STEPS)
			compare_array(test, &x, all, in);
	}
	cleat_xa_for_each(thing_array, t, index, &x)
		KUNIT_EXPECT_TRUE(test, thing_array_erase(&x, index) == t);
	KUNIT_EXPECT_TRUE(test, thing_array_empty(&x));
	thing_array_destroy(&x);
	kvfree(all);
}

static void data_test_array_alloc(struct kunit *test)
{
	enum { LOWEST = 30, ROOM = 200 };
	struct thing *all = new_things(test);
	struct thing_array x;
	bool in[ROOM] = {false};
	int n = 0;

	thing_array_init(&x);
	for (int i = 0; i < STEPS; i++) {
		u32 id = 0, lowest = 0, taken = random_below(ROOM);

		if (random_below(3) == 0) {
			KUNIT_EXPECT_EQ(test, thing_array_erase(&x, LOWEST + taken) != NULL,
					in[taken]);
			n -= in[taken];
			in[taken] = false;
			continue;
		}
		while (lowest < ROOM && in[lowest])
			lowest++;
		KUNIT_EXPECT_EQ(test,
				thing_array_alloc(&x, &id, &all[i % THINGS], LOWEST,
						  LOWEST + ROOM - 1, GFP_KERNEL),
				n == ROOM ? -EBUSY : 0);
		if (n == ROOM)
			continue;
		KUNIT_EXPECT_EQ(test, id, LOWEST + lowest);
		in[lowest] = true;
		n++;
	}
	thing_array_destroy(&x);
	KUNIT_EXPECT_TRUE(test, thing_array_empty(&x));
	kvfree(all);
}

static void data_test_ida(struct kunit *test)
{
	struct ida ida;

	ida_init(&ida);
	KUNIT_EXPECT_TRUE(test, ida_is_empty(&ida));
	for (int i = 0; i < 130; i++)
		KUNIT_EXPECT_EQ(test, ida_alloc(&ida, GFP_KERNEL), i);
	ida_free(&ida, 64);
	ida_free(&ida, 3);
	KUNIT_EXPECT_EQ(test, ida_alloc_min(&ida, 4, GFP_KERNEL), 64);
	KUNIT_EXPECT_EQ(test, ida_alloc_max(&ida, 2, GFP_KERNEL), -ENOSPC);
	KUNIT_EXPECT_EQ(test, ida_alloc_range(&ida, 1, 10, GFP_KERNEL), 3);
	KUNIT_EXPECT_EQ(test, ida_alloc_range(&ida, 4000, 4001, GFP_KERNEL), 4000);
	KUNIT_EXPECT_EQ(test, ida_alloc_range(&ida, 4000, 4001, GFP_KERNEL), 4001);
	KUNIT_EXPECT_EQ(test, ida_alloc_range(&ida, 4000, 4001, GFP_KERNEL), -ENOSPC);
	KUNIT_EXPECT_FALSE(test, ida_is_empty(&ida));
	ida_destroy(&ida);
	KUNIT_EXPECT_TRUE(test, ida_is_empty(&ida));
}

/* ---- the driver ---- */

static void data_test_queue(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, job_run(), -ENOENT);
	for (u32 i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ(test, job_submit(i), 0);
	KUNIT_EXPECT_EQ(test, job_run(), 0);
	KUNIT_EXPECT_EQ(test, job_drop_below(5), 4);
	KUNIT_EXPECT_EQ(test, job_run(), 5);
	KUNIT_EXPECT_EQ(test, kunit_live_objects(), 4);
	KUNIT_EXPECT_EQ(test, kunit_reload(test), 0);
	KUNIT_EXPECT_EQ(test, kunit_live_objects(), 0);
	KUNIT_EXPECT_EQ(test, job_run(), -ENOENT);
}

static void data_test_sessions(struct kunit *test)
{
	for (u64 name = 64; name >= 1; name--)
		KUNIT_EXPECT_EQ(test, session_open(name << 32), 65 - (int)name);
	KUNIT_EXPECT_EQ(test, session_open(1ull << 32), -EEXIST);
	KUNIT_EXPECT_EQ(test, session_open(7), -EBUSY);
	KUNIT_EXPECT_EQ(test, session_count(), 64);
	KUNIT_EXPECT_EQ(test, session_use(64), 1);
	KUNIT_EXPECT_EQ(test, session_use_name(1ull << 32), 2);
	session_close(64);
	KUNIT_EXPECT_EQ(test, session_use(64), -ENOENT);
	KUNIT_EXPECT_EQ(test, session_use_name(1ull << 32), -ENOENT);
	KUNIT_EXPECT_EQ(test, session_open(7), 64);
	KUNIT_EXPECT_EQ(test, session_use(0), -ENOENT);
	KUNIT_EXPECT_EQ(test, kunit_reload(test), 0);
	KUNIT_EXPECT_EQ(test, session_count(), 0);
	KUNIT_EXPECT_EQ(test, kunit_live_objects(), 0);
}

static void use_sessions(struct kunit *test, void *arg)
{
	for (u64 i = 0; i < 300; i++) {
		u64 name = (u64)(unsigned long)arg * 1000 + i;
		int id = session_open(name);

		if (id < 0)
			KUNIT_FAIL(test, "open: %d", id);
		if (session_use_name(name) != 1 || session_use((u32)id) != 2)
			KUNIT_FAIL(test, "session %d is not its own", id);
		session_close((u32)id);
	}
}

static void data_test_session_threads(struct kunit *test)
{
	struct kunit_thread *t[4];

	for (unsigned long i = 0; i < 4; i++)
		t[i] = kunit_thread_run(test, use_sessions, (void *)(i + 1));
	for (int i = 0; i < 4; i++)
		kunit_thread_join(t[i]);
	KUNIT_EXPECT_EQ(test, session_count(), 0);
}

static int use_data(struct kunit *test)
{
	int id = session_open(9), err;

	if (id < 0)
		return id;
	err = job_submit(1);
	if (!err)
		err = job_run() == 1 ? 0 : -EINVAL;
	session_close((u32)id);
	return err;
}

static void data_test_sweep(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, use_data), 3);
}

static struct kunit_case list_cases[] = {
	KUNIT_CASE(data_test_list_random),
	KUNIT_CASE(data_test_list_ends),
	KUNIT_CASE(data_test_list_delete_in_walk),
	{},
};

static struct kunit_case tree_cases[] = {
	KUNIT_CASE(data_test_tree_random),
	KUNIT_CASE(data_test_tree_balance),
	KUNIT_CASE(data_test_tree_equals),
	{},
};

static struct kunit_case array_cases[] = {
	KUNIT_CASE(data_test_array_random),
	KUNIT_CASE(data_test_array_alloc),
	KUNIT_CASE(data_test_ida),
	{},
};

static struct kunit_case driver_cases[] = {
	KUNIT_CASE(data_test_queue),
	KUNIT_CASE(data_test_sessions),
	KUNIT_CASE(data_test_session_threads),
	KUNIT_CASE(data_test_sweep),
	{},
};

static struct kunit_suite list_suite = {.name = "list", .test_cases = list_cases};
static struct kunit_suite tree_suite = {.name = "rbtree", .test_cases = tree_cases};
static struct kunit_suite array_suite = {.name = "xarray", .test_cases = array_cases};
static struct kunit_suite driver_suite = {.name = "data", .test_cases = driver_cases};

kunit_test_suites(&list_suite, &tree_suite, &array_suite, &driver_suite);
