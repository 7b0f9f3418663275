/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef REFERENCES_H
#define REFERENCES_H

#include <cleat/atomic.h>
#include <cleat/kref.h>
#include <cleat/slab.h>

/* A reference-counted object; how many were released is counted. */
struct node {
	struct kref refs;
	atomic_t uses;
};

extern atomic_t nodes_released;

void node_release(struct node *__own n);
DEFINE_REFCOUNTED(node, struct node, refs, node_release);

struct node *__own __opt __must_check node_create(void);

#endif
