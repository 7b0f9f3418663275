/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the pair "array" works on: sessions by number, slots by bit. */
#ifndef ZEROCOST_ARRAY_H
#define ZEROCOST_ARRAY_H

struct session;
struct sessions;

int session_add(struct sessions *s, struct session *new);
struct session *session_get(struct sessions *s, u32 id);
struct session *session_remove(struct sessions *s, u32 id);
u64 session_uses(struct sessions *s);
int slot_claim(struct sessions *s);

#endif
