/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The suite "binder_sweep": one whole conversation, from the opens to the death notification, with each
 * of its allocations and copies failing in turn. The two processes take turns, and none waits in the
 * driver, so that the N-th operation is the same one in each run.
 */
#ifndef BINDER_SWEEP_TEST_H
#define BINDER_SWEEP_TEST_H

#include <cleat/completion.h>

#include "parcel_test.h"
#include "peer_test.h"

/**
 * struct conversation - the two processes and what they know
 * @call: what the server has read and not answered; @got: what came with it
 * @fd: what is sent
 * @step: what the server does when @go is completed; @err: what it came to, when @done is
 */
struct conversation {
	struct peer server, client;
	struct binder_transaction_data call;
	struct parcel_got got;
	int fd;
	long (*step)(void);
	long err;
	struct completion go, done;
};

static struct conversation talk;

/*
 * What was to come does not when what it needed has failed: Binder says so by a word of its own
 * (BR_FAILED_REPLY, BR_ERROR), or has nothing to say, or finds the copy that failed not valid.
 */
static long told(long err)
{
	return err == -EAGAIN || err == -EINVAL ? -ENOMEM : err;
}

/* ---- the steps ---- */

static long server_begins(void)
{
	struct flat_binder_object manager = {.hdr = {BINDER_TYPE_BINDER},
					     .flags = FLAT_BINDER_FLAG_ACCEPTS_FDS};
	u32 enter = BC_ENTER_LOOPER;
	long err = peer_begin(&talk.server, O_RDWR | O_NONBLOCK);

	if (!err)
		err = kunit_ioctl_obj(talk.server.f, BINDER_SET_CONTEXT_MGR_EXT, &manager);
	return err ? err : peer_say(&talk.server, &enter, sizeof(enter));
}

static long client_begins(void)
{
	long err = peer_begin(&talk.client, O_RDWR | O_NONBLOCK);

	if (!err)
		err = peer_say_handle(&talk.client, BC_ACQUIRE, 0);
	if (!err)
		err = peer_say_notify(&talk.client, BC_REQUEST_DEATH_NOTIFICATION, 0, COOKIE);
	if (!err)
		err = peer_say_notify(&talk.client, BC_CLEAR_DEATH_NOTIFICATION, 0, COOKIE);
	return err ? err : peer_want(&talk.client, BR_CLEAR_DEATH_NOTIFICATION_DONE);
}

static long client_calls(void)
{
	return parcel_send(&talk.client, BC_TRANSACTION_SG, talk.fd);
}

/* Before it answers, the server calls the caller's object. */
static long server_calls_back(void)
{
	long err = peer_want_transaction(&talk.server, BR_TRANSACTION, &talk.call);

	if (!err)
		err = parcel_take(&talk.server, &talk.call, talk.fd, &talk.got);
	if (!err)
		err = peer_say_handle(&talk.server, BC_ACQUIRE, talk.got.node);
	return err ? err : peer_send(&talk.server, BC_TRANSACTION, talk.got.node, 2, 0, "back", 4, false);
}

static long client_answers(void)
{
	struct object_command held = {BC_INCREFS_DONE, {NODE, COOKIE}};
	struct binder_transaction_data tr;
	long err = peer_want_transaction(&talk.client, BR_TRANSACTION, &tr);

	if (!err)
		err = peer_say(&talk.client, &held, sizeof(held));
	held.cmd = BC_ACQUIRE_DONE;
	if (!err)
		err = peer_say(&talk.client, &held, sizeof(held));
	if (!err)
		err = peer_send(&talk.client, BC_REPLY, 0, 3, 0, "so", 2, false);
	return err ? err : peer_say_word(&talk.client, BC_FREE_BUFFER, tr.buffer);
}

static long server_answers(void)
{
	struct binder_transaction_data tr;
	long err = peer_want_transaction(&talk.server, BR_REPLY, &tr);

	if (!err)
		err = peer_say_word(&talk.server, BC_FREE_BUFFER, tr.buffer);
	if (!err)
		err = parcel_send(&talk.server, BC_REPLY_SG, talk.fd);
	return err ? err : parcel_free(&talk.server, &talk.call, &talk.got);
}

static long client_has_answer(void)
{
	struct binder_transaction_data tr;
	struct parcel_got got;
	long err = peer_want_transaction(&talk.client, BR_REPLY, &tr);

	if (!err)
		err = parcel_take(&talk.client, &tr, talk.fd, &got);
	return err ? err : parcel_free(&talk.client, &tr, &got);
}

static long server_hears_of_freeze(void)
{
	long err = peer_want(&talk.server, BR_FROZEN_BINDER);

	return err ? err : peer_say_word(&talk.server, BC_FREEZE_NOTIFICATION_DONE, COOKIE);
}

static long server_asks_of_freeze(void)
{
	long err = peer_say_notify(&talk.server, BC_REQUEST_FREEZE_NOTIFICATION, talk.got.node, COOKIE);

	return err ? err : server_hears_of_freeze();
}

static long client_is(bool frozen)
{
	struct binder_freeze_info info = {.pid = (u32)talk.call.sender_pid, .enable = frozen};

	return kunit_ioctl_obj(talk.client.f, BINDER_FREEZE, &info);
}

static long client_freezes(void)
{
	return client_is(true);
}

/* One-way messages to one that is frozen: the first waits, the last replaces the second. */
static long server_sends(void)
{
	long err = server_hears_of_freeze();

	for (int i = 0; i < 3 && !err; i++) {
		err = peer_send(&talk.server, BC_TRANSACTION, talk.got.node, 7, TF_ONE_WAY | TF_UPDATE_TXN,
				"now", 3, false);
		if (!err)
			err = peer_want(&talk.server, BR_TRANSACTION_PENDING_FROZEN);
	}
	return err;
}

static long client_reads(void)
{
	struct binder_transaction_data tr;
	long err = client_is(false);

	for (int i = 0; i < 2 && !err; i++) {
		err = peer_want_transaction(&talk.client, BR_TRANSACTION, &tr);
		if (!err)
			err = peer_say_word(&talk.client, BC_FREE_BUFFER, tr.buffer);
	}
	if (!err)
		err = peer_hear(&talk.client, BR_TRANSACTION);
	return err == -EAGAIN ? 0 : err < 0 ? err : -EBADMSG;
}

static long server_asks_of_death(void)
{
	long err = server_hears_of_freeze();

	if (!err)
		err = peer_say_notify(&talk.server, BC_CLEAR_FREEZE_NOTIFICATION, talk.got.node, COOKIE);
	if (!err)
		err = peer_want(&talk.server, BR_CLEAR_FREEZE_NOTIFICATION_DONE);
	return err ? err : peer_say_notify(&talk.server, BC_REQUEST_DEATH_NOTIFICATION, talk.got.node, COOKIE);
}

static long client_ends(void)
{
	peer_end(&talk.client);
	return 0;
}

static long server_hears_of_death(void)
{
	long err = peer_want(&talk.server, BR_DEAD_BINDER);

	return err ? err : peer_say_word(&talk.server, BC_DEAD_BINDER_DONE, COOKIE);
}

static long server_ends(void)
{
	peer_end(&talk.server);
	return 0;
}

/* ---- the whole ---- */

/* The server's process: it makes one step whenever it is let go on, until there is none. */
static void server_run(struct kunit *test, void *arg)
{
	for (;;) {
		wait_for_completion(&talk.go);
		if (!talk.step)
			return;
		talk.err = talk.step();
		complete(&talk.done);
	}
}

static long in_server(long (*step)(void))
{
	talk.step = step;
	complete(&talk.go);
	wait_for_completion(&talk.done);
	return talk.err;
}

static int conversation(struct kunit *test)
{
	static const struct {
		long (*server)(void), (*client)(void);
	} turns[] = {
		{server_begins, client_begins},
		{NULL, client_calls},
		{server_calls_back, client_answers},
		{server_answers, client_has_answer},
		{server_asks_of_freeze, client_freezes},
		{server_sends, client_reads},
		{server_asks_of_death, client_ends},
		{server_hears_of_death, client_ends},
	};
	long err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(turns) && !err; i++) {
		if (turns[i].server)
			err = in_server(turns[i].server);
		if (!err)
			err = turns[i].client();
	}
	client_ends();
	in_server(server_ends);
	return (int)told(err);
}

static void sweep_test_conversation(struct kunit *test)
{
	struct kunit_thread *server;

	peer_init(test, &talk.server);
	peer_init(test, &talk.client);
	init_completion(&talk.go);
	init_completion(&talk.done);
	talk.fd = kunit_fd_new(test);
	server = kunit_process_run(test, server_run, NULL);
	KUNIT_EXPECT_EQ(test, conversation(test), 0);
	KUNIT_EXPECT_GE(test, kunit_fault_sweep(test, conversation), 230);
	talk.step = NULL;
	complete(&talk.go);
	kunit_thread_join(server);
	KUNIT_EXPECT_EQ(test, kunit_fd_close(test, talk.fd), 0);
}

static struct kunit_case sweep_cases[] = {
	KUNIT_CASE(sweep_test_conversation),
	{},
};

static struct kunit_suite sweep_suite = {.name = "binder_sweep", .test_cases = sweep_cases};

#endif
