/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The functions of the pair "backlog": jobs that wait in order. */
#ifndef ZEROCOST_BACKLOG_H
#define ZEROCOST_BACKLOG_H

struct job;
struct jobs;

void backlog_add(struct jobs *q, struct job *j);
void backlog_add_first(struct jobs *q, struct job *j);
struct job *backlog_take(struct jobs *q);
void backlog_drop(struct jobs *q, struct job *j);
struct job *backlog_find(struct jobs *q, u32 id);
u64 backlog_sum(struct jobs *q);
u32 backlog_expire(struct jobs *q, u64 now);
void backlog_take_all(struct jobs *to, struct jobs *from);

#endif
