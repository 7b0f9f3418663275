/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What a loop over a list or a tree may take out: the element that it is at. */
#include <cleat/list.h>
#include <cleat/rbtree.h>
#include <cleat/slab.h>
#include <cleat/types.h>

struct job {
	u32 id;
	bool ended;
	struct cleat_list_link link;
};
DEFINE_OWNED_LIST(jobs, struct job, link, kfree);

struct seat {
	u32 id;
	struct cleat_rb_link link;
};
DEFINE_OWNED_RBTREE(seats, struct seat, link, id, kfree);

struct table {
	struct jobs jobs, done;
	struct seats seats;
};

/* good: the element that the loop is at */
void good_own(struct table *t);
void good_own(struct table *t)
{
	cleat_list_for_each(jobs, job, &t->jobs) {
		if (job->ended)
			kfree(jobs_del(&t->jobs, job));
	}
}

/* bad: the one behind it, to which the loop goes on */
void bad_next(struct table *t);
void bad_next(struct table *t)
{
	cleat_list_for_each(jobs, job, &t->jobs) {
		struct job *next = jobs_next(&t->jobs, job);

		if (next && next->ended)
			kfree(jobs_del(&t->jobs, next));
	}
}

/* good: the loop is left then */
void good_left(struct table *t);
void good_left(struct table *t)
{
	cleat_list_for_each(jobs, job, &t->jobs) {
		struct job *next = jobs_next(&t->jobs, job);

		if (next && next->ended) {
			kfree(jobs_del(&t->jobs, next));
			break;
		}
	}
}

/* bad: whichever is the first */
void bad_pop(struct table *t);
void bad_pop(struct table *t)
{
	cleat_list_for_each(jobs, job, &t->jobs) {
		if (job->ended)
			kfree(jobs_pop(&t->jobs));
	}
}

/* good: of another list */
void good_other(struct table *t);
void good_other(struct table *t)
{
	cleat_list_for_each(jobs, job, &t->jobs) {
		if (job->ended)
			kfree(jobs_pop(&t->done));
	}
}

/* good: moved away, and others moved here */
void good_moved(struct table *t);
void good_moved(struct table *t)
{
	cleat_list_for_each(jobs, job, &t->jobs) {
		if (job->ended)
			jobs_move_tail(&t->done, &t->jobs, job);
	}
	cleat_list_for_each(jobs, job, &t->jobs)
		jobs_splice_tail(&t->jobs, &t->done);
}

/* bad: all of them */
void bad_splice(struct table *t);
void bad_splice(struct table *t)
{
	cleat_list_for_each(jobs, job, &t->jobs) {
		if (job->ended)
			jobs_splice(&t->done, &t->jobs);
	}
}

/* good: a tree's own */
void good_tree(struct table *t, u32 most);
void good_tree(struct table *t, u32 most)
{
	cleat_rbtree_for_each(seats, seat, &t->seats) {
		if (seat->id > most)
			kfree(seats_erase(&t->seats, seat));
	}
}

/* bad: a tree's last */
void bad_tree(struct table *t, u32 most);
void bad_tree(struct table *t, u32 most)
{
	cleat_rbtree_for_each(seats, seat, &t->seats) {
		struct seat *last = seats_last(&t->seats);

		if (seat->id > most && last)
			kfree(seats_erase(&t->seats, last));
	}
}

/* bad: of the loop around this one */
void bad_outer(struct table *t);
void bad_outer(struct table *t)
{
	cleat_list_for_each(jobs, job, &t->jobs) {
		cleat_list_for_each(jobs, other, &t->jobs) {
			if (other->id == job->id + 1)
				kfree(jobs_del(&t->jobs, other));
		}
	}
}

/* good: no loop of the kit's, which knows of nothing */
void good_by_hand(struct table *t);
void good_by_hand(struct table *t)
{
	struct job *job;

	while ((job = jobs_first(&t->jobs))) {
		struct job *next = jobs_next(&t->jobs, job);

		if (next)
			kfree(jobs_del(&t->jobs, next));
		kfree(jobs_pop(&t->jobs));
	}
}

static void jobs_end(struct table *t)
{
	struct job *job;

	while ((job = jobs_pop(&t->jobs)))
		kfree(job);
}

static void done_end(struct table *t)
{
	struct job *job;

	while ((job = jobs_pop(&t->done)))
		kfree(job);
}

static void job_end(struct table *t, struct job *job)
{
	kfree(jobs_del(&t->jobs, job));
}

static void job_add(struct table *t)
{
	struct job *job = kzalloc_obj(*job);

	if (job)
		jobs_add_tail(&t->jobs, job);
}

/* bad: in a helper */
void bad_helper(struct table *t);
void bad_helper(struct table *t)
{
	cleat_list_for_each(jobs, job, &t->jobs) {
		if (job->ended)
			jobs_end(t);
	}
}

/* good: in a helper that is told which */
void good_helper(struct table *t);
void good_helper(struct table *t)
{
	cleat_list_for_each(jobs, job, &t->jobs) {
		if (job->ended)
			job_end(t, job);
	}
}

/* good: a helper that puts one there */
void good_added(struct table *t);
void good_added(struct table *t)
{
	cleat_list_for_each(jobs, job, &t->jobs) {
		if (job->ended)
			job_add(t);
	}
}

/* good: a helper that empties another list */
void good_done(struct table *t);
void good_done(struct table *t)
{
	cleat_list_for_each(jobs, job, &t->jobs) {
		if (job->ended)
			done_end(t);
	}
}

/*
 * check:
 *	44: CL121: another element than 'job' may be taken out, which the loop goes on with
 *	68: CL121: another element than 'job' may be taken out, which the loop goes on with
 *	100: CL121: another element than 'job' may be taken out, which the loop goes on with
 *	122: CL121: another element than 'seat' may be taken out, which the loop goes on with
 *	133: CL121: another element than 'job' may be taken out, which the loop goes on with
 *	188: CL121: another element than 'job' may be taken out, which the loop goes on with
 */
