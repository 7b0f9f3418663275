/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "lib/binder/object.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

static int agree(struct binder *b)
{
	struct binder_version v = {0};

	if (ioctl(b->fd, BINDER_VERSION, &v) < 0)
		return -errno;
	return v.protocol_version == BINDER_CURRENT_PROTOCOL_VERSION ? 0 : -EPROTO;
}

int binder_open(struct binder *b, const char *path, size_t map_size)
{
	int err;

	*b = (struct binder){.map_size = map_size};
	b->fd = open(path, O_RDWR | O_CLOEXEC);
	if (b->fd < 0)
		return -errno;
	err = agree(b);
	if (!err) {
		b->map = mmap(NULL, map_size, PROT_READ, MAP_PRIVATE | MAP_NORESERVE, b->fd, 0);
		if (b->map == MAP_FAILED)
			err = -errno;
	}
	if (err)
		close(b->fd);
	return err;
}

void binder_close(struct binder *b)
{
	munmap(b->map, b->map_size);
	close(b->fd);
}

int binder_max_threads(struct binder *b, uint32_t n)
{
	return ioctl(b->fd, BINDER_SET_MAX_THREADS, &n) < 0 ? -errno : 0;
}

int binder_become_manager(struct binder *b, struct binder_object *o)
{
	struct flat_binder_object flat = {.hdr.type = BINDER_TYPE_BINDER,
					  .flags = 0x7f | FLAT_BINDER_FLAG_ACCEPTS_FDS,
					  .binder = (uintptr_t)o,
					  .cookie = (uintptr_t)o};

	return ioctl(b->fd, BINDER_SET_CONTEXT_MGR_EXT, &flat) < 0 ? -errno : 0;
}

void binder_stop(struct binder *b)
{
	__atomic_store_n(&b->stop, 1, __ATOMIC_RELEASE);
}
