/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Where the mount goes, and what stands there already. */
#include "host/libc.h"

#include "base/diag.h"
#include "base/paths.h"
#include "host/core.h"
#include "host/fuse/mount.h"
#include "host/serve.h"

#include <limits.h>
#include <sys/file.h>

/* Another start at the same moment waits at the folder's lock, and then finds our mount. */
static int lock_folder(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	diag_error("stop it, or name another folder: --mount DIR",
		   errno == EWOULDBLOCK ? "%s: another driver is being served there"
					: "%s: cannot be used",
		   dir);
	if (fd >= 0)
		close(fd);
	return -1;
}

static int check_free(const char *dir)
{
	switch (fuse_mount_probe(dir)) {
	case FUSE_MOUNT_SERVED:
		return diag_error("stop it, or name another folder: --mount DIR",
				  "%s: another driver is being served there", dir);
	case FUSE_MOUNT_FOREIGN:
		return diag_error("name another folder: --mount DIR",
				  "%s: something else is mounted there", dir);
	case FUSE_MOUNT_STALE:
		diag_note("%s: taking away the dead mount of a driver that was killed", dir);
		fuse_unmount(dir, geteuid() != 0);
		return 0;
	case FUSE_MOUNT_FREE:
		break;
	}
	return 0;
}

/* A dead mount on the folder makes even realpath() fail, so it goes first. */
static int prepare_dir(struct host_mount *m, const char *dir)
{
	char cwd[PATH_MAX], *plain;
	int err;

	plain = *dir == '/' || !getcwd(cwd, sizeof(cwd)) ? paths_format("%s", dir)
							 : paths_format("%s/%s", cwd, dir);
	err = check_free(plain);
	if (err) {
		free(plain);
		return err;
	}
	m->made = !paths_exists(plain);
	err = m->made ? paths_mkdirs(plain) : 0;
	m->dir = err ? NULL : realpath(plain, NULL);
	free(plain);
	if (!m->dir)
		return diag_error("name another folder: --mount DIR", "%s: %s", dir,
				  strerror(err ? -err : errno));
	return check_free(m->dir);
}

static int mount_there(struct host_mount *m)
{
	m->fd = fuse_mount_direct(m->dir, host_driver_name());
	if (m->fd >= 0)
		return 0;
	if ((m->fd != -EPERM && m->fd != -EACCES) || geteuid() == 0)
		return fuse_device_error(m->fd);
	m->helper = true;
	m->fd = fuse_mount_helper(m->dir, host_driver_name());
	return m->fd < 0 ? 2 : 0;
}

int host_mount_setup(struct host_mount *m, const struct host_options *o)
{
	char *own = o->mount ? NULL : paths_served(host_driver_name());
	int err = prepare_dir(m, o->mount ? o->mount : own), lock;

	free(own);
	if (err)
		return err;
	lock = lock_folder(m->dir);
	if (lock < 0)
		return 2;
	err = check_free(m->dir);
	if (!err)
		err = mount_there(m);
	if (err && m->made)
		rmdir(m->dir);
	close(lock);
	return err;
}

void host_mount_undo(struct host_mount *m)
{
	if (m->fd >= 0)
		close(m->fd);
	m->fd = -1;
	if (m->dir && !m->inside) {
		fuse_unmount(m->dir, m->helper);
		if (m->made)
			rmdir(m->dir);
	}
	free(m->dir);
	m->dir = NULL;
}
