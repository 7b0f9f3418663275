/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The ioctls themselves: numbers, sizes, pointers, and BINDER_WRITE_READ's arithmetic. */
#define _GNU_SOURCE
#include "conf.h"

#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

static const char *io(struct worker *w, unsigned long cmd, const void *arg)
{
	return outcome(run(w, job_ioctl, w->peer->fd, (long)cmd, (long)arg, 0));
}

static long job_hole(struct worker *w, long prot, long b, long c, long d)
{
	char *two = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	munmap(two + 4096, 4096);
	if (prot)
		mprotect(two, 4096, (int)prot);
	return (long)two;
}

/* The peer's address of a page before a hole; of a page that can only be read. */
static void *before_hole(struct worker *w)
{
	return (void *)run(w, job_hole, 0, 0, 0, 0);
}

static void *read_only(struct worker *w)
{
	return (void *)run(w, job_hole, PROT_READ, 0, 0, 0);
}

static void version(void)
{
	struct worker *w = first(peer_new());
	struct binder_version *v = arena(sizeof(*v));
	const char *ret = io(w, BINDER_VERSION, v);

	probe("version", "%s %d", ret, v->protocol_version);
}

static const struct {
	const char *name;
	unsigned long cmd;
} all[] = {
	{"write-read", BINDER_WRITE_READ},
	{"set-idle-timeout", BINDER_SET_IDLE_TIMEOUT},
	{"set-max-threads", BINDER_SET_MAX_THREADS},
	{"set-idle-priority", BINDER_SET_IDLE_PRIORITY},
	{"version", BINDER_VERSION},
	{"node-debug-info", BINDER_GET_NODE_DEBUG_INFO},
	{"node-info-for-ref", BINDER_GET_NODE_INFO_FOR_REF},
	{"freeze", BINDER_FREEZE},
	{"frozen-info", BINDER_GET_FROZEN_INFO},
	{"spam-detection", BINDER_ENABLE_ONEWAY_SPAM_DETECTION},
	{"extended-error", BINDER_GET_EXTENDED_ERROR},
	{"set-context-mgr-ext", BINDER_SET_CONTEXT_MGR_EXT},
};
enum { ALL = sizeof(all) / sizeof(all[0]) };

static void pointers(void)
{
	struct worker *w = first(peer_new());
	char *hole = before_hole(w), *ro = read_only(w);

	for (int i = 0; i < ALL; i++) {
		probe(text("%s-null", all[i].name), "%s", io(w, all[i].cmd, NULL));
		probe(text("%s-over-the-edge", all[i].name), "%s",
		      io(w, all[i].cmd, hole + 4096 - 2));
		probe(text("%s-read-only", all[i].name), "%s", io(w, all[i].cmd, ro));
	}
}

static void numbers(void)
{
	struct worker *w = first(peer_new());
	void *arg = arena(256);

	probe("unknown-0", "%s", io(w, _IOWR('b', 0, uint32_t), arg));
	probe("unknown-2", "%s", io(w, _IOWR('b', 2, uint32_t), arg));
	probe("unknown-18", "%s", io(w, _IOWR('b', 18, uint32_t), arg));
	probe("unknown-255", "%s", io(w, _IOWR('b', 255, uint32_t), arg));
	probe("other-letter", "%s", io(w, _IOWR('c', 9, struct binder_version), arg));
	probe("zero", "%s", io(w, 0, arg));
	probe("write-read-other-size", "%s", io(w, _IOWR('b', 1, uint32_t), arg));
	probe("write-read-other-direction", "%s",
	      io(w, _IOW('b', 1, struct binder_write_read), arg));
	probe("version-other-size", "%s", io(w, _IOWR('b', 9, uint64_t), arg));
	probe("max-threads-64", "%s", io(w, _IOW('b', 5, uint64_t), arg));
	probe("max-threads-size_t", "%s", io(w, _IOW('b', 5, size_t), arg));
	probe("control-add", "%s", io(w, _IOWR('b', 1, char[264]), arg));
	probe("thread-exit-argument", "%s", io(w, BINDER_THREAD_EXIT, (void *)1));
	probe("high-bits", "%s", io(w, BINDER_VERSION | 1ul << 32, arg));
}

static void values(void)
{
	static const uint32_t counts[] = {0, 1, 15, 0x7fffffff, 0xffffffff};
	struct peer *p = peer_new();
	struct worker *w = first(p);
	uint32_t *n = arena(sizeof(*n));
	struct binder_node_debug_info *info = arena(sizeof(*info));
	const char *ret;

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		*n = counts[i];
		ret = io(w, BINDER_SET_MAX_THREADS, n);
		probe(text("max-threads-%#x", counts[i]), "%s %s", ret,
		      stat_of(p, "  requested threads"));
	}
	*n = 7;
	probe("spam-detection-7", "%s", io(w, BINDER_ENABLE_ONEWAY_SPAM_DETECTION, n));
	memset(info, 0xff, sizeof(*info));
	info->ptr = 0;
	ret = io(w, BINDER_GET_NODE_DEBUG_INFO, info);
	probe("node-debug-info-none", "%s %llx %llx %u %u", ret, (unsigned long long)info->ptr,
	      (unsigned long long)info->cookie, info->has_strong_ref, info->has_weak_ref);
}

static void write_read_edges(void)
{
	struct peer *p = peer_new();
	struct worker *w = first(p);
	uint32_t *words = arena(64);
	void *ro = read_only(w);
	char *hole = before_hole(w);

	words[0] = BC_ENTER_LOOPER;
	words[1] = BC_EXIT_LOOPER;
	probe("wr-nothing", "%s", write_read(w, (struct binder_write_read){0}));
	probe("wr-write-null", "%s", write_read(w, (struct binder_write_read){.write_size = 4}));
	probe("wr-read-null", "%s", write_read(w, (struct binder_write_read){.read_size = 256}));
	probe("wr-read-into-read-only", "%s",
	      write_read(w, (struct binder_write_read){.read_size = 256,
						       .read_buffer = (uintptr_t)ro}));
	probe("wr-consumed-all", "%s",
	      write_read(w, (struct binder_write_read){.write_size = 4,
						       .write_consumed = 4,
						       .write_buffer = (uintptr_t)words}));
	probe2("wr-consumed-some", "%s %s",
	       write_read(w, (struct binder_write_read){.write_size = 8,
							.write_consumed = 4,
							.write_buffer = (uintptr_t)words}),
	       looper_of(w));
	probe("wr-consumed-too-much", "%s",
	      write_read(w, (struct binder_write_read){.write_size = 4,
						       .write_consumed = 400,
						       .write_buffer = (uintptr_t)words}));
	probe("wr-two-bytes", "%s",
	      write_read(w, (struct binder_write_read){.write_size = 2,
						       .write_buffer = (uintptr_t)words}));
	probe("wr-six-bytes", "%s",
	      write_read(w, (struct binder_write_read){.write_size = 6,
						       .write_buffer = (uintptr_t)words}));
	words[1] = _IO('c', 99);
	probe("wr-second-unknown", "%s",
	      write_read(w, (struct binder_write_read){.write_size = 8,
						       .write_buffer = (uintptr_t)words}));
	run(w, job_peek, (long)(hole + 4096 - 4), (long)words, 4, 0);
	probe("wr-over-the-edge", "%s",
	      write_read(w, (struct binder_write_read){
				    .write_size = 8, .write_buffer = (uintptr_t)hole + 4096 - 4}));
	probe("wr-written-then-bad-read", "%s",
	      write_read(w, (struct binder_write_read){.write_size = 4,
						       .write_buffer = (uintptr_t)words,
						       .read_size = 64}));
	probe("wr-read-consumed-set", "%s",
	      write_read(w, (struct binder_write_read){.read_size = 256,
						       .read_consumed = 8,
						       .read_buffer = (uintptr_t)words}));
	for (int size = 1; size <= 8; size++)
		probe(text("wr-read-%d", size), "%s",
		      write_read(w, (struct binder_write_read){.read_size = (binder_size_t)size,
							       .read_buffer = (uintptr_t)words}));
}

/* Each command over the edge of the memory that there is: nothing is consumed, nothing is done. */
static void short_commands(void)
{
	static const struct {
		const char *name;
		uint32_t cmd;
	} cmds[] = {
		{"transaction", BC_TRANSACTION},
		{"reply", BC_REPLY},
		{"transaction-sg", BC_TRANSACTION_SG},
		{"reply-sg", BC_REPLY_SG},
		{"free-buffer", BC_FREE_BUFFER},
		{"increfs", BC_INCREFS},
		{"acquire", BC_ACQUIRE},
		{"release", BC_RELEASE},
		{"decrefs", BC_DECREFS},
		{"increfs-done", BC_INCREFS_DONE},
		{"acquire-done", BC_ACQUIRE_DONE},
		{"attempt-acquire", BC_ATTEMPT_ACQUIRE},
		{"acquire-result", BC_ACQUIRE_RESULT},
		{"request-death", BC_REQUEST_DEATH_NOTIFICATION},
		{"clear-death", BC_CLEAR_DEATH_NOTIFICATION},
		{"dead-binder-done", BC_DEAD_BINDER_DONE},
		{"request-freeze", BC_REQUEST_FREEZE_NOTIFICATION},
		{"clear-freeze", BC_CLEAR_FREEZE_NOTIFICATION},
		{"freeze-done", BC_FREEZE_NOTIFICATION_DONE},
	};
	struct worker *w = first(peer_new());
	uint32_t *word = arena(4);
	char *at = (char *)before_hole(w) + 4096 - 4;

	for (size_t i = 0; i < sizeof(cmds) / sizeof(cmds[0]); i++) {
		*word = cmds[i].cmd;
		run(w, job_peek, (long)at, (long)word, 4, 0);
		probe(text("short-%s", cmds[i].name), "%s",
		      write_read(w, (struct binder_write_read){.write_size = 256,
							       .write_buffer = (uintptr_t)at}));
	}
}

static void unsupported(void)
{
	struct worker *w = first(peer_new());
	struct binder_pri_desc desc = {.priority = 0, .desc = 0};

	bc(w, BC_ATTEMPT_ACQUIRE);
	bc_raw(w, &desc, sizeof(desc));
	probe("attempt-acquire", "%s", tell(w));
	bc_u32(w, BC_ACQUIRE_RESULT, 1);
	probe("acquire-result", "%s", tell(w));
	bc(w, 0);
	probe("command-0", "%s", tell(w));
	bc(w, _IOW('c', 0, uint32_t));
	probe("transaction-other-size", "%s", tell(w));
	bc(w, BC_ENTER_LOOPER);
	bc(w, 0xffffffff);
	probe("command-ones", "%s", tell(w));
}

const struct test ioctl_tests[] = {
	{"version", version},
	{"pointers", pointers},
	{"numbers", numbers},
	{"values", values},
	{"write-read-edges", write_read_edges},
	{"short-commands", short_commands},
	{"unsupported", unsupported},
	{NULL, NULL},
};
