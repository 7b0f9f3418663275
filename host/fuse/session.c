/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The life of a session: start to serve, and stop while clients still hold files. */
#include "host/fuse/session.h"

#include <sys/random.h>

enum { DRAIN_MS = 5000 };

int fuse_session_start(struct fuse_session *s, int fd)
{
	int err;

	s->fd = fd;
	s->last_node = FUSE_ROOT_ID;
	s->owner = geteuid();
	s->group = getegid();
	clock_gettime(CLOCK_REALTIME, &s->started);
	if (getrandom(&s->ino_key, sizeof(s->ino_key), 0) != sizeof(s->ino_key))
		return -EIO;
	s->ino_key |= 1;
	err = fuse_init_handshake(s);
	return err ? err : fuse_pool_start(s);
}

/* The threads stay in their reads, and answer with ENODEV, until the process ends. */
int fuse_session_stop(struct fuse_session *s)
{
	bool drained = fuse_calls_drain(s, DRAIN_MS);

	if (!drained)
		return -EBUSY;
	fuse_opens_release_all(s);
	return 0;
}
