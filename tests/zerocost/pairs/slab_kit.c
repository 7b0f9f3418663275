// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <cleat/err.h>
#include <cleat/slab.h>
#include <cleat/uaccess.h>

#include "slab.h"

struct session *session_new(u32 id, u32 n)
{
	struct session *s __free(kfree) = kzalloc_obj(*s);

	if (!s)
		return NULL;
	s->slots = kzalloc_objs(*s->slots, n);
	if (!s->slots)
		return NULL;
	s->id = id;
	s->n = n;
	return_ptr(s);
}

struct session *session_load(const void __user *arg)
{
	struct session *s __free(kfree) = kzalloc_obj(*s);
	int err;

	if (!s)
		return ERR_PTR(-ENOMEM);
	err = cleat_get_user_obj(&s->id, arg);
	if (err)
		return ERR_PTR(err);
	if (s->id == 0)
		return ERR_PTR(-EINVAL);
	s->slots = kmalloc_objs(*s->slots, 16);
	if (!s->slots)
		return ERR_PTR(-ENOMEM);
	s->n = 16;
	return_ptr(s);
}

void session_free(struct session *s)
{
	kfree(s->slots);
	kfree(s);
}
