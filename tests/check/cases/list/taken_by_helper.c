/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A helper takes an object off the container that owns it, for its callers: it is on another one as well. */
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/xarray.h>

struct job { u32 id; struct cleat_list_link done; };
DEFINE_OWNED_XARRAY(jobs, struct job, kfree);
DEFINE_LIST(done_jobs, struct job, done);
struct file_of { struct mutex lock; struct jobs jobs __guarded_by(&lock); struct done_jobs done __guarded_by(&lock); };

struct page { struct kref refs; u32 n; struct cleat_list_link of_table, of_lru; };
static void page_release(struct page *__own p)
{
	kfree(p);
}
DEFINE_REFCOUNTED(page, struct page, refs, page_release);
DEFINE_OWNED_LIST(table, struct page, of_table, page_put);
DEFINE_LIST(lru, struct page, of_lru);
struct cache { struct mutex lock; struct table table __guarded_by(&lock); struct lru lru __guarded_by(&lock); };

/* good: off both */
static struct job *job_take(struct file_of *f, u32 id) __own __opt __must_hold(&f->lock);
static struct job *job_take(struct file_of *f, u32 id)
{
	struct job *j = jobs_load(&f->jobs, id);

	if (!j)
		return NULL;
	if (done_jobs_linked(j))
		done_jobs_del(&f->done, j);
	return jobs_erase(&f->jobs, id);
}

/* bad: off its owner only, and who gets it ends it */
static struct job *job_take_half(struct file_of *f, u32 id) __own __opt __must_hold(&f->lock);
static struct job *job_take_half(struct file_of *f, u32 id)
{
	return jobs_erase(&f->jobs, id);
}

/* good: who gets it asks */
static struct job *job_take_first(struct file_of *f, u32 id) __own __opt __must_hold(&f->lock);
static struct job *job_take_first(struct file_of *f, u32 id)
{
	return jobs_erase(&f->jobs, id);
}

int job_end(struct file_of *f, u32 id)
{
	struct job *j __free(kfree) = NULL;

	guard(mutex)(&f->lock);
	j = job_take(f, id);
	return j ? 0 : -ENOENT;
}

int job_end_half(struct file_of *f, u32 id)
{
	struct job *j __free(kfree) = NULL;

	guard(mutex)(&f->lock);
	j = job_take_half(f, id);
	return j ? 0 : -ENOENT;
}

int job_end_first(struct file_of *f, u32 id)
{
	struct job *j;

	guard(mutex)(&f->lock);
	j = job_take_first(f, id);
	if (!j)
		return -ENOENT;
	if (done_jobs_linked(j))
		done_jobs_del(&f->done, j);
	kfree(j);
	return 0;
}

/* good: off both, and the reference goes */
void page_drop(struct cache *c)
{
	struct page *p;

	guard(mutex)(&c->lock);
	p = table_pop(&c->table);
	if (!p)
		return;
	lru_del(&c->lru, p);
	page_put(p);
}

/* bad: the last reference may go, and leave it on the other list */
void page_drop_half(struct cache *c)
{
	struct page *p;

	guard(mutex)(&c->lock);
	p = table_pop(&c->table);
	if (p)
		page_put(p);
}

/* good: on both */
void job_done(struct file_of *f, u32 id)
{
	struct job *j;

	guard(mutex)(&f->lock);
	j = jobs_load(&f->jobs, id);
	if (j && !done_jobs_linked(j))
		done_jobs_add(&f->done, j);
}

int page_make(struct cache *c)
{
	struct page *p = page_new(kzalloc_obj(*p));

	if (!p)
		return -ENOMEM;
	guard(mutex)(&c->lock);
	lru_add(&c->lru, p);
	table_add(&c->table, p);
	return 0;
}

/*
 * check:
 *	41: CL111: 'jobs_erase(…)' is given away here, and may still be on a 'struct done_jobs', which not all callers take it off
 *	104: CL111: 'p' ends here, and may still be on a 'struct lru'
 */
