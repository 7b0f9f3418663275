/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The functions of the pair "ref": nodes that end with their last reference. */
#ifndef ZEROCOST_REF_H
#define ZEROCOST_REF_H

struct node;

struct node *ref_new(u32 id);
struct node *ref_get(struct node *n);
struct node *ref_find(struct node *n);
void ref_put(struct node *n);
int ref_link(struct node *a, struct node *peer);
bool ref_try_pin(struct node *n);
void ref_pin(struct node *n);
bool ref_unpin(struct node *n);

#endif
