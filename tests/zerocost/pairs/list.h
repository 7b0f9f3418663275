/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the pair "list" works on: jobs in a queue, or on a list of those that are done. */
#ifndef ZEROCOST_LIST_H
#define ZEROCOST_LIST_H

struct job;
struct jobs;

void jobs_put(struct jobs *q, struct job *j);
void jobs_put_first(struct jobs *q, struct job *j);
struct job *jobs_take(struct jobs *q);
void jobs_finish(struct jobs *q, struct job *j);
u64 jobs_sum(struct jobs *q);
void jobs_drop_below(struct jobs *q, u32 limit);
void jobs_collect(struct jobs *q);
bool jobs_idle(struct jobs *q);

#endif
