/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Objects that count their references, as <cleat/kref.h> shows them. */
#include <cleat/module.h>

#include "references.h"

atomic_t nodes_released = ATOMIC_INIT(0);

void node_release(struct node *__own n)
{
	atomic_inc(&nodes_released);
	kfree(n);
}

struct node *node_create(void)
{
	struct node *n __free(node_put) = node_new(kzalloc_obj(*n));

	if (!n)
		return NULL;
	atomic_set(&n->uses, 1);
	return_ptr(n);
}

static int __init references_init(void)
{
	return 0;
}

static void __exit references_exit(void)
{
}

cleat_module(references, references_init, references_exit);
MODULE_DESCRIPTION("test of the headers of references");
MODULE_AUTHOR("the Cleat authors");
