/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What the driver's logs say of a peer, without what differs from run to run. All return "-" when
 * the command line names no logs, and wait for nothing: what has been told to the driver is in
 * them.
 */
#ifndef TESTS_BINDER_CONF_STATE_H
#define TESTS_BINDER_CONF_STATE_H

#include "peer.h"

/* "1 s1 w0, 2 s0 w1": its references by handle. */
const char *refs_of(struct peer *p);
/* "10 hs1 hw1 ls0 lw0 is1 iw1 tr0": its nodes by address. */
const char *nodes_of(struct peer *p);
/* "16:8:0 delivered": its buffers. */
const char *buffers_of(struct peer *p);
/* "l 11 need_return 0": the worker's state. */
const char *looper_of(struct worker *w);
/*
 * All of these from one look at the log, the buffers sorted; and @work, what waits to be read or answered:
 * "node work 10/11, transaction complete, outgoing code 1 flags 10".
 */
struct peer_state {
	const char *refs, *nodes, *buffers, *work, *threads;
};
void state_of(struct peer *p, struct peer_state *ret);
/* Has the worker a transaction or reply that it has not read? */
bool has_unread(struct worker *w);
/* A line of its statistics that begins so. */
const char *stat_of(struct peer *p, const char *begins);
/* How often each command was written and read: "BC_REPLY: 1, BR_NOOP: 3". */
const char *commands_of(struct peer *p);
/* The whole file proc/PID with process, thread and debug ids, addresses and times by their kind. */
const char *proc_log(struct peer *p);

#endif
