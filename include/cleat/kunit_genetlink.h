/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Tests of what a driver tells by generic netlink (<cleat/genetlink.h>): find the family by its
 * name, listen to a group, and look into the messages. In the kernel the test has a netlink socket,
 * like any program.
 *
 * Context: process context; may sleep.
 *
 * Example::
 *
 *	struct kunit_genl *l = kunit_genl_listen(test, BELL_FAMILY, BELL_GROUP);
 *
 *	KUNIT_EXPECT_EQ(test, kunit_genl_next(l), BELL_CMD_RANG);
 *	KUNIT_EXPECT_EQ(test, kunit_genl_number(l, BELL_A_TIMES), 3);
 *	KUNIT_EXPECT_EQ(test, kunit_genl_next(l), -EAGAIN);
 */
#ifndef CLEAT_KUNIT_GENETLINK_H
#define CLEAT_KUNIT_GENETLINK_H

#include <cleat/kunit.h>

struct kunit_genl;

/**
 * kunit_genl_listen - to the group @group of the family @family
 *
 * Return: for kunit_genl_next, until the end of the case at most; ERR_PTR(-ENOENT) when there is no
 * such family or group.
 */
struct kunit_genl *__must_check kunit_genl_listen(struct kunit *test, const char *family,
						  const char *group);

/** kunit_genl_end - listen no more; what was not looked at is lost */
void kunit_genl_end(struct kunit_genl *l);

/**
 * kunit_genl_next - look at the oldest message that was not looked at
 *
 * Return: its command; -EAGAIN when there is none; -EBADMSG when it is broken; another errno of the
 * socket.
 */
int kunit_genl_next(struct kunit_genl *l);

/** kunit_genl_version - of the message's family */
int kunit_genl_version(const struct kunit_genl *l);

/** kunit_genl_size - how many bytes its attribute @attr has; -ENOENT: it is not there */
int kunit_genl_size(const struct kunit_genl *l, u16 attr);

/** kunit_genl_number - the attribute as a number of 1, 2, 4 or 8 bytes; 0 for all others */
long long kunit_genl_number(const struct kunit_genl *l, u16 attr);

/** kunit_genl_string - the attribute as a text; "" when it is not there or does not end in NUL */
const char *kunit_genl_string(const struct kunit_genl *l, u16 attr);

#endif
