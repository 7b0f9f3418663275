/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Names that the kernel knows. Each LOOKUP of a file makes a new node, which the kernel must not
 * cache (entry_valid 0): so each open gets an inode, and with it a mapping, of its own, as a
 * character device's driver sees it. A directory keeps one node, because the kernel would throw
 * what hangs on the old one (a working directory, a bind mount) away.
 */
#include "host/fuse/session.h"

enum { DIR_VALID_S = 1, ATTR_VALID_S = 1 };

static struct fuse_node **slot(struct fuse_session *s, u64 id)
{
	return &s->nodes[id % FUSE_HASH];
}

/* Under nodes_lock. */
static struct fuse_node *find(struct fuse_session *s, u64 id)
{
	struct fuse_node *n = *slot(s, id);

	while (n && n->id != id)
		n = n->next;
	return n;
}

struct fuse_node *fuse_node_find(struct fuse_session *s, u64 id)
{
	struct fuse_node *n;

	quiet_lock(&s->nodes_lock);
	n = find(s, id);
	quiet_unlock(&s->nodes_lock);
	return n;
}

struct fuse_node *fuse_node_hold(struct fuse_session *s, u64 id)
{
	struct fuse_node *n;

	quiet_lock(&s->nodes_lock);
	n = find(s, id);
	if (n)
		n->opens++;
	quiet_unlock(&s->nodes_lock);
	return n;
}

static void free_node(struct fuse_node *n)
{
	host_entry_put(n->entry);
	quiet_free(n);
}

void fuse_node_put(struct fuse_session *s, struct fuse_node *node)
{
	bool last;

	quiet_lock(&s->nodes_lock);
	last = --node->opens == 0 && node->lookups == 0;
	quiet_unlock(&s->nodes_lock);
	if (last)
		free_node(node);
}

static struct fuse_node *find_dir(struct fuse_session *s, struct host_entry *entry)
{
	for (int i = 0; i < FUSE_HASH; i++) {
		for (struct fuse_node *n = s->nodes[i]; n; n = n->next) {
			if (n->entry == entry)
				return n;
		}
	}
	return NULL;
}

/* A number that stays an entry's own for as long as it lives, away from the node numbers. */
u64 fuse_entry_ino(struct fuse_session *s, struct host_entry *entry)
{
	/* Multiplied by a secret, so that clients do not learn where our memory lies. */
	return entry != s->root ? ((u64)(uintptr_t)entry * s->ino_key) >> 2 | 1ULL << 62
				: FUSE_ROOT_ID;
}

/*
 * What stat and /proc/PID/maps say. A node whose mapping is looked for there has a number that no
 * other open of the entry has; it is no entry's number either.
 */
u64 fuse_node_ino(struct fuse_session *s, struct fuse_node *node)
{
	const struct file_operations *fops = node ? node->entry->fops : NULL;

	if (!fops || !fops->maps_area || !fops->maps_area())
		return fuse_entry_ino(s, node ? node->entry : s->root);
	return (node->id * s->ino_key) >> 3 | 1ULL << 61;
}

static u32 type_bits(const struct host_entry *entry)
{
	if (!entry || entry->kind == HOST_DIR)
		return S_IFDIR;
	return entry->kind == HOST_LINK ? S_IFLNK : S_IFREG;
}

static void entry_attr(struct fuse_session *s, struct host_entry *entry, u64 ino,
		       struct fuse_attr *attr)
{
	*attr = (struct fuse_attr){
		.ino = ino,
		.size = entry && entry->kind == HOST_LINK ? strlen(entry->target) : 0,
		.mode = type_bits(entry) | (entry ? entry->mode & 07777 : 0755),
		.nlink = 1,
		.atime = (u64)s->started.tv_sec,
		.mtime = (u64)s->started.tv_sec,
		.ctime = (u64)s->started.tv_sec,
		.uid = entry ? entry->uid : s->owner,
		.gid = entry ? entry->gid : s->group,
		.blksize = 4096,
	};
}

void fuse_node_attr(struct fuse_session *s, struct fuse_node *node, struct fuse_attr *attr)
{
	struct host_entry *entry = node ? node->entry : s->root;

	entry_attr(s, entry, fuse_node_ino(s, node), attr);
	if (node && node->size)
		attr->size = node->size;
}

int fuse_node_tell(struct fuse_session *s, struct host_entry *entry, struct fuse_entry_out *out)
{
	struct fuse_node *n = NULL;

	quiet_lock(&s->nodes_lock);
	if (entry->kind == HOST_DIR)
		n = find_dir(s, entry);
	if (!n) {
		n = quiet_new(sizeof(*n));
		if (!n) {
			quiet_unlock(&s->nodes_lock);
			return -ENOMEM;
		}
		n->id = ++s->last_node;
		n->entry = host_entry_get(entry);
		n->next = *slot(s, n->id);
		*slot(s, n->id) = n;
	}
	n->lookups++;
	*out = (struct fuse_entry_out){
		.nodeid = n->id,
		.entry_valid = entry->kind == HOST_DIR ? DIR_VALID_S : 0,
		.attr_valid = ATTR_VALID_S,
	};
	fuse_node_attr(s, n, &out->attr);
	quiet_unlock(&s->nodes_lock);
	return 0;
}

/* The entry behind the request's node; NULL is the tree's root. False after an error reply. */
static bool request_entry(struct fuse_request *req, struct fuse_node **ret_node,
			  struct host_entry **ret)
{
	*ret_node = NULL;
	*ret = req->session->root;
	if (req->head->nodeid == FUSE_ROOT_ID)
		return true;
	*ret_node = fuse_node_find(req->session, req->head->nodeid);
	if (!*ret_node) {
		fuse_reply_error(req, -ESTALE);
		return false;
	}
	*ret = (*ret_node)->entry;
	return true;
}

void fuse_op_lookup(struct fuse_request *req)
{
	struct fuse_entry_out out;
	struct host_entry *dir, *child;
	struct fuse_node *node;
	int err;

	if (!request_entry(req, &node, &dir))
		return;
	req->body[req->body_len - 1] = '\0';
	child = host_entry_find(dir, req->body);
	if (!child) {
		fuse_reply_error(req, -ENOENT);
		return;
	}
	err = fuse_node_tell(req->session, child, &out);
	host_entry_put(child);
	if (err)
		fuse_reply_error(req, err);
	else
		fuse_reply(req, &out, sizeof(out));
}

/* The end of a mount: the kernel has forgotten all nodes without saying so. */
void fuse_nodes_free(struct fuse_session *s)
{
	for (int i = 0; i < FUSE_HASH; i++) {
		while (s->nodes[i]) {
			struct fuse_node *n = s->nodes[i];

			s->nodes[i] = n->next;
			free_node(n);
		}
	}
}

/* The kernel sends FORGET behind RELEASE, which another thread may still be busy with. */
static void forget(struct fuse_session *s, u64 id, u64 count)
{
	struct fuse_node **p = slot(s, id), *n;
	bool last = false;

	quiet_lock(&s->nodes_lock);
	while (*p && (*p)->id != id)
		p = &(*p)->next;
	n = *p;
	if (n) {
		n->lookups -= count < n->lookups ? count : n->lookups;
		if (n->lookups == 0) {
			*p = n->next;
			last = n->opens == 0;
		}
	}
	quiet_unlock(&s->nodes_lock);
	if (last)
		free_node(n);
}

void fuse_op_forget(struct fuse_request *req)
{
	struct fuse_forget_in *in = (void *)req->body;

	forget(req->session, req->head->nodeid, in->nlookup);
}

void fuse_op_batch_forget(struct fuse_request *req)
{
	struct fuse_batch_forget_in *in = (void *)req->body;
	struct fuse_forget_one *one = (void *)(in + 1);
	size_t room = (req->body_len - sizeof(*in)) / sizeof(*one);

	for (size_t i = 0; i < in->count && i < room; i++)
		forget(req->session, one[i].nodeid, one[i].nlookup);
}

static void reply_attr(struct fuse_request *req, struct fuse_node *node)
{
	struct fuse_attr_out out = {.attr_valid = ATTR_VALID_S};

	fuse_node_attr(req->session, node, &out.attr);
	fuse_reply(req, &out, sizeof(out));
}

void fuse_op_getattr(struct fuse_request *req)
{
	struct host_entry *entry;
	struct fuse_node *node;

	if (request_entry(req, &node, &entry))
		reply_attr(req, node);
}

/*
 * Modes and owners can be changed, as on any device node (the kernel has checked who may); times
 * are
 * not kept. The size is like a
 * character device's: open with O_TRUNC is fine (it does not come here), truncate() is not.
 */
void fuse_op_setattr(struct fuse_request *req)
{
	struct fuse_setattr_in *in = (void *)req->body;
	struct host_entry *entry;
	struct fuse_node *node;

	if (!request_entry(req, &node, &entry))
		return;
	if (in->valid & FATTR_SIZE) {
		fuse_reply_error(req, -EINVAL);
		return;
	}
	if ((in->valid & (FATTR_MODE | FATTR_UID | FATTR_GID)) && !entry) {
		fuse_reply_error(req, -EPERM);
		return;
	}
	quiet_lock(&req->session->nodes_lock);
	if (in->valid & FATTR_MODE)
		entry->mode = in->mode & 07777;
	if (in->valid & FATTR_UID)
		entry->uid = in->uid;
	if (in->valid & FATTR_GID)
		entry->gid = in->gid;
	quiet_unlock(&req->session->nodes_lock);
	reply_attr(req, node);
}

void fuse_op_readlink(struct fuse_request *req)
{
	struct host_entry *entry;
	struct fuse_node *node;

	if (!request_entry(req, &node, &entry))
		return;
	if (!entry || entry->kind != HOST_LINK)
		fuse_reply_error(req, -EINVAL);
	else
		fuse_reply(req, entry->target, strlen(entry->target));
}

void fuse_op_statfs(struct fuse_request *req)
{
	struct fuse_statfs_out out = {.st = {.bsize = 4096, .frsize = 4096, .namelen = 255}};

	fuse_reply(req, &out, sizeof(out));
}
