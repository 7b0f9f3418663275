/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Peers that play a part: the context manager, and who has got another's object. */
#ifndef TESTS_BINDER_CONF_ROLES_H
#define TESTS_BINDER_CONF_ROLES_H

#include "peer.h"

/* A peer that is its context's manager. Waits for a dying one to make room. */
struct peer *manage(struct peer *p);
struct peer *manager(void);
struct peer *manager_with(int flags, uint32_t node_flags);
/*
 * The client gets handle 1, a node (@ptr, @cookie, @flags) of @owner's, by way of nothing but two
 * transactions through the manager @m. Everything that came with it is answered and freed.
 */
uint32_t grant(struct peer *m, struct peer *owner, uint64_t ptr, uint32_t flags,
	       struct peer *client);

#endif
