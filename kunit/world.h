/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What the runner (runner.c, written against <cleat/…> like a driver) needs from its world. The
 * kernel's half is kernel/kunit.c, the process's is host/kunit.c.
 */
#ifndef CLEAT_KUNIT_WORLD_H
#define CLEAT_KUNIT_WORLD_H

#include <cleat/kunit.h>
#include <cleat/kunit_genetlink.h>

/** kunit_run - run @suites (ends with NULL) and the driver's lifecycle; print KTAP; how many failed */
int kunit_run(struct kunit_suite *const *suites);

/** kunit_world_print - one finished line of KTAP */
void kunit_world_print(const char *line);

/** kunit_world_call - run @body so that kunit_abort() ends it; then free what the case still holds */
void kunit_world_call(struct kunit *test, void (*body)(struct kunit *test));

/* The driver under test. Parameters: 0, or -EINVAL. */
int kunit_world_params(const char *const *params);
int kunit_world_init(void);
void kunit_world_exit(void);

/** kunit_world_warnings - how many WARN_ON fired so far */
int kunit_world_warnings(void);

/* One that listens to a group, and the message that it looks at: two headers, then attributes. */
struct kunit_genl {
	struct kunit *test;
	size_t len;
	u8 message[4096];
};

/** kunit_world_genl - receive the oldest message into @l; its bytes, -EAGAIN, or another errno */
ssize_t kunit_world_genl(struct kunit_genl *l);

/* The fault sweep's switch: see host/fault.h. */
void cleat_fault_arm(long n);
bool cleat_fault_disarm(void);

#endif
