// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* Containers end empty: what is in them would be lost, or be linked to memory that is gone. */
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/rbtree.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>
#include <cleat/xarray.h>

struct job {
	struct cleat_list_link link;
	struct cleat_list_link seen;
	struct cleat_rb_link by_id;
	int id;
};
DEFINE_OWNED_LIST(job_list, struct job, link, kfree);
DEFINE_LIST(seen_list, struct job, seen);
DEFINE_OWNED_RBTREE(job_tree, struct job, by_id, id, kfree);
DEFINE_OWNED_XARRAY(job_array, struct job, kfree);

struct queue {
	struct job_list jobs, prio[3];
	struct seen_list seen;
	struct job_tree tree;
	struct job_array array;
};

/* good */
struct queue *__own __opt queue_new(void)
{
	struct queue *q = kzalloc_obj(*q);

	if (!q)
		return NULL;
	job_list_init(&q->jobs);
	for (int i = 0; i < 3; i++)
		job_list_init(&q->prio[i]);
	seen_list_init(&q->seen);
	job_tree_init(&q->tree);
	job_array_init(&q->array);
	return q;
}

/* good */
void queue_free(struct queue *__own q)
{
	struct job *j;

	while ((j = seen_list_first(&q->seen)))
		seen_list_del(&q->seen, j);
	for (int i = 0; i < 3; i++)
		job_list_clear(&q->prio[i]);
	job_list_clear(&q->jobs);
	job_tree_clear(&q->tree);
	job_array_clear(&q->array);
	kfree(q);
}

/* good: a failed constructor has nothing in it */
struct queue *__own __opt queue_new_with(int n)
{
	struct queue *q = queue_new();

	if (!q)
		return NULL;
	if (n > 3) {
		queue_free(q);
		return NULL;
	}
	return q;
}

/* good: nothing was put in */
int queue_try(void)
{
	struct queue *q = kzalloc_obj(*q);

	if (!q)
		return -ENOMEM;
	job_list_init(&q->jobs);
	kfree(q);
	return 0;
}

/* good: a local list is emptied by hand */
void local_good(struct queue *q)
{
	struct job_list mine;
	struct job *j;

	job_list_init(&mine);
	job_list_splice(&mine, &q->jobs);
	while ((j = job_list_pop(&mine)))
		kfree(j);
}

/* good: or is given back */
void local_back_good(struct queue *q)
{
	struct job_list mine = CLEAT_LIST_INIT(mine);

	job_list_splice(&mine, &q->jobs);
	job_list_splice(&q->jobs, &mine);
}

/* good: or was tested */
int local_test_good(struct queue *q)
{
	struct job_list mine = CLEAT_LIST_INIT(mine);

	job_list_splice(&mine, &q->jobs);
	if (job_list_empty(&mine))
		return 0;
	job_list_clear(&mine);
	return 1;
}

static void fill(struct job_list *l)
{
	struct job *j = kzalloc_obj(*j);

	if (j)
		job_list_add(l, j);
}

/* good */
void local_fill_good(void)
{
	struct job_list mine = CLEAT_LIST_INIT(mine);

	fill(&mine);
	job_list_clear(&mine);
}

/* bad: filled by a helper */
void local_fill_bad(void)
{
	struct job_list mine = CLEAT_LIST_INIT(mine);

	fill(&mine);
}

/* bad: filled after it was emptied */
void local_again_bad(void)
{
	struct job_list mine = CLEAT_LIST_INIT(mine);

	job_list_clear(&mine);
	fill(&mine);
}

/* bad: one path leaves early */
void local_path_bad(struct queue *q, int n)
{
	struct job_list mine = CLEAT_LIST_INIT(mine);

	job_list_splice(&mine, &q->jobs);
	if (n)
		return;
	job_list_clear(&mine);
}

/* bad: the loop ends before it is empty */
void local_loop_bad(struct queue *q, int n)
{
	struct job_list mine = CLEAT_LIST_INIT(mine);
	struct job *j;

	job_list_splice(&mine, &q->jobs);
	while (n-- && (j = job_list_pop(&mine)))
		kfree(j);
}

/* bad: each of the containers */
void list_bad(struct queue *__own q)
{
	struct job *j;

	while ((j = seen_list_first(&q->seen)))
		seen_list_del(&q->seen, j);
	for (int i = 0; i < 3; i++)
		job_list_clear(&q->prio[i]);
	job_tree_clear(&q->tree);
	job_array_clear(&q->array);
	kfree(q);
}

void array_of_lists_bad(struct queue *__own q)
{
	struct job *j;

	while ((j = seen_list_first(&q->seen)))
		seen_list_del(&q->seen, j);
	job_list_clear(&q->jobs);
	job_tree_clear(&q->tree);
	job_array_clear(&q->array);
	kfree(q);
}

void not_owned_bad(struct queue *__own q)
{
	for (int i = 0; i < 3; i++)
		job_list_clear(&q->prio[i]);
	job_list_clear(&q->jobs);
	job_tree_clear(&q->tree);
	job_array_clear(&q->array);
	kfree(q);
}

void tree_bad(struct queue *__own q)
{
	struct job *j;

	while ((j = seen_list_first(&q->seen)))
		seen_list_del(&q->seen, j);
	for (int i = 0; i < 3; i++)
		job_list_clear(&q->prio[i]);
	job_list_clear(&q->jobs);
	j = job_tree_first(&q->tree);
	if (j)
		kfree(job_tree_erase(&q->tree, j));
	job_array_clear(&q->array);
	kfree(q);
}

void array_bad(struct queue *__own q)
{
	struct job *j;

	while ((j = seen_list_first(&q->seen)))
		seen_list_del(&q->seen, j);
	for (int i = 0; i < 3; i++)
		job_list_clear(&q->prio[i]);
	job_list_clear(&q->jobs);
	job_tree_clear(&q->tree);
	kfree(q);
}

/*
 * check:
 *	141: CL101: 'mine' ends here, and something may still be in it
 *	150: CL101: 'mine' ends here, and something may still be in it
 *	159: CL101: 'mine' ends here, and something may still be in it
 *	172: CL101: 'mine' ends here, and something may still be in it
 *	185: CL107: 'q' is freed while something may be in 'q->jobs'
 *	197: CL107: 'q' is freed while something may be in 'q->prio[…]'
 *	207: CL107: 'q' is freed while something may be in 'q->seen'
 *	223: CL107: 'q' is freed while something may be in 'q->tree'
 *	236: CL107: 'q' is freed while something may be in 'q->array'
 */
