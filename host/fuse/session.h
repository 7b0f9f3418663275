/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The FUSE transport: one session is one mount, served over one /dev/fuse descriptor by a pool of
 * threads. A request is read into a struct fuse_request, dispatched by its opcode, and answered.
 * Requests that enter the driver ("driver calls") may sleep; they are in the table of calls while
 * they do, where FUSE_INTERRUPT finds them. At least one thread is always free to read.
 *
 * Files: wire.c (reading, replies, notifications), pool.c (threads), dispatch.c (opcodes, init),
 * calls.c (calls under way, interrupts), caller.c (who calls, and its memory), node.c and dir.c
 * (nodes and attributes), names.c, open.c, rw.c, ioctl.c, poll.c, pages.c and map.c (mmap), mount.c;
 * ring.c and ring_serve.c (ioctls through shared memory).
 */
#ifndef CLEAT_HOST_FUSE_SESSION_H
#define CLEAT_HOST_FUSE_SESSION_H

#include "host/libc.h"

#include "host/core.h"
#include "host/filter.h"
#include "host/fuse/abi.h"
#include "host/fuse/quiet.h"
#include "host/pages.h"

enum {
	FUSE_MAX_WRITE = 1 << 20, /* one read or write; longer ones are split by the kernel */
	FUSE_IN_SIZE = FUSE_MAX_WRITE + 4096,
	FUSE_OUT_SIZE = FUSE_MAX_WRITE + 4096,
	FUSE_POOL_MAX = 4096, /* threads; more calls than that wait in a queue */
	FUSE_POOL_KEEP = 32,  /* idle threads beyond these end; fewer come and go with waves of calls */
	FUSE_HASH = 256,
};

struct fuse_channel;
struct fuse_hold;
struct fuse_node;
struct fuse_open;
struct fuse_session;

enum { FUSE_AHEAD = 256 };

/**
 * struct fuse_trail - where a thread's calls begin to read its memory, and where they go on
 *
 * What a driver reads first often says where it reads next, and often that is the same place again.
 */
struct fuse_trail {
	u64 first, second;
};

/**
 * struct fuse_piece - a caller's memory that was brought along
 * @addr, @len: of what is left in @data, its last bytes
 */
struct fuse_piece {
	u64 addr;
	u32 len;
	u8 data[FUSE_AHEAD];
};

/**
 * struct fuse_ahead - what the driver is expected to read (caller.c)
 * @behind: what lies behind the last small read; @next: where @expected, the trail of the thread's last
 *	call, goes on; @seen: this call's
 * @sleeps: the call's count when they were read
 */
struct fuse_ahead {
	struct fuse_trail expected, seen;
	unsigned int sleeps;
	struct fuse_piece behind, next;
};

/**
 * struct fuse_request - one request under way
 * @in: what was read: header and body; @out: room for the reply's body; both page-aligned
 * @head: start of @in; @body, @body_len: the rest
 * @call: the caller; @counted: begun and not yet answered
 * @open: the file that the call is on; @hold, @channel: the caller is held, and how files reach it
 *	(hold.c, fds.c)
 * @next: in the table of calls, or in the pool's queue
 */
struct fuse_request {
	struct fuse_session *session;
	char *in, *out;
	struct fuse_in_header *head;
	char *body;
	size_t body_len;
	struct host_call call;
	struct fuse_ahead ahead;
	struct host_filter_call filter;
	bool counted;
	struct fuse_open *open;
	struct fuse_hold *hold;
	struct fuse_channel *channel;
	struct fuse_request *next;
};

/**
 * struct fuse_node - a name the kernel knows
 * @lookups: how often it was told of; @opens: open files that hold it; @size: what stat shows
 * @backing: passthrough id, or 0; @backed: how many of the opens use it
 */
struct fuse_node {
	u64 id;
	u64 lookups;
	u64 size;
	unsigned int opens, backed;
	int backing;
	struct host_entry *entry;
	struct fuse_node *next;
};

/**
 * struct fuse_open - an open file: what the kernel calls fh
 * @opened, @done: places for quiet_before: the open comes before all calls, they before the release
 * @ring_calls: ioctls under way that the kernel does not know of (ring.c); @ring_awaited: their end is
 * @backed: it uses the node's backing; @pages_fd: what the page cache shows, or -1; @faulted: it does
 * @mapped: its area has been told of its mapping; @held: calls whose callers are held
 * @flushed: somebody has closed it, so that its release may be on the way; @releasing: it has come
 */
struct fuse_open {
	struct fuse_session *session;
	struct fuse_node *node;
	struct file *file;
	struct quiet_lock poll_lock, map_lock;
	struct host_poller poller;
	u64 poll_handle;
	char opened, done;
	unsigned int ring_calls;
	bool ring_awaited;
	int pages_fd;
	bool flushed, releasing, backed, pages_writable, faulted, mapped;
	unsigned int held;
	struct host_pages_listener listener;
	struct fuse_open *next, **link;
};

/**
 * struct fuse_worker - a thread
 * @turn: odd while it reads a request, and until all may know that it has
 */
struct fuse_worker {
	pid_t tid;
	unsigned int turn;
	struct fuse_worker *next, **link;
};

/**
 * struct fuse_pool - the threads, how many of them are free to read, and calls that wait for one
 */
struct fuse_pool {
	struct quiet_lock lock;
	int threads, idle;
	struct fuse_worker *workers;
	struct fuse_request *queue, **queue_tail;
};

/**
 * struct fuse_session - one mount
 * @flags: what FUSE_INIT agreed on; @passthrough: backing files may be used, as far as we know
 * @owner, @group: whose the root directory is
 * @root: of a mounted file system, which is @super; NULL: the driver's whole tree
 * @foreign: mounted in another user namespace: the ids that the kernel tells are of that one
 * @dev: the mount's device number, as in stat; @dir: where it is in our namespace, or NULL
 */
struct fuse_session {
	int fd;
	u64 flags;
	u32 minor;
	bool passthrough, stopping;
	uid_t owner;
	gid_t group;
	struct host_entry *root;
	struct host_super *super;
	bool foreign, helper;
	u64 dev;
	char *dir;
	struct fuse_session *next, **link;
	struct fuse_pool pool;
	struct quiet_lock calls_lock;
	struct fuse_request *calls[FUSE_HASH];
	unsigned int n_calls;
	struct quiet_lock nodes_lock;
	struct fuse_node *nodes[FUSE_HASH];
	u64 last_node;
	u64 ino_key;
	struct timespec started;
	struct quiet_lock opens_lock;
	struct fuse_open *opens;
	unsigned int flushed, releasing, releases;
};

/* wire.c: replies end a request; errors are negative errnos. */
long fuse_wire_read(struct fuse_session *s, void *buf, size_t size);
void fuse_reply(struct fuse_request *req, const void *body, size_t len);
void fuse_reply_two(struct fuse_request *req, const void *a, size_t a_len, const void *b,
		    size_t b_len);
void fuse_reply_error(struct fuse_request *req, int error);
int fuse_notify(struct fuse_session *s, int code, const void *a, size_t a_len, const void *b,
		size_t b_len);
struct fuse_request *fuse_request_new(struct fuse_session *s);
void fuse_request_free(struct fuse_request *req);

/* pool.c */
int fuse_pool_start(struct fuse_session *s);
struct fuse_request *fuse_pool_cancel(struct fuse_session *s, u64 unique);
/* The releases that the kernel sent before the caller's request have been announced from here on. */
void fuse_pool_catch_up(struct fuse_session *s);

/* dispatch.c */
bool fuse_enters_driver(const struct fuse_request *req);
void fuse_dispatch(struct fuse_request *req);
int fuse_init_handshake(struct fuse_session *s);

/*
 * calls.c: a call is in the table between begin and end. begin refuses with -ENODEV while the
 * session stops, or with a filter's error; @o is NULL for an open, @detail is for the log. end
 * gives back the result, -ENODEV in place of -EINTR when the session's stop is why.
 */
int fuse_call_begin(struct fuse_request *req, struct fuse_node *node, struct fuse_open *o,
		    u64 detail);
long fuse_call_end(struct fuse_request *req, struct fuse_open *o, long result);
void fuse_call_answered(struct fuse_request *req);
void fuse_op_interrupt(struct fuse_request *req);
void fuse_calls_interrupt(struct fuse_session *s);
/* interrupt the call with this number; false when it is not under way */
bool fuse_call_interrupt(struct fuse_session *s, u64 unique);
bool fuse_calls_drain(struct fuse_session *s, int timeout_ms);

/* calls.c too: the call of a caller that is held is not interrupted, nor its file released */
void fuse_call_hold(struct fuse_request *req, struct fuse_hold *hold);

/*
 * hold.c: hold the caller of an ioctl, whose request, if FUSE brought it, is answered by that: 0, or
 * -EPERM when it cannot be, -ESRCH when it is gone; fine when it is held. Let it run a system call.
 * End: with this result, if the request was answered.
 */
int fuse_hold(struct fuse_request *req);
long fuse_hold_call(struct fuse_request *req, long nr, long a, long b, long c, long d, long e, long f);
void fuse_hold_end(struct fuse_request *req, long result);

/* fds.c; end: of a caller that is held, with the call's result */
extern const struct host_descriptors fuse_caller_descriptors;
void fuse_fds_end(struct fuse_request *req, long result);

/* caller.c */
extern const struct host_memory fuse_caller_memory;
void fuse_caller_fill(struct fuse_request *req, bool fresh);
/* fuse_caller_leave: the call is over: where it read the caller's memory is kept for the next */
void fuse_caller_leave(struct fuse_request *req);
/* fuse_caller_task: what "current" is for thread @tid, which makes no request; false: it is gone */
bool fuse_caller_task(pid_t tid, struct task_struct *t);

/* node.c */
struct fuse_node *fuse_node_find(struct fuse_session *s, u64 id);
/* hold: find for an open file, which may outlive the kernel's FORGET; put ends it */
struct fuse_node *fuse_node_hold(struct fuse_session *s, u64 id);
void fuse_node_put(struct fuse_session *s, struct fuse_node *node);
void fuse_node_attr(struct fuse_session *s, struct fuse_node *node, struct fuse_attr *attr);
u64 fuse_entry_ino(struct fuse_session *s, struct host_entry *entry);
u64 fuse_node_ino(struct fuse_session *s, struct fuse_node *node);
/* fuse_node_tell: @entry gets a node for a reply that makes the kernel hold one lookup of it */
int fuse_node_tell(struct fuse_session *s, struct host_entry *entry, struct fuse_entry_out *out);
void fuse_nodes_free(struct fuse_session *s);
void fuse_op_lookup(struct fuse_request *req);
void fuse_op_forget(struct fuse_request *req);
void fuse_op_batch_forget(struct fuse_request *req);
void fuse_op_getattr(struct fuse_request *req);
void fuse_op_setattr(struct fuse_request *req);
void fuse_op_readlink(struct fuse_request *req);
void fuse_op_statfs(struct fuse_request *req);

/* names.c */
void fuse_op_unlink(struct fuse_request *req);
void fuse_op_rename(struct fuse_request *req);
void fuse_op_rename2(struct fuse_request *req);
void fuse_op_refuse(struct fuse_request *req);

/* dir.c */
void fuse_op_opendir(struct fuse_request *req);
void fuse_op_readdir(struct fuse_request *req);
void fuse_op_releasedir(struct fuse_request *req);

/* open.c */
void fuse_op_open(struct fuse_request *req);
void fuse_op_flush(struct fuse_request *req);
void fuse_op_release(struct fuse_request *req);
void fuse_open_announce(const struct fuse_request *req);
void fuse_opens_release_all(struct fuse_session *s);
void fuse_opens_free(struct fuse_session *s);

/* rw.c, ioctl.c, poll.c */
void fuse_op_read(struct fuse_request *req);
void fuse_op_write(struct fuse_request *req);
void fuse_op_lseek(struct fuse_request *req);
void fuse_op_ioctl(struct fuse_request *req);
/* The caller is held: its memory is written from now on; false: what was to be written cannot be */
bool fuse_ioctl_no_answer(struct fuse_request *req);
void fuse_op_poll(struct fuse_request *req);
void fuse_poll_init(struct fuse_open *o);
void fuse_poll_end(struct fuse_open *o);

/* pages.c: open settles how @o can be mapped; fault: is this read a page fault? */
void fuse_pages_open(struct fuse_open *o, struct fuse_abi_open_out *out);
bool fuse_pages_fault(const struct fuse_read_in *in);
void fuse_pages_read(struct fuse_request *req, struct fuse_open *o, const struct fuse_read_in *in);
void fuse_pages_write(struct fuse_request *req, struct fuse_open *o,
		      const struct fuse_write_in *in);
void fuse_pages_write_begin(struct fuse_open *o);
void fuse_pages_write_end(struct fuse_session *s, u64 node);
void fuse_pages_release(struct fuse_open *o);

/* map.c: if the caller has mapped @o's area since the last look, tell the driver */
void fuse_map_look(struct fuse_request *req, struct fuse_open *o);

/* ring.c: ioctl: was it about the ring, and answered? flush, release: before the driver's own */
bool fuse_ring_ioctl(struct fuse_request *req, struct fuse_open *o, const struct fuse_ioctl_in *in);
void fuse_ring_flush(struct fuse_open *o);
void fuse_ring_release(struct fuse_open *o);

/*
 * session.c: the transport's face to the process. A session with a @super ends by itself when it is
 * unmounted: fuse_session_over is called by the last of its threads, and frees it.
 */
int fuse_session_start(struct fuse_session *s, int fd);
void fuse_session_over(struct fuse_session *s);
/* serve: a session whose @super, @foreign, @dev are set; on success it is its own */
int fuse_session_serve(struct fuse_session *s, int fd);
/* of: the mount on device @dev, or NULL; valid while it is mounted */
struct fuse_session *fuse_session_of(u64 dev);
bool fuse_session_any(void);
/* mounts_stop: fuse_session_stop of all mounts, which end */
int fuse_mounts_stop(void);
/* stop: sleepers are woken, new calls get ENODEV, files are released; -EBUSY: one sleeps on */
int fuse_session_stop(struct fuse_session *s);

#endif
