/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the functions of one file do with what they are lent, the other files know. */
#ifndef LENT_H
#define LENT_H

#include <cleat/list.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/timer.h>
#include <cleat/uaccess.h>

struct request {
	u64 data;
	u32 to;
	u32 len;
};

struct answer {
	u32 n;
	u32 left;
	u64 sum;
};

struct job {
	struct cleat_list_link link;
	u32 id;
};
void job_free(struct job *__own j);
DEFINE_OWNED_LIST(job_list, struct job, link, job_free);

struct slot {
	struct timer_list timer;
};

struct pool {
	struct mutex lock;
	struct job_list jobs __guarded_by(&lock);
};
extern struct pool emptied, left_full;
extern struct slot slots[8], left_slots[8];

/* lent.c */
int request_fetch(struct request *req __writes, const void __user *arg);
int request_check(const void __user *arg);
int request_valid(const struct request *req);
bool id_valid(u32 id);
void answer_fill(struct pool *p, struct answer *a);
int answer_send(void __user *to, const struct answer *a);
int answer_try(struct pool *p, struct answer *a);
void pool_end_job(struct pool *p, struct job *j) __must_hold(&p->lock);
void pool_clear(struct pool *p);
int pool_add(struct pool *p, struct job *__own __keeps_on_failure j);
int slot_arm(u32 i);
void slot_stop(struct slot *s);
void slots_make(void);

#endif
