// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "slab.h"

struct session *session_new(u32 id, u32 n)
{
	struct session *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return NULL;
	s->slots = kcalloc(n, sizeof(*s->slots), GFP_KERNEL);
	if (!s->slots) {
		kfree(s);
		return NULL;
	}
	s->id = id;
	s->n = n;
	return s;
}

struct session *session_load(const void __user *arg)
{
	struct session *s = kzalloc(sizeof(*s), GFP_KERNEL);
	int err = -ENOMEM;

	if (!s)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(&s->id, arg, sizeof(s->id))) {
		err = -EFAULT;
		goto free;
	}
	if (s->id == 0) {
		err = -EINVAL;
		goto free;
	}
	s->slots = kmalloc_array(16, sizeof(*s->slots), GFP_KERNEL);
	if (!s->slots)
		goto free;
	s->n = 16;
	return s;
free:
	kfree(s);
	return ERR_PTR(err);
}

void session_free(struct session *s)
{
	kfree(s->slots);
	kfree(s);
}
