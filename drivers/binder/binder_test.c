/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Binder from outside: a manager in a process of its own, and the test as its client. What is told by
 * BR_ commands is read word by word; everything else is judged by what comes back.
 */
#include <cleat/kunit.h>
#include <cleat/kunit_genetlink.h>

#include "binderfs_test.h"
#include "peer_test.h"
#include "ranges_test.h"
#include "sweep_test.h"
#include "uapi.h"
#include "uapi_netlink.h"

enum { MANAGER_STOP = 99 };

/* ---- the manager: every call is answered with what it brought ---- */

static void manager_answer(struct peer *p, const struct binder_transaction_data *tr)
{
	u8 data[64] = {};
	size_t len = tr->data_size < sizeof(data) ? tr->data_size : sizeof(data);

	kunit_user_read(p->test, data, u64_to_user_ptr(tr->buffer), len);
	if (!(tr->flags & TF_ONE_WAY))
		peer_send(p, BC_REPLY, 0, tr->code + 1, 0, data, len, false);
	peer_free(p, tr->buffer);
}

static void manager_run(struct kunit *test, void *arg)
{
	struct peer *p = arg;
	u32 enter = BC_ENTER_LOOPER;
	u32 last = 0;
	s32 zero = 0;

	peer_open(test, p);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(p->f, BINDER_SET_CONTEXT_MGR, &zero), 0);
	if (peer_say(p, &enter, sizeof(enter)))
		return;
	while (last != MANAGER_STOP) {
		struct binder_transaction_data tr;
		long err = peer_talk(p, 0, true);
		int at = peer_find(p, BR_TRANSACTION);

		if (err)
			break;
		if (at < 0)
			continue;
		peer_transaction(p, at, &tr);
		last = tr.code;
		manager_answer(p, &tr);
	}
	peer_end(p);
}

static struct peer manager;

static struct kunit_thread *manager_start(struct kunit *test)
{
	struct kunit_thread *t = kunit_process_run(test, manager_run, &manager);

	KUNIT_ASSERT_TRUE(test, kunit_thread_asleep(t));
	return t;
}

static void manager_stop(struct peer *client, struct kunit_thread *t)
{
	peer_send(client, BC_TRANSACTION, 0, MANAGER_STOP, TF_ONE_WAY, "", 0, false);
	kunit_thread_join(t);
}

/* ---- cases ---- */

static void binder_test_version(struct kunit *test)
{
	struct kunit_file *f = kunit_open(test, "binder", O_RDWR);
	struct binder_version v = {};

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, BINDER_VERSION, &v), 0);
	KUNIT_EXPECT_EQ(test, v.protocol_version, BINDER_CURRENT_PROTOCOL_VERSION);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, BINDER_VERSION, kunit_user_bad(test)), -EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, BINDER_SET_IDLE_TIMEOUT, NULL), -EINVAL);
}

static void binder_test_mmap(struct kunit *test)
{
	struct kunit_file *f = kunit_open(test, "binder", O_RDWR);
	void __user *map;

	KUNIT_EXPECT_EQ(test, PTR_ERR((__force void *)kunit_mmap(f, 0, AREA, true)), -EPERM);
	map = kunit_mmap(f, 0, AREA, false);
	KUNIT_ASSERT_FALSE(test, IS_ERR(map));
	KUNIT_EXPECT_FALSE(test, kunit_may_write(test, map));
	KUNIT_EXPECT_EQ(test, PTR_ERR((__force void *)kunit_mmap(f, 0, AREA, false)), -EBUSY);
}

static void binder_test_nobody(struct kunit *test)
{
	struct binder_extended_error e = {};
	struct peer p;

	peer_open(test, &p);
	KUNIT_EXPECT_EQ(test, peer_send(&p, BC_TRANSACTION, 0, 1, 0, "", 0, true), 0);
	KUNIT_EXPECT_GE(test, peer_find(&p, BR_DEAD_REPLY), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(p.f, BINDER_GET_EXTENDED_ERROR, &e), 0);
	KUNIT_EXPECT_EQ(test, e.command, BR_DEAD_REPLY);
	KUNIT_EXPECT_EQ(test, e.param, -EINVAL);
}

/* One call to the manager and back: 0, or what went wrong as an errno. */
static int call_once(struct peer *p, u32 code, const char *text)
{
	struct binder_transaction_data tr;
	struct binder_extended_error e = {};
	u8 back[16] = {};
	int at;
	long err = peer_send(p, BC_TRANSACTION, 0, code, 0, text, 16, true);

	if (err)
		return err;
	at = peer_find(p, BR_REPLY);
	if (at < 0 && peer_find(p, BR_FAILED_REPLY) < 0)
		at = peer_hear(p, BR_REPLY);
	if (at < 0) {
		err = kunit_ioctl_obj(p->f, BINDER_GET_EXTENDED_ERROR, &e);
		return err ? err : e.param ? e.param : -EIO;
	}
	peer_transaction(p, at, &tr);
	kunit_user_read(p->test, back, u64_to_user_ptr(tr.buffer), sizeof(back));
	peer_free(p, tr.buffer);
	return tr.code == code + 1 && memcmp(back, text, sizeof(back)) == 0 ? 0 : -EBADMSG;
}

static void binder_test_call(struct kunit *test)
{
	struct kunit_thread *t = manager_start(test);
	s32 zero = 0;
	struct peer p;

	peer_open(test, &p);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(p.f, BINDER_SET_CONTEXT_MGR, &zero), -EBUSY);
	for (u32 i = 1; i <= 40; i++)
		KUNIT_EXPECT_EQ(test, call_once(&p, i, "a call and back"), 0);
	manager_stop(&p, t);
	KUNIT_EXPECT_EQ(test, peer_send(&p, BC_TRANSACTION, 0, 1, 0, "", 0, true), 0);
	KUNIT_EXPECT_GE(test, peer_find(&p, BR_DEAD_REPLY), 0);
}

static void binder_test_death(struct kunit *test)
{
	struct {
		u32 take, handle;
		u32 ask;
		struct binder_handle_cookie hc;
	} __packed c = {BC_ACQUIRE, 0, BC_REQUEST_DEATH_NOTIFICATION, {0, 0x1234}};
	struct kunit_thread *t = manager_start(test);
	struct peer p;
	int at;

	peer_open(test, &p);
	KUNIT_ASSERT_EQ(test, peer_say(&p, &c, sizeof(c)), 0);
	manager_stop(&p, t);
	at = peer_hear(&p, BR_DEAD_BINDER);
	KUNIT_ASSERT_GE(test, at, 0);
	KUNIT_EXPECT_EQ(test, p.said[at + 1], 0x1234);
}

static void binder_test_freeze(struct kunit *test)
{
	struct kunit_thread *t = manager_start(test);
	struct binder_freeze_info info = {.pid = 0x7fffffff, .enable = 1};
	struct peer p;

	peer_open(test, &p);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(p.f, BINDER_FREEZE, &info), -EINVAL);
	KUNIT_EXPECT_EQ(test, call_once(&p, 5, "after the freeze"), 0);
	manager_stop(&p, t);
}

static void binder_test_signal(struct kunit *test)
{
	struct kunit_thread *t = manager_start(test);
	struct peer p;

	kunit_thread_signal(t);
	kunit_thread_join(t);
	peer_open(test, &p);
	KUNIT_EXPECT_EQ(test, peer_send(&p, BC_TRANSACTION, 0, 1, 0, "", 0, true), 0);
	KUNIT_EXPECT_GE(test, peer_find(&p, BR_DEAD_REPLY), 0);
}

/* The oldest report is of a transaction that failed with @error, and is for somebody or is not. */
static void expect_report(struct kunit *test, struct kunit_genl *l, u32 error, bool for_somebody)
{
	KUNIT_EXPECT_EQ(test, kunit_genl_next(l), BINDER_CMD_REPORT);
	KUNIT_EXPECT_EQ(test, kunit_genl_number(l, BINDER_A_REPORT_ERROR), error);
	KUNIT_EXPECT_STREQ(test, kunit_genl_string(l, BINDER_A_REPORT_CONTEXT), "binder");
	KUNIT_EXPECT_GT(test, kunit_genl_number(l, BINDER_A_REPORT_FROM_PID), 0);
	KUNIT_EXPECT_GT(test, kunit_genl_number(l, BINDER_A_REPORT_FROM_TID), 0);
	KUNIT_EXPECT_EQ(test, kunit_genl_size(l, BINDER_A_REPORT_TO_PID),
			for_somebody ? 4 : -ENOENT);
	KUNIT_EXPECT_EQ(test, kunit_genl_size(l, BINDER_A_REPORT_TO_TID), -ENOENT);
}

static void binder_test_report(struct kunit *test)
{
	struct kunit_genl *l = kunit_genl_listen(test, BINDER_FAMILY_NAME, BINDER_MCGRP_REPORT);
	struct command large = {.cmd = BC_TRANSACTION, .data = {.code = 9, .data_size = AREA + 8}};
	struct kunit_thread *t = manager_start(test);
	struct peer p;

	KUNIT_ASSERT_FALSE(test, IS_ERR(l));
	peer_open(test, &p);
	KUNIT_EXPECT_EQ(test, call_once(&p, 1, "all is well now"), 0);
	KUNIT_EXPECT_EQ(test, kunit_genl_next(l), -EAGAIN);
	peer_send(&p, BC_TRANSACTION, 9, 7, TF_ONE_WAY, "ab", 2, true);
	expect_report(test, l, BR_FAILED_REPLY, false);
	KUNIT_EXPECT_EQ(test, kunit_genl_number(l, BINDER_A_REPORT_FLAGS), TF_ONE_WAY);
	KUNIT_EXPECT_EQ(test, kunit_genl_number(l, BINDER_A_REPORT_CODE), 7);
	KUNIT_EXPECT_EQ(test, kunit_genl_number(l, BINDER_A_REPORT_DATA_SIZE), 2);
	KUNIT_EXPECT_EQ(test, kunit_genl_size(l, BINDER_A_REPORT_IS_REPLY), -ENOENT);
	peer_send(&p, BC_REPLY, 0, 8, 0, "", 0, true);
	expect_report(test, l, BR_FAILED_REPLY, false);
	KUNIT_EXPECT_EQ(test, kunit_genl_size(l, BINDER_A_REPORT_IS_REPLY), 0);
	kunit_user_write(test, p.out, &large, sizeof(large));
	peer_talk(&p, sizeof(large), true);
	expect_report(test, l, BR_FAILED_REPLY, true);
	KUNIT_EXPECT_EQ(test, kunit_genl_number(l, BINDER_A_REPORT_DATA_SIZE), AREA + 8);
	manager_stop(&p, t);
	peer_send(&p, BC_TRANSACTION, 0, 1, 0, "", 0, true);
	expect_report(test, l, BR_DEAD_REPLY, false);
	KUNIT_EXPECT_EQ(test, kunit_genl_next(l), -EAGAIN);
}

static struct kunit_case binder_cases[] = {
	KUNIT_CASE(binder_test_version),
	KUNIT_CASE(binder_test_mmap),
	KUNIT_CASE(binder_test_nobody),
	KUNIT_CASE(binder_test_call),
	KUNIT_CASE(binder_test_death),
	KUNIT_CASE(binder_test_freeze),
	KUNIT_CASE(binder_test_signal),
	KUNIT_CASE(binder_test_report),
	{},
};

static struct kunit_suite binder_suite = {.name = "binder", .test_cases = binder_cases};
kunit_test_suites(&binder_suite, &ranges_suite, &sweep_suite, &binderfs_suite);
