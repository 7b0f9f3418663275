/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Names that users take away and change, in the mounts of a driver's file systems; the kernel has
 * looked at the directory's permission bits. What makes names is refused as by a file system that
 * has nothing of the kind.
 */
#include "host/fuse/session.h"

#include "host/mounts.h"

/* The directory behind a node id, or NULL after an error reply. The driver's own tree has none. */
static struct host_entry *directory(struct fuse_request *req, u64 id)
{
	struct fuse_session *s = req->session;
	struct fuse_node *node = id == FUSE_ROOT_ID ? NULL : fuse_node_find(s, id);
	struct host_entry *dir = id == FUSE_ROOT_ID ? s->root : node ? node->entry : NULL;

	if (dir)
		return dir;
	fuse_reply_error(req, id == FUSE_ROOT_ID ? -EPERM : -ESTALE);
	return NULL;
}

static void caller(struct fuse_request *req)
{
	req->call = (struct host_call){.memory = &fuse_caller_memory, .transport = req};
	fuse_caller_fill(req, true);
}

void fuse_op_unlink(struct fuse_request *req)
{
	struct host_entry *dir = directory(req, req->head->nodeid);

	if (!dir)
		return;
	req->body[req->body_len - 1] = '\0';
	caller(req);
	fuse_reply_error(req, host_name_unlink(dir, req->body, &req->call));
}

static void rename_to(struct fuse_request *req, u64 new_dir, unsigned int flags, char *names)
{
	char *end = req->body + req->body_len;
	struct host_rename r = {.flags = flags, .old_name = names};

	end[-1] = '\0';
	r.new_name = names + strlen(names) + 1;
	if (r.new_name >= end) {
		fuse_reply_error(req, -EINVAL);
		return;
	}
	r.old_dir = directory(req, req->head->nodeid);
	r.new_dir = r.old_dir ? directory(req, new_dir) : NULL;
	if (!r.new_dir)
		return;
	caller(req);
	fuse_reply_error(req, host_name_rename(&r, &req->call));
}

void fuse_op_rename(struct fuse_request *req)
{
	struct fuse_rename_in *in = (void *)req->body;

	rename_to(req, in->newdir, 0, (char *)(in + 1));
}

void fuse_op_rename2(struct fuse_request *req)
{
	struct fuse_rename2_in *in = (void *)req->body;

	rename_to(req, in->newdir, in->flags, (char *)(in + 1));
}

void fuse_op_refuse(struct fuse_request *req)
{
	fuse_reply_error(req, req->head->opcode == FUSE_CREATE ? -EACCES : -EPERM);
}
