/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The life of a session: start to serve, and stop while clients still hold files. The driver's own
 * tree has one session, which ends with the process; each mount of a file system has another, which
 * also ends when it is unmounted.
 */
#include "host/fuse/session.h"

#include "host/fuse/mount.h"
#include "host/mounts.h"

#include <sys/random.h>

enum { DRAIN_MS = 5000 };

/* The sessions of mounts. */
static struct quiet_lock mounts_lock;
static struct fuse_session *mounts;
/* Those whose threads may still read when the process ends. */
static struct fuse_session *stopped;

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

/* ---- mounts ---- */

static void link_mount(struct fuse_session *s)
{
	quiet_lock(&mounts_lock);
	s->next = mounts;
	s->link = &mounts;
	if (s->next)
		s->next->link = &s->next;
	mounts = s;
	quiet_unlock(&mounts_lock);
}

/* False when somebody else took it: it ends once, unmounted or with the process. */
static bool unlink_mount(struct fuse_session *s)
{
	bool mine;

	quiet_lock(&mounts_lock);
	mine = s->link != NULL;
	if (mine) {
		*s->link = s->next;
		if (s->next)
			s->next->link = s->link;
		s->link = NULL;
	}
	quiet_unlock(&mounts_lock);
	return mine;
}

int fuse_session_serve(struct fuse_session *s, int fd)
{
	int err;

	s->root = host_entry_get(host_super_root(s->super));
	link_mount(s);
	err = fuse_session_start(s, fd);
	if (err) {
		unlink_mount(s);
		host_entry_put(s->root);
	}
	return err;
}

/* Nobody can reach the mount any more, and no thread is in it. */
void fuse_session_over(struct fuse_session *s)
{
	if (!unlink_mount(s))
		return;
	quiet_after(s);
	fuse_opens_release_all(s);
	fuse_opens_free(s);
	fuse_nodes_free(s);
	close(s->fd);
	host_entry_put(s->root);
	host_super_put(s->super);
	free(s->dir);
	quiet_free(s);
}

struct fuse_session *fuse_session_of(u64 dev)
{
	struct fuse_session *s;

	quiet_lock(&mounts_lock);
	for (s = mounts; s && s->dev != dev; s = s->next)
		;
	quiet_unlock(&mounts_lock);
	return s;
}

bool fuse_session_any(void)
{
	return __atomic_load_n(&mounts, __ATOMIC_RELAXED) != NULL;
}

/* The threads stay in their reads: as much as can be is given back, and the process ends soon. */
int fuse_mounts_stop(void)
{
	for (;;) {
		struct fuse_session *s;
		int err;

		quiet_lock(&mounts_lock);
		s = mounts;
		quiet_unlock(&mounts_lock);
		if (!s || !unlink_mount(s))
			return 0;
		if (s->dir)
			fuse_unmount(s->dir, s->helper);
		err = fuse_session_stop(s);
		if (err)
			return err;
		fuse_nodes_free(s);
		host_super_put(s->super);
		s->next = stopped;
		stopped = s;
	}
}
