/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Mappings of an area (<cleat/area.h>). FUSE tells of none, so they are looked for in the caller's
 * /proc/PID/maps: at each ioctl of a file until its mapping is found, and never again. The inode
 * number there says which open file it is, because each has an inode of its own.
 */
#include "host/fuse/session.h"

/* A line of it: from-to perms offset dev inode path. */
static bool parse(const char *line, u64 ino, struct cleat_vma *vma)
{
	unsigned long long from, to, off, found;
	char perms[5];

	if (sscanf(line, "%llx-%llx %4s %llx %*s %llu", &from, &to, perms, &off, &found) != 5 ||
	    found != ino)
		return false;
	*vma = (struct cleat_vma){
		.addr = from, .off = off, .size = to - from, .writable = perms[1] == 'w'};
	return true;
}

/* Parts of one mapping, which an mprotect or another map has cut, are one. */
static void join(struct cleat_vma *vma, const struct cleat_vma *next)
{
	if (next->addr != vma->addr + vma->size || next->off != vma->off + vma->size)
		return;
	vma->size += next->size;
	vma->writable |= next->writable;
}

static bool find_mapping(pid_t tgid, u64 ino, struct cleat_vma *vma)
{
	struct cleat_vma next;
	char path[64], *line = NULL;
	bool found = false;
	size_t room = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/maps", tgid);
	f = tgid > 0 ? fopen(path, "re") : NULL;
	if (!f)
		return false;
	while (getline(&line, &room, f) > 0) {
		if (!parse(line, ino, &next))
			continue;
		if (found)
			join(vma, &next);
		else
			*vma = next;
		found = true;
	}
	free(line);
	fclose(f);
	return found;
}

/* What the driver refused, it is asked again: the client may map once more. */
static bool look(struct fuse_request *req, struct fuse_open *o)
{
	struct cleat_vma vma;

	return find_mapping(req->call.task.tgid, fuse_node_ino(o->session, o->node), &vma) &&
	       host_file_map(o->file, &req->call, &vma) == 0;
}

void fuse_map_look(struct fuse_request *req, struct fuse_open *o)
{
	if (__atomic_load_n(&o->mapped, __ATOMIC_ACQUIRE) || !host_file_wants_map(o->file))
		return;
	/* A second thread's ioctl, which the first one's mapping is there for, waits for the look. */
	quiet_lock(&o->map_lock);
	if (!o->mapped && look(req, o))
		__atomic_store_n(&o->mapped, true, __ATOMIC_RELEASE);
	quiet_unlock(&o->map_lock);
}
