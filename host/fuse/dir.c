/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Directories. A listing is taken whole when it is read from its start, so that entries that come
 * and go meanwhile neither repeat nor hide others. READDIRPLUS is not offered: what it adds are
 * nodes for the kernel's cache, and our names are not cached.
 */
#include "host/fuse/session.h"

/* Records as the kernel wants them; an offset is where the next record begins in @text. */
struct listing {
	struct fuse_session *session;
	struct quiet_lock lock;
	char *text;
	size_t size, room;
	bool failed;
};

static u32 dirent_type(enum host_entry_kind kind)
{
	return (kind == HOST_DIR ? S_IFDIR : kind == HOST_LINK ? S_IFLNK : S_IFREG) >> 12;
}

static void add(struct listing *l, const char *name, u64 ino, enum host_entry_kind kind)
{
	size_t len = strlen(name), size = FUSE_DIRENT_ALIGN(FUSE_NAME_OFFSET + len);
	struct fuse_dirent *d;

	if (l->size + size > l->room) {
		char *more = realloc(l->text, l->room * 2 + size);

		if (!more) {
			l->failed = true;
			return;
		}
		l->text = more;
		l->room = l->room * 2 + size;
	}
	d = (struct fuse_dirent *)(l->text + l->size);
	memset(d, 0, size);
	l->size += size;
	*d = (struct fuse_dirent){
		.ino = ino, .off = l->size, .namelen = (u32)len, .type = dirent_type(kind)};
	memcpy(d->name, name, len);
}

static void add_child(struct host_entry *child, void *arg)
{
	struct listing *l = arg;

	add(l, child->name, fuse_entry_ino(l->session, child), child->kind);
}

static void take(struct listing *l, struct fuse_node *node)
{
	struct host_entry *root = l->session->root, *dir = node ? node->entry : root;

	l->size = 0;
	l->failed = false;
	add(l, ".", fuse_entry_ino(l->session, dir), HOST_DIR);
	add(l, "..", fuse_entry_ino(l->session, dir && dir != root ? dir->parent : root), HOST_DIR);
	host_entry_list(dir, add_child, l);
}

void fuse_op_opendir(struct fuse_request *req)
{
	struct listing *l = quiet_new(sizeof(*l));
	struct fuse_open_out out = {.fh = (uintptr_t)l};

	if (!l) {
		fuse_reply_error(req, -ENOMEM);
		return;
	}
	l->session = req->session;
	fuse_reply(req, &out, sizeof(out));
}

/* The whole records from @offset on that fit into @room bytes. */
static size_t fitting(const struct listing *l, u64 offset, size_t room)
{
	size_t end = offset;

	while (end < l->size) {
		const struct fuse_dirent *d = (const struct fuse_dirent *)(l->text + end);

		if (d->off - offset > room)
			break;
		end = d->off;
	}
	return end - offset;
}

void fuse_op_readdir(struct fuse_request *req)
{
	struct fuse_read_in *in = (void *)req->body;
	struct listing *l = (struct listing *)(uintptr_t)in->fh;

	bool failed;
	size_t n = 0;

	quiet_lock(&l->lock);
	quiet_after(l);
	if (in->offset == 0)
		take(l, fuse_node_find(req->session, req->head->nodeid));
	failed = l->failed;
	if (!failed && in->offset < l->size) {
		n = fitting(l, in->offset, min_t(size_t, in->size, FUSE_OUT_SIZE));
		memcpy(req->out, l->text + in->offset, n);
	}
	quiet_before(l);
	quiet_unlock(&l->lock);
	/* With the answer the directory may be closed, and @l gone. */
	if (failed)
		fuse_reply_error(req, -ENOMEM);
	else
		fuse_reply(req, req->out, n);
}

void fuse_op_releasedir(struct fuse_request *req)
{
	struct fuse_release_in *in = (void *)req->body;
	struct listing *l = (struct listing *)(uintptr_t)in->fh;

	quiet_after(l);
	free(l->text);
	quiet_free(l);
	fuse_reply_error(req, 0);
}
