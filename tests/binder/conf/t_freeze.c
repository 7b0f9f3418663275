/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Freezing processes, what reaches a frozen one, and freeze notifications. */
#define _GNU_SOURCE
#include "conf.h"

#include <fcntl.h>

/* @by asks for @whom to be frozen or thawed. */
static const char *freeze_for(struct peer *by, uint32_t pid, uint32_t enable, uint32_t timeout_ms)
{
	struct binder_freeze_info *info = arena(sizeof(*info));

	info->pid = pid;
	info->enable = enable;
	info->timeout_ms = timeout_ms;
	return outcome(run(first(by), job_ioctl, by->fd, (long)BINDER_FREEZE, (long)info, 0));
}

static const char *freeze(struct peer *by, struct peer *whom)
{
	return freeze_for(by, (uint32_t)whom->pid, 1, 0);
}

static const char *thaw(struct peer *by, struct peer *whom)
{
	return freeze_for(by, (uint32_t)whom->pid, 0, 0);
}

static const char *frozen_info(struct peer *by, uint32_t pid)
{
	struct binder_frozen_status_info *info = arena(sizeof(*info));
	long ret;

	info->pid = pid;
	info->sync_recv = info->async_recv = 77;
	ret = run(first(by), job_ioctl, by->fd, (long)BINDER_GET_FROZEN_INFO, (long)info, 0);
	return text("%s sync %u async %u", outcome(ret), info->sync_recv, info->async_recv);
}

static void calls(void)
{
	struct peer *m = manager(), *c = peer_new();

	probe("info-fresh", "%s", frozen_info(c, (uint32_t)m->pid));
	probe("freeze", "%s", freeze(c, m));
	probe("freeze-twice", "%s", freeze(c, m));
	probe("info-frozen", "%s", frozen_info(c, (uint32_t)m->pid));
	probe("call-frozen", "%s", CALL(first(c), TEXT("x")));
	probe("info-after-call", "%s", frozen_info(c, (uint32_t)m->pid));
	probe("oneway-frozen", "%s", CALL(first(c), .code = 1, .flags = TF_ONE_WAY, TEXT("x")));
	probe("oneway-frozen-2", "%s", CALL(first(c), .code = 2, .flags = TF_ONE_WAY, TEXT("x")));
	probe("info-after-oneway", "%s", frozen_info(c, (uint32_t)m->pid));
	probe("frozen-reads", "%s", hear(first(m)));
	probe("thaw", "%s", thaw(c, m));
	probe("info-thawed", "%s", frozen_info(c, (uint32_t)m->pid));
	free_last(first(m));
	probe("thawed-reads", "%s", hear(first(m)));
	probe("thaw-twice", "%s", thaw(c, m));
	probe("freeze-oneself", "%s", freeze(m, m));
	probe("thaw-oneself", "%s", thaw(m, m));
}

static void unknown(void)
{
	struct peer *c = peer_new();

	probe("freeze-nobody", "%s", freeze_for(c, 0, 1, 0));
	probe("freeze-init", "%s", freeze_for(c, 1, 1, 0));
	probe("thaw-nobody", "%s", freeze_for(c, 0, 0, 0));
	probe("info-nobody", "%s", frozen_info(c, 0));
	probe("info-negative", "%s", frozen_info(c, 0xffffffff));
}

static void pending(void)
{
	struct peer *m = manager(), *c = peer_new();

	SEND(first(c), .code = 1);
	probe("freeze-unread-call", "%s", freeze(c, m));
	probe("info-unread-call", "%s", frozen_info(c, (uint32_t)m->pid));
	hear(first(m));
	probe("freeze-unanswered-call", "%s", freeze(c, m));
	probe("freeze-wait-10ms", "%s", freeze_for(c, (uint32_t)m->pid, 1, 10));
	probe("info-unanswered", "%s", frozen_info(c, (uint32_t)m->pid));
	REPLY(first(m), .code = 2);
	probe("freeze-answered", "%s", freeze(c, m));
	thaw(c, m);
	probe("freeze-caller-unread-reply", "%s", freeze(m, c));
	hear(first(c));
	probe("freeze-caller-read-reply", "%s", freeze(m, c));
	thaw(m, c);
	CALL(first(c), .code = 3, .flags = TF_ONE_WAY);
	probe("freeze-unread-oneway", "%s", freeze(c, m));
	hear(first(m));
	probe("freeze-unfreed-oneway", "%s", freeze(c, m));
	thaw(c, m);
	CALL(first(c), .code = 4, .flags = TF_ONE_WAY);
	probe("freeze-queued-oneway", "%s", freeze(c, m));
}

/* The call that the freezer waits for is answered in time. */
static void drains(void)
{
	struct peer *m = manager(), *c = peer_new(), *f = peer_new();
	struct binder_freeze_info *info = arena(sizeof(*info));
	long ret;

	SEND(first(c), .code = 1);
	hear(first(m));
	info->pid = (uint32_t)m->pid;
	info->enable = 1;
	info->timeout_ms = POLL_MS;
	start(first(f), job_ioctl, f->fd, (long)BINDER_FREEZE, (long)info, 0);
	probe("drain-waits", "%s", sleeps(first(f)) ? "sleeps" : "returns");
	probe("drain-new-call", "%s", CALL(first(peer_new()), TEXT("x")));
	REPLY(first(m), .code = 2);
	ret = finish(first(f));
	probe("drain-done", "%s", outcome(ret));
	probe("drain-info", "%s", frozen_info(c, (uint32_t)m->pid));
}

/* A frozen process may call; the reply comes to it. */
static void frozen_caller(void)
{
	struct peer *m = manager(), *c = peer_new();

	freeze(m, c);
	probe("frozen-calls", "%s", SEND(first(c), TEXT("x")));
	probe("frozen-calls-heard", "%s", hear(first(m)));
	probe("reply-to-frozen", "%s", REPLY(first(m), TEXT("y")));
	probe("reply-to-frozen-heard", "%s", hear(first(c)));
	probe("info-replied", "%s", frozen_info(m, (uint32_t)c->pid));
	probe("frozen-dies", "%s", (peer_kill(c), hear(first(m))));
}

static void two_opens(void)
{
	struct peer *m = manager(), *c = peer_new();
	long fd = run(first(c), job_open, (long)arena_text(device), O_RDWR | O_NONBLOCK, 0, 0);

	(void)fd;
	probe("freeze-two-opens", "%s", freeze(m, c));
	probe("info-two-opens", "%s", frozen_info(m, (uint32_t)c->pid));
}

static void update(void)
{
	struct peer *m = manager(), *c = peer_new();
	uint32_t flags = TF_ONE_WAY | TF_UPDATE_TXN;

	freeze(c, m);
	for (uint32_t i = 1; i <= 4; i++) {
		CALL(first(c), .code = 7, .flags = flags, .data = arena(8 * i), .size = 8 * i);
		probe(text("update-%u", i), "%s", buffers_of(m));
	}
	CALL(first(c), .code = 8, .flags = flags, .data = arena(8), .size = 80);
	probe("update-other-code", "%s", buffers_of(m));
	CALL(first(c), .code = 7, .flags = flags | TF_CLEAR_BUF, .data = arena(96), .size = 88);
	probe("update-other-flags", "%s", buffers_of(m));
	CALL(first(c), .code = 7, .flags = TF_ONE_WAY, .data = arena(96), .size = 96);
	probe("update-unmarked", "%s", buffers_of(m));
	CALL(first(peer_new()), .code = 7, .flags = flags, .data = arena(104), .size = 104);
	probe("update-other-sender", "%s", buffers_of(m));
	thaw(c, m);
	for (int i = 0; i < 8; i++) {
		probe(text("updated-%d", i), "%s", hear(first(m)));
		free_last(first(m));
	}
}

/* ---- notifications ---- */

static const char *note(struct peer *p, uint32_t cmd, uint32_t handle, uint64_t cookie)
{
	bc_handle(first(p), cmd, handle, cookie);
	return tell(first(p));
}

static const char *note_done(struct peer *p, uint64_t cookie)
{
	bc_u64(first(p), BC_FREEZE_NOTIFICATION_DONE, cookie);
	return tell(first(p));
}

static void notes(void)
{
	struct peer *m = manager(), *o = peer_new(), *c = peer_new();
	uint32_t h = grant(m, o, 0x10, 0, c);

	probe("note", "%s", note(c, BC_REQUEST_FREEZE_NOTIFICATION, h, 0xf1));
	probe("note-first", "%s", hear(first(c)));
	probe("note-twice", "%s", note(c, BC_REQUEST_FREEZE_NOTIFICATION, h, 0xf2));
	probe("note-unknown", "%s", note(c, BC_REQUEST_FREEZE_NOTIFICATION, 99, 0xf3));
	freeze(m, o);
	probe("note-unanswered", "%s", hear(first(c)));
	probe("note-done", "%s", note_done(c, 0xf1));
	probe("note-frozen", "%s", hear(first(c)));
	probe("note-done-wrong", "%s", note_done(c, 0x99));
	probe("note-done-2", "%s", note_done(c, 0xf1));
	probe("note-done-twice", "%s", note_done(c, 0xf1));
	thaw(m, o);
	probe("note-thawed", "%s", hear(first(c)));
	freeze(m, o);
	thaw(m, o);
	note_done(c, 0xf1);
	probe("note-there-and-back", "%s", hear(first(c)));
	freeze(m, o);
	probe("note-frozen-again", "%s", hear(first(c)));
	probe("note-clear-wrong", "%s", note(c, BC_CLEAR_FREEZE_NOTIFICATION, h, 0xf9));
	probe("note-clear-unknown", "%s", note(c, BC_CLEAR_FREEZE_NOTIFICATION, 99, 0xf1));
	probe("note-clear", "%s", note(c, BC_CLEAR_FREEZE_NOTIFICATION, h, 0xf1));
	probe("note-clear-heard", "%s", hear(first(c)));
	probe("note-clear-done", "%s", note_done(c, 0xf1));
	probe("note-clear-heard-2", "%s", hear(first(c)));
	probe("note-clear-twice", "%s", note(c, BC_CLEAR_FREEZE_NOTIFICATION, h, 0xf1));
	probe("note-request-frozen", "%s", note(c, BC_REQUEST_FREEZE_NOTIFICATION, h, 0xf4));
	probe("note-request-frozen-heard", "%s", hear(first(c)));
}

static void note_clear_pending(void)
{
	struct peer *m = manager(), *o = peer_new(), *c = peer_new();
	uint32_t h = grant(m, o, 0x10, 0, c);

	note(c, BC_REQUEST_FREEZE_NOTIFICATION, h, 0xf1);
	probe("note-clear-pending", "%s", note(c, BC_CLEAR_FREEZE_NOTIFICATION, h, 0xf1));
	probe("note-clear-pending-heard", "%s", hear(first(c)));
	probe("note-clear-pending-next", "%s", hear(first(c)));
}

static void note_of_dead(void)
{
	struct peer *m = manager(), *o = peer_new(), *c = peer_new();
	uint32_t h = grant(m, o, 0x10, 0, c);

	note(c, BC_REQUEST_FREEZE_NOTIFICATION, h, 0xf1);
	hear(first(c));
	note_done(c, 0xf1);
	bc_handle(first(c), BC_REQUEST_DEATH_NOTIFICATION, h, 0xd1);
	tell(first(c));
	freeze(m, o);
	probe("note-before-death", "%s", hear(first(c)));
	peer_kill(o);
	run(first(c), job_poll, c->fd, POLL_MS, 0, 0);
	probe("note-death", "%s", hear(first(c)));
	note_done(c, 0xf1);
	probe("note-request-dead", "%s", note(c, BC_REQUEST_FREEZE_NOTIFICATION, h, 0xf2));
	probe("note-clear-dead", "%s", note(c, BC_CLEAR_FREEZE_NOTIFICATION, h, 0xf1));
	probe("note-clear-dead-heard", "%s", hear(first(c)));
	probe("note-request-dead-2", "%s", note(c, BC_REQUEST_FREEZE_NOTIFICATION, h, 0xf3));
	probe("note-request-dead-heard", "%s", hear(first(c)));
	bc_u32(first(c), BC_RELEASE, h);
	probe2("note-release", "%s [%s]", tell(first(c)), refs_of(c));
}

const struct test freeze_tests[] = {
	{"calls", calls},
	{"unknown", unknown},
	{"pending", pending},
	{"drains", drains},
	{"frozen-caller", frozen_caller},
	{"two-opens", two_opens},
	{"update", update},
	{"notes", notes},
	{"note-clear-pending", note_clear_pending},
	{"note-of-dead", note_of_dead},
	{NULL, NULL},
};
