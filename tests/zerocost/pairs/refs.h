/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the pair "refs" works on: counted objects, a limit under RCU, hits behind a semaphore. */
#ifndef ZEROCOST_REFS_H
#define ZEROCOST_REFS_H

struct node;
struct limits;
struct hits;

struct node *node_make(void);
void node_share(struct node *n, struct node **ret_a, struct node **ret_b);
void node_drop(struct node *n);
struct node *node_look(struct node *n);
void node_use(struct node *n);
u32 limits_get(struct limits *l);
int limits_set(struct limits *l, u32 limit);
u64 hits_read(struct hits *h);
void hits_add(struct hits *h);

#endif
