/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The functions of the pair "list": jobs that wait in order. */
#ifndef ZEROCOST_LIST_H
#define ZEROCOST_LIST_H

struct job;
struct jobs;

void jobs_add(struct jobs *q, struct job *j);
void jobs_add_first(struct jobs *q, struct job *j);
struct job *jobs_take(struct jobs *q);
void jobs_drop(struct jobs *q, struct job *j);
struct job *jobs_find(struct jobs *q, u32 id);
u64 jobs_sum(struct jobs *q);
u32 jobs_expire(struct jobs *q, u64 now);
void jobs_take_all(struct jobs *to, struct jobs *from);

#endif
