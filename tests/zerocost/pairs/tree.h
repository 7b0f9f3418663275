/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the pair "tree" works on: areas by address. */
#ifndef ZEROCOST_TREE_H
#define ZEROCOST_TREE_H

struct area;
struct space;

int space_insert(struct space *s, struct area *a);
struct area *space_find(struct space *s, u64 at);
struct area *space_at_least(struct space *s, u64 at);
void space_remove(struct space *s, struct area *a);
u64 space_total(struct space *s);

#endif
