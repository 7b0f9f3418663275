/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the suites of binder_test.c speak Binder with: one open of the device each. */
#ifndef BINDER_PEER_TEST_H
#define BINDER_PEER_TEST_H

#include <cleat/kunit.h>

#include "uapi.h"

enum { AREA = 64 << 10, WORDS = 256 };

/* One open of the device, its mapping, and user memory for commands. */
struct peer {
	struct kunit *test;
	struct kunit_file *f;
	void __user *map;
	void __user *out, *in, *data;
	u32 said[WORDS];
	size_t n;
};

/* A peer that has not opened the device. */
static void peer_init(struct kunit *test, struct peer *p)
{
	*p = (struct peer){
		.test = test,
		.out = kunit_user_alloc(test, 4096),
		.in = kunit_user_alloc(test, 4096),
		.data = kunit_user_alloc(test, 4096),
	};
}

/* Open and map; what failed is not there for peer_end() either. */
static int peer_begin(struct peer *p, unsigned int flags)
{
	struct kunit_file *f = kunit_try_open(p->test, "binder", flags);
	void __user *map;

	if (IS_ERR(f))
		return (int)PTR_ERR(f);
	p->f = f;
	map = kunit_mmap(f, 0, AREA, false);
	if (IS_ERR(map))
		return (int)PTR_ERR((__force void *)map);
	p->map = map;
	return 0;
}

/* A mapping keeps the file open. */
static void peer_end(struct peer *p)
{
	if (p->map)
		kunit_munmap(p->test, p->map);
	p->map = NULL;
	if (p->f)
		kunit_close(p->f);
	p->f = NULL;
}

static void peer_open(struct kunit *test, struct peer *p)
{
	peer_init(test, p);
	KUNIT_ASSERT_EQ(test, peer_begin(p, O_RDWR), 0);
}

/* Write @size bytes of commands at p->out, read what there is; the words read are in p->said. */
static long peer_talk(struct peer *p, size_t size, bool read)
{
	struct binder_write_read bwr = {
		.write_size = size,
		.write_buffer = (binder_uintptr_t)p->out,
		.read_size = read ? sizeof(p->said) : 0,
		.read_buffer = (binder_uintptr_t)p->in,
	};
	long err = kunit_ioctl_obj(p->f, BINDER_WRITE_READ, &bwr);

	p->n = bwr.read_consumed / sizeof(u32);
	if (p->n > WORDS)
		p->n = 0;
	kunit_user_read(p->test, p->said, p->in, p->n * sizeof(u32));
	return err;
}

/* Write the commands @commands and read nothing. */
static long peer_say(struct peer *p, const void *commands, size_t size)
{
	kunit_user_write(p->test, p->out, commands, size);
	return peer_talk(p, size, false);
}

/* Where command @cmd stands in what was read; -1: nowhere. */
static int peer_find(const struct peer *p, u32 cmd)
{
	for (size_t i = 0; i < p->n; i += 1 + _IOC_SIZE(p->said[i]) / sizeof(u32)) {
		if (p->said[i] == cmd)
			return i;
	}
	return -1;
}

static int peer_hear(struct peer *p, u32 cmd)
{
	long err = 0;
	int at = -1;

	for (int i = 0; i < 8 && at < 0 && !err; i++) {
		err = peer_talk(p, 0, true);
		at = peer_find(p, cmd);
	}
	return err ? (int)err : at;
}

struct command {
	u32 cmd;
	struct binder_transaction_data data;
} __packed;

struct word_command {
	u32 cmd;
	u64 word;
} __packed;

struct handle_command {
	u32 cmd;
	u32 handle;
} __packed;

struct notify_command {
	u32 cmd;
	struct binder_handle_cookie to;
} __packed;

struct object_command {
	u32 cmd;
	struct binder_ptr_cookie object;
} __packed;

static long peer_send(struct peer *p, u32 cmd, u64 handle, u32 code, u32 flags, const void *data,
		      size_t len, bool read)
{
	struct command c = {
		.cmd = cmd,
		.data = {
			.target = handle,
			.code = code,
			.flags = flags,
			.data_size = len,
			.buffer = (binder_uintptr_t)p->data,
		},
	};

	kunit_user_write(p->test, p->data, data, len);
	kunit_user_write(p->test, p->out, &c, sizeof(c));
	return peer_talk(p, sizeof(c), read);
}

static void peer_transaction(const struct peer *p, int at, struct binder_transaction_data *tr)
{
	memcpy(tr, &p->said[at + 1], sizeof(*tr));
}

static long peer_want(struct peer *p, u32 cmd)
{
	int at = peer_hear(p, cmd);

	return at >= 0 ? 0 : at == -1 ? -ENOMEM : at;
}

static long peer_want_transaction(struct peer *p, u32 cmd, struct binder_transaction_data *tr)
{
	long err = peer_want(p, cmd);

	if (!err)
		peer_transaction(p, peer_find(p, cmd), tr);
	return err;
}

static long peer_say_handle(struct peer *p, u32 cmd, u32 handle)
{
	struct handle_command c = {.cmd = cmd, .handle = handle};

	return peer_say(p, &c, sizeof(c));
}

static long peer_say_word(struct peer *p, u32 cmd, u64 word)
{
	struct word_command c = {.cmd = cmd, .word = word};

	return peer_say(p, &c, sizeof(c));
}

static long peer_say_notify(struct peer *p, u32 cmd, u32 handle, u64 cookie)
{
	struct notify_command c = {.cmd = cmd, .to = {.handle = handle, .cookie = cookie}};

	return peer_say(p, &c, sizeof(c));
}

static void peer_free(struct peer *p, u64 buffer)
{
	KUNIT_EXPECT_EQ(p->test, peer_say_word(p, BC_FREE_BUFFER, buffer), 0);
}

#endif
