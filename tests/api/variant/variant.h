/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef VARIANT_H
#define VARIANT_H

#include <cleat/kref.h>
#include <cleat/slab.h>
#include <cleat/variant_list.h>

enum inbox_kind { INBOX_JOB = 1, INBOX_NOTE, INBOX_AGAIN };

DEFINE_VARIANT_LIST(inbox);

/* It can be in an inbox twice: to be done, and to be done again. */
struct job {
	struct kref refs;
	u32 id;
	struct cleat_variant_link link;
	struct cleat_variant_link again;
};

void job_release(struct job *__own job);
DEFINE_REFCOUNTED(job, struct job, refs, job_release);
DEFINE_VARIANT(inbox, inbox_job, struct job, link, INBOX_JOB);
DEFINE_VARIANT(inbox, inbox_again, struct job, again, INBOX_AGAIN);

struct note {
	char text[8];
	struct cleat_variant_link link;
};

DEFINE_VARIANT(inbox, inbox_note, struct note, link, INBOX_NOTE);

/* Put a job into the driver's inbox, for once or for twice; a note; 0 or -ENOMEM. */
int inbox_submit(u32 id, bool twice);
int inbox_remark(const char *text);

/* Deal with the first: the job's id, 1000 + id when it is done again, -1 for a note; -ENOENT. */
int inbox_next(void);

/* Take job @id out wherever it is; was it there? */
bool inbox_cancel(u32 id);

#endif
