/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The Binder driver under libFuzzer, in one process: three clients with two threads each, whose
 * calls the input spells. An operation is a byte for who, a byte for what, and what that takes
 * (operations below); numbers are small, so that clients meet. Nothing sleeps: all files are
 * O_NONBLOCK.
 *
 * What the driver gives to its work queue is done after the operation, by this thread: an input
 * always comes to the same. The clients' memory is an array of this program, at an address of its
 * own; what lies outside is bad.
 */
#include "host/libc.h"

#include "host/core.h"
#include "host/descriptors.h"
#include "host/fault.h"
#include "host/log.h"
#include "host/mm.h"
#include "tests/binder/conf/abi.h"

#include <cleat/pid.h>
#include <cleat/workqueue.h>
#include <fcntl.h>

enum { CLIENTS = 3, THREADS = 2, ROOM = 1 << 16, KEPT = 4, MAP = 16 << 10, FIRST_PID = 1000 };
enum {
	OUT = 0,
	IN = 0x2000,
	BWR = 0x3000,
	ARG = 0x3100,
	DATA = 0x4000,
	TABLE = 0x6000,
	EXTRA = 0x8000
};

static const u64 memory_base = 0x100000, map_base = 0x40000000;

static u8 memory[ROOM];
static struct host_entry *node;
static struct client {
	struct file *file;
	struct host_call call[THREADS];
	u64 kept[KEPT]; /* buffers that came */
	unsigned int n_kept;
	bool met; /* it was opened in this input */
} clients[CLIENTS];

/* ---- the clients' memory and descriptors ---- */

static bool inside(u64 addr, size_t n)
{
	return addr >= memory_base && n <= ROOM && addr - memory_base <= ROOM - n;
}

static size_t fuzz_read(struct host_call *call, void *to, u64 from, size_t n)
{
	(void)call;
	if (!inside(from, n))
		return n;
	memcpy(to, memory + (from - memory_base), n);
	return 0;
}

static size_t fuzz_write(struct host_call *call, u64 to, const void *from, size_t n)
{
	(void)call;
	if (!inside(to, n))
		return n;
	memcpy(memory + (to - memory_base), from, n);
	return 0;
}

static const struct host_memory fuzz_memory = {fuzz_read, fuzz_write};

static int fuzz_get(struct host_call *call, unsigned int theirs)
{
	(void)call;
	return theirs < 4 ? dup(0) : -EBADF;
}

static int fuzz_reserve(struct host_call *call)
{
	(void)call;
	return 7;
}

static int fuzz_install(struct host_call *call, unsigned int theirs, int ours, bool cloexec)
{
	(void)call, (void)theirs, (void)ours, (void)cloexec;
	return 0;
}

static int fuzz_close(struct host_call *call, unsigned int theirs)
{
	(void)call;
	return theirs == 7 ? 0 : -EBADF;
}

static const struct host_descriptors fuzz_descriptors = {fuzz_get, fuzz_reserve, fuzz_install,
							 fuzz_close};

/* ---- work ---- */

static struct work_struct *works;

bool __wrap_queue_work(struct workqueue_struct *wq, struct work_struct *work);

bool __wrap_queue_work(struct workqueue_struct *wq, struct work_struct *work)
{
	(void)wq;
	if (work->state)
		return false;
	work->state = 1;
	work->next = works;
	works = work;
	return true;
}

static void do_works(void)
{
	while (works) {
		struct work_struct *work = works;

		works = work->next;
		work->state = 0;
		work->func(work);
	}
}

/* ---- processes: no look into /proc for those that are none ---- */

static struct fake_pid {
	pid_t nr;
} fake_pids[CLIENTS];

struct pid *__wrap_get_task_pid(struct task_struct *t, enum pid_type type);
struct pid *__wrap_get_pid(struct pid *pid);
void __wrap_put_pid(struct pid *pid);
pid_t __wrap_pid_vnr(struct pid *pid);

struct pid *__wrap_get_task_pid(struct task_struct *t, enum pid_type type)
{
	struct fake_pid *p = &fake_pids[(t->tgid - FIRST_PID) % CLIENTS];

	(void)type;
	p->nr = t->tgid;
	return (struct pid *)p;
}

struct pid *__wrap_get_pid(struct pid *pid)
{
	return pid;
}

void __wrap_put_pid(struct pid *pid)
{
	(void)pid;
}

pid_t __wrap_pid_vnr(struct pid *pid)
{
	return pid ? ((struct fake_pid *)pid)->nr : 0;
}

/* ---- the input ---- */

static const u8 *input, *input_end;

static u8 byte(void)
{
	return input < input_end ? *input++ : 0;
}

static u32 below(u32 n)
{
	return byte() % n;
}

/* ---- putting commands ---- */

static size_t n_out;

static void put(const void *p, size_t n)
{
	if (n_out + n > IN)
		return;
	memcpy(memory + OUT + n_out, p, n);
	n_out += n;
}

static void put_u32(u32 value)
{
	put(&value, sizeof(value));
}

static void put_u64(u64 value)
{
	put(&value, sizeof(value));
}

static void put_cmd_u64(u32 cmd, u64 value)
{
	put_u32(cmd);
	put_u64(value);
}

static void put_handle_cookie(u32 cmd)
{
	put_u32(cmd);
	put_u32(below(5));
	put_u64(below(3));
}

/* One object at @at of the data: its size. */
static size_t put_object(size_t at, size_t n_objects)
{
	struct flat_binder_object flat = {.flags = byte()};
	struct binder_buffer_object ptr = {.hdr.type = BINDER_TYPE_PTR,
					   .buffer = memory_base + EXTRA};
	struct binder_fd_array_object fda = {.hdr.type = BINDER_TYPE_FDA};
	u8 *to = memory + DATA + at;
	u32 what = below(8);

	switch (what) {
	case 0:
	case 1:
		flat.hdr.type = what ? BINDER_TYPE_WEAK_BINDER : BINDER_TYPE_BINDER;
		flat.binder = 0x10 * below(4);
		flat.cookie = flat.binder + (below(8) == 0);
		memcpy(to, &flat, sizeof(flat));
		return sizeof(flat);
	case 2:
	case 3:
		flat.hdr.type = what == 2 ? BINDER_TYPE_HANDLE : BINDER_TYPE_WEAK_HANDLE;
		flat.handle = below(5);
		memcpy(to, &flat, sizeof(flat));
		return sizeof(flat);
	case 4:
		flat.hdr.type = BINDER_TYPE_FD;
		flat.handle = below(6);
		memcpy(to, &flat, sizeof(flat));
		return sizeof(flat);
	case 5:
		ptr.length = byte();
		ptr.flags = below(2);
		ptr.parent = below((u32)n_objects + 1);
		ptr.parent_offset = byte();
		ptr.buffer = below(8) ? ptr.buffer + byte() : 0x10;
		memcpy(to, &ptr, sizeof(ptr));
		return sizeof(ptr);
	case 6:
		fda.num_fds = below(4);
		fda.parent = below((u32)n_objects + 1);
		fda.parent_offset = byte();
		memcpy(to, &fda, sizeof(fda));
		return sizeof(fda);
	default:
		flat.hdr.type = byte();
		memcpy(to, &flat, sizeof(flat));
		return sizeof(flat);
	}
}

static void put_transaction(u32 cmd)
{
	static const u32 flags[] = {0,
				    TF_ONE_WAY,
				    TF_ACCEPT_FDS,
				    TF_CLEAR_BUF,
				    TF_ONE_WAY | TF_UPDATE_TXN,
				    TF_ONE_WAY | TF_CLEAR_BUF,
				    TF_ROOT_OBJECT,
				    TF_STATUS_CODE};
	struct binder_transaction_data tr = {
		.target.handle = below(5), .flags = flags[below(8)], .code = below(3)};
	u32 n = below(5), shape = byte();
	u64 *table = (u64 *)(memory + TABLE);
	size_t at = 8;

	for (u32 i = 0; i < n; i++) {
		table[i] = at;
		at += put_object(at, i);
	}
	/* Now and then the table, or the sizes, are not what they should be. */
	if ((shape & 7) == 1 && n)
		table[below(n)] = byte();
	tr.data_size = (shape & 0x18) == 0x18 ? (u64)byte() << (shape >> 5) * 2 : at;
	tr.offsets_size = n * 8 + ((shape & 0x60) == 0x60);
	tr.data.ptr.buffer = (shape & 0x80) && byte() == 0 ? 8 : memory_base + DATA;
	tr.data.ptr.offsets = memory_base + TABLE;
	put_u32(cmd);
	put(&tr, sizeof(tr));
	if (cmd == BC_TRANSACTION_SG || cmd == BC_REPLY_SG)
		put_u64((u64)byte() * 8 + (below(16) == 0));
}

/* ---- calls ---- */

static long call_ioctl(struct client *c, u32 thread, u32 cmd, u64 arg)
{
	return c->file ? host_file_ioctl(c->file, &c->call[thread], cmd, arg) : -1;
}

/* Keep the addresses of buffers that came. */
static void look(struct client *c, size_t size)
{
	const u8 *in = memory + IN;
	u32 cmd;

	for (size_t at = 0; at + 4 <= size; at += _IOC_SIZE(cmd)) {
		struct binder_transaction_data tr;

		memcpy(&cmd, in + at, 4);
		at += 4;
		if ((cmd != BR_TRANSACTION && cmd != BR_REPLY && cmd != BR_TRANSACTION_SEC_CTX) ||
		    at + sizeof(tr) > size)
			continue;
		memcpy(&tr, in + at, sizeof(tr));
		c->kept[c->n_kept++ % KEPT] = tr.data.ptr.buffer;
	}
}

static void write_read(struct client *c, u32 thread, u64 read_size)
{
	struct binder_write_read bwr = {.write_size = n_out,
					.write_buffer = memory_base + OUT,
					.read_size = read_size,
					.read_buffer = memory_base + IN};

	memcpy(memory + BWR, &bwr, sizeof(bwr));
	n_out = 0;
	call_ioctl(c, thread, BINDER_WRITE_READ, memory_base + BWR);
	memcpy(&bwr, memory + BWR, sizeof(bwr));
	if (bwr.read_consumed <= BWR - IN)
		look(c, bwr.read_consumed);
}

static void other_ioctl(struct client *c, u32 thread)
{
	static const u32 cmds[] = {BINDER_SET_MAX_THREADS,
				   BINDER_SET_CONTEXT_MGR,
				   BINDER_SET_CONTEXT_MGR_EXT,
				   BINDER_THREAD_EXIT,
				   BINDER_VERSION,
				   BINDER_GET_NODE_DEBUG_INFO,
				   BINDER_GET_NODE_INFO_FOR_REF,
				   BINDER_FREEZE,
				   BINDER_GET_FROZEN_INFO,
				   BINDER_ENABLE_ONEWAY_SPAM_DETECTION,
				   BINDER_GET_EXTENDED_ERROR,
				   BINDER_SET_IDLE_TIMEOUT};
	u32 cmd = cmds[below(12)];
	struct binder_freeze_info freeze = {.pid = FIRST_PID + below(CLIENTS), .enable = below(2)};
	struct flat_binder_object object = {.flags = byte() | below(2) << 8 | below(2) << 12};
	u32 words[6] = {below(4)};

	memset(memory + ARG, 0, 64);
	if (cmd == BINDER_FREEZE || cmd == BINDER_GET_FROZEN_INFO)
		memcpy(memory + ARG, &freeze, sizeof(freeze));
	else if (cmd == BINDER_SET_CONTEXT_MGR_EXT)
		memcpy(memory + ARG, &object, sizeof(object));
	else
		memcpy(memory + ARG, words, sizeof(words));
	call_ioctl(c, thread, cmd, memory_base + ARG);
}

/* ---- clients come and go ---- */

static void client_open(unsigned int i)
{
	struct client *c = &clients[i];
	struct cleat_vma vma = {.addr = map_base + i * 0x1000000, .size = MAP};

	for (u32 t = 0; t < THREADS; t++) {
		host_call_init(&c->call[t]);
		c->call[t].task.tgid = (pid_t)(FIRST_PID + i);
		c->call[t].task.pid = (pid_t)(FIRST_PID + i + 100 * t);
		c->call[t].memory = &fuzz_memory;
		c->call[t].descriptors = &fuzz_descriptors;
	}
	c->met = true;
	c->n_kept = 0;
	memset(c->kept, 0, sizeof(c->kept));
	if (host_file_open(node, O_RDWR | O_NONBLOCK, &c->call[0], &c->file) != 0)
		c->file = NULL;
	else if (host_file_map(c->file, &c->call[0], &vma) != 0)
		c->n_kept = 0;
}

static void client_close(struct client *c)
{
	if (!c->file)
		return;
	host_file_flush(c->file, &c->call[0]);
	host_file_release(c->file, &c->call[0]);
	c->file = NULL;
}

/* ---- operations ---- */

static void counted(struct client *c)
{
	static const u32 cmds[] = {BC_INCREFS, BC_ACQUIRE, BC_RELEASE, BC_DECREFS};

	(void)c;
	put_u32(cmds[below(4)]);
	put_u32(below(5));
}

static void answered(struct client *c)
{
	u64 ptr = 0x10 * below(4);

	(void)c;
	put_cmd_u64(below(2) ? BC_INCREFS_DONE : BC_ACQUIRE_DONE, ptr);
	put_u64(ptr);
}

static void gave_back(struct client *c)
{
	put_cmd_u64(BC_FREE_BUFFER, below(16) ? c->kept[below(KEPT)] : map_base + byte());
}

static void notified(struct client *c)
{
	static const u32 cmds[] = {BC_REQUEST_DEATH_NOTIFICATION, BC_CLEAR_DEATH_NOTIFICATION,
				   BC_REQUEST_FREEZE_NOTIFICATION, BC_CLEAR_FREEZE_NOTIFICATION};
	u32 which = below(6);

	(void)c;
	if (which < 4)
		put_handle_cookie(cmds[which]);
	else
		put_cmd_u64(which == 4 ? BC_DEAD_BINDER_DONE : BC_FREEZE_NOTIFICATION_DONE,
			    below(3));
}

static void looped(struct client *c)
{
	static const u32 cmds[] = {BC_ENTER_LOOPER, BC_REGISTER_LOOPER, BC_EXIT_LOOPER};

	(void)c;
	put_u32(cmds[below(3)]);
}

/* Bytes as they come. */
static void raw(struct client *c)
{
	u32 n = below(32);

	(void)c;
	while (n--) {
		u8 b = byte();

		put(&b, 1);
	}
}

static void operation(void)
{
	static const u32 transactions[] = {BC_TRANSACTION, BC_TRANSACTION_SG, BC_REPLY,
					   BC_REPLY_SG};
	u32 who = byte(), what = below(24), thread = who >> 2 & 1;
	struct client *c = &clients[who % CLIENTS];

	if (!c->met)
		client_open(who % CLIENTS);
	switch (what) {
	case 0 ... 1:
		counted(c);
		break;
	case 2:
		answered(c);
		break;
	case 3 ... 6:
		put_transaction(transactions[what - 3]);
		break;
	case 7 ... 8:
		gave_back(c);
		break;
	case 9 ... 10:
		notified(c);
		break;
	case 11:
		looped(c);
		break;
	case 12:
		raw(c);
		break;
	case 13 ... 16:
		write_read(c, thread, 512);
		return;
	case 17:
		write_read(c, thread, byte());
		return;
	case 18 ... 19:
		other_ioctl(c, thread);
		return;
	case 20:
		if (c->file)
			host_file_poll(c->file, &c->call[thread], NULL);
		return;
	case 21:
		client_close(c);
		client_open((unsigned int)(c - clients));
		return;
	case 22:
		cleat_fault_arm(1 + below(16));
		return;
	default:
		break;
	}
	/* Several commands make one call. */
	if (who & 0x80)
		write_read(c, thread, who & 0x40 ? 512 : 0);
}

static unsigned long n_inputs, n_operations;

static void tell(void)
{
	fprintf(stderr, "operations: %lu in %lu inputs\n", n_operations, n_inputs);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char *const params[] = {"devices=binder", "debug_mask=0", NULL};

	(void)argc, (void)argv;
	host_log_level(3);
	atexit(tell);
	if (host_driver_start(params) != 0)
		abort();
	node = host_entry_lookup("dev/binder");
	if (!node)
		abort();
	return 0;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	n_inputs++;
	input = data;
	input_end = data + size;
	n_out = 0;
	for (unsigned int i = 0; i < CLIENTS; i++)
		clients[i].met = false;
	client_open(0);
	/* The first is the manager in most inputs. */
	if (byte() & 3)
		call_ioctl(&clients[0], 0, BINDER_SET_CONTEXT_MGR, memory_base + ARG);
	while (input < input_end) {
		operation();
		do_works();
		n_operations++;
	}
	cleat_fault_disarm();
	for (unsigned int i = 0; i < CLIENTS; i++)
		client_close(&clients[i]);
	do_works();
	return 0;
}
