/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The functions of the pair "slab": an object in two steps; if the second fails, the first ends. */
#ifndef ZEROCOST_SLAB_H
#define ZEROCOST_SLAB_H

struct session {
	u32 id;
	u32 *slots;
	u32 n;
};

struct session *session_new(u32 id, u32 n);
struct session *session_load(const void __user *arg);
void session_free(struct session *s);

#endif
