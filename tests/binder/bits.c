/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A manager and a client of Binder that are built for 64 and for 32 bits; of 32 without a C library.
 *
 *	bits manager DEVICE	say "ready", answer calls until one with code STOP
 *	bits client DEVICE [fds]	call it, with an object (and a descriptor), and see it die
 *
 * The exit status is 0, or the number of the step that went wrong.
 */
#include <linux/android/binder.h>
#include <stddef.h>
#include <stdint.h>

enum { MAP = 64 << 10, HELLO = 1, FDS = 2, STOP = 99, COOKIE = 0x1234 };

/* ---- the system ---- */

#ifdef __i386__
enum { O_RDWR = 2, PROT_READ = 1, MAP_PRIVATE = 2 };

static long call3(int nr, long a, long b, long c)
{
	long ret;

	__asm__ volatile("int $0x80" : "=a"(ret) : "a"(nr), "b"(a), "c"(b), "d"(c) : "memory");
	return ret;
}

static long open(const char *path, int flags)
{
	return call3(5, (long)path, flags, 0);
}

static long ioctl(int fd, unsigned long cmd, void *arg)
{
	return call3(54, fd, (long)cmd, (long)arg);
}

static long read(int fd, void *to, size_t n)
{
	return call3(3, fd, (long)to, (long)n);
}

static long write(int fd, const void *from, size_t n)
{
	return call3(4, fd, (long)from, (long)n);
}

static void *mmap(void *at, size_t len, int prot, int flags, int fd, long off)
{
	long args[6] = {(long)at, (long)len, prot, flags, fd, off};

	return (void *)call3(90, (long)args, 0, 0);
}

/* The compiler calls them for what it is not told to copy. */
void *memcpy(void *to, const void *from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		((volatile char *)to)[i] = ((const char *)from)[i];
	return to;
}

void *memset(void *to, int c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		((volatile char *)to)[i] = (char)c;
	return to;
}

static int run(int argc, char **argv);

/* The stack at the start: argc, then argv. */
__attribute__((used)) void start(int *stack)
{
	call3(1, run(stack[0], (char **)(stack + 1)), 0, 0);
}

__asm__(".globl _start\n_start:\n\tmov %esp, %eax\n\tand $-16, %esp\n\tsub $12, %esp\n\tpush "
	"%eax\n\tcall start\n");
#else
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

static int run(int argc, char **argv);

int main(int argc, char **argv)
{
	return run(argc, argv);
}
#endif

static uint64_t address(const void *p)
{
	return (uintptr_t)p;
}

/* ---- one side ---- */

static int fd;

static int begin(const char *path)
{
	void *map;

	fd = (int)open(path, O_RDWR);
	if (fd < 0)
		return -1;
	map = mmap(NULL, MAP, PROT_READ, MAP_PRIVATE, fd, 0);
	return (unsigned long)map > -4096ul ? -1 : 0;
}

/* Do the commands at @out, then read until @want comes: its operand is in @to. 0, or -1. */
static int talk(const void *out, size_t size, uint32_t want, void *to)
{
	static unsigned char in[1024];
	struct binder_write_read bwr = {.write_size = size, .write_buffer = address(out)};

	do {
		bwr.read_size = want ? sizeof(in) : 0;
		bwr.read_consumed = 0;
		bwr.read_buffer = address(in);
		if (ioctl(fd, BINDER_WRITE_READ, &bwr) != 0)
			return -1;
		bwr.write_size = 0;
		for (size_t at = 0; at < bwr.read_consumed;) {
			uint32_t cmd;

			memcpy(&cmd, in + at, sizeof(cmd));
			at += sizeof(cmd);
			if (cmd == want) {
				if (to)
					memcpy(to, in + at, _IOC_SIZE(cmd));
				return 0;
			}
			if (cmd == BR_FAILED_REPLY || cmd == BR_DEAD_REPLY)
				return -1;
			at += _IOC_SIZE(cmd);
		}
	} while (want);
	return 0;
}

struct message {
	char text[16];
	struct flat_binder_object object;
	struct binder_fd_object file;
};

static const binder_size_t offsets[] = {offsetof(struct message, object), offsetof(struct message, file)};

static int send_message(uint32_t cmd, uint32_t code, struct message *m, unsigned int objects, uint32_t want,
			struct binder_transaction_data *tr)
{
	struct {
		uint32_t cmd;
		struct binder_transaction_data tr;
	} __attribute__((packed)) c = {cmd,
				       {.code = code,
					.flags = TF_ACCEPT_FDS,
					.data_size = objects ? sizeof(*m) : sizeof(m->text),
					.offsets_size = objects * sizeof(offsets[0]),
					.data.ptr = {address(m), address(offsets)}}};

	return talk(&c, sizeof(c), want, tr);
}

static int give_back(const struct binder_transaction_data *tr)
{
	struct {
		uint32_t cmd;
		binder_uintptr_t buffer;
	} __attribute__((packed)) c = {BC_FREE_BUFFER, tr->data.ptr.buffer};

	return talk(&c, sizeof(c), 0, NULL);
}

static struct message received(const struct binder_transaction_data *tr)
{
	struct message m = {.text = ""};

	memcpy(&m, (const void *)(uintptr_t)tr->data.ptr.buffer,
	       tr->data_size < sizeof(m) ? tr->data_size : sizeof(m));
	return m;
}

/* ---- the manager ---- */

/* The object is to outlive the message. */
static int hold(uint32_t handle)
{
	uint32_t c[2] = {BC_ACQUIRE, handle};

	return talk(c, sizeof(c), 0, NULL);
}

/* Is there this very program behind the descriptor? */
static int is_program(int file)
{
	char magic[4] = "";

	return read(file, magic, 4) == 4 && magic[0] == 0x7f && magic[1] == 'E';
}

static int manage(const char *path)
{
	struct flat_binder_object me = {.hdr.type = BINDER_TYPE_BINDER, .flags = FLAT_BINDER_FLAG_ACCEPTS_FDS};
	struct binder_transaction_data tr;
	uint32_t enter = BC_ENTER_LOOPER;

	if (begin(path))
		return 1;
	if (ioctl(fd, BINDER_SET_CONTEXT_MGR_EXT, &me) != 0)
		return 2;
	write(1, "ready\n", 6);
	if (talk(&enter, sizeof(enter), BR_TRANSACTION, &tr))
		return 3;
	for (;;) {
		struct message m = received(&tr);
		uint32_t code = tr.code;

		if (code != STOP && (m.object.hdr.type != BINDER_TYPE_HANDLE || hold(m.object.handle)))
			return 4;
		if (code == FDS && !is_program((int)m.file.fd))
			return 5;
		m.text[0]++;
		if (send_message(BC_REPLY, code, &m, 0, BR_TRANSACTION_COMPLETE, NULL) || give_back(&tr))
			return 6;
		if (code == STOP)
			return 0;
		if (talk(NULL, 0, BR_TRANSACTION, &tr))
			return 7;
	}
}

/* ---- the client ---- */

static int call(uint32_t code, unsigned int objects)
{
	struct message m = {.text = "Hello",
			    .object = {.hdr.type = BINDER_TYPE_BINDER, .binder = 0xf000000012345678, .cookie = ~0ull},
			    .file = {.hdr.type = BINDER_TYPE_FD}};
	struct binder_transaction_data tr;

	if (code == FDS)
		m.file.fd = (uint32_t)open("/proc/self/exe", 0);
	if (send_message(BC_TRANSACTION, code, &m, objects, BR_REPLY, &tr))
		return -1;
	m = received(&tr);
	return m.text[0] == 'I' && m.text[1] == 'e' && tr.code == code ? give_back(&tr) : -1;
}

static int ask(const char *path, int fds)
{
	struct {
		uint32_t take, handle, ask;
		struct binder_handle_cookie to;
	} __attribute__((packed)) c = {BC_ACQUIRE, 0, BC_REQUEST_DEATH_NOTIFICATION, {0, COOKIE}};
	struct binder_node_debug_info node = {.ptr = 0};
	struct binder_version version = {0};
	binder_uintptr_t cookie = 0;

	if (begin(path))
		return 11;
	if (ioctl(fd, BINDER_VERSION, &version) != 0 || version.protocol_version != 8)
		return 12;
	if (talk(&c, sizeof(c), 0, NULL))
		return 13;
	if (call(HELLO, 1))
		return 14;
	/* What an object is called is 64 bits wide, whoever calls it so. */
	if (ioctl(fd, BINDER_GET_NODE_DEBUG_INFO, &node) != 0 || node.ptr != 0xf000000012345678)
		return 15;
	if (fds && call(FDS, 2))
		return 16;
	if (call(STOP, 0))
		return 17;
	if (talk(NULL, 0, BR_DEAD_BINDER, &cookie) || cookie != COOKIE)
		return 18;
	return 0;
}

static int run(int argc, char **argv)
{
	if (argc < 3)
		return 10;
	return argv[1][0] == 'm' ? manage(argv[2]) : ask(argv[2], argc > 3);
}
