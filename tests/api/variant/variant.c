/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A driver without a device: an inbox of counted jobs and owned notes, in the order in which they came. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/string.h>

#include "variant.h"

static DEFINE_MUTEX(inbox_lock);
static struct inbox inbox __guarded_by(&inbox_lock) = CLEAT_VARIANT_LIST_INIT(inbox);

void job_release(struct job *__own job)
{
	kfree(job);
}

int inbox_submit(u32 id, bool twice)
{
	struct job *job __free(job_put) = job_new(kzalloc_obj(*job));

	if (!job)
		return -ENOMEM;
	job->id = id;
	guard(mutex)(&inbox_lock);
	if (twice)
		inbox_again_add_tail(&inbox, job_get(job));
	inbox_job_add(&inbox, no_free_ptr(job));
	return 0;
}

int inbox_remark(const char *text)
{
	struct note *note __free(kfree) = kzalloc_obj(*note);

	if (!note || strscpy(note->text, text, sizeof(note->text)) < 0)
		return -ENOMEM;
	guard(mutex)(&inbox_lock);
	inbox_note_add_tail(&inbox, no_free_ptr(note));
	return 0;
}

static int inbox_do(struct job *__own __opt job, int more)
{
	int id;

	if (!job)
		return -ENOENT;
	id = (int)job->id + more;
	job_put(job);
	return id;
}

int inbox_next(void)
{
	struct note *note;

	guard(mutex)(&inbox_lock);
	switch (inbox_kind(&inbox)) {
	case INBOX_JOB:
		return inbox_do(inbox_job_pop(&inbox), 0);
	case INBOX_AGAIN:
		return inbox_do(inbox_again_pop(&inbox), 1000);
	case INBOX_NOTE:
		note = inbox_note_pop(&inbox);
		kfree(note);
		return -1;
	default:
		return -ENOENT;
	}
}

bool inbox_cancel(u32 id)
{
	struct job *found = NULL;

	guard(mutex)(&inbox_lock);
	cleat_variant_for_each(inbox, at, &inbox) {
		struct job *job = inbox_job_of(at);

		if (job && job->id == id) {
			found = job;
			break;
		}
	}
	if (found)
		found = inbox_job_dequeue(found);
	if (!found)
		return false;
	job_put(found);
	return true;
}

static int __init variant_init(void)
{
	return 0;
}

static void __exit variant_exit(void)
{
	while (inbox_next() != -ENOENT)
		;
}

cleat_module(variant, variant_init, variant_exit);
MODULE_DESCRIPTION("test of queues of several types");
MODULE_AUTHOR("the Cleat authors");
