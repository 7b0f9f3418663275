/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The conformance client: what a Binder device answers, one stable line "topic/probe: outcome"
 * each. It knows no right answers. Its output for one driver is compared with that for another, in
 * the same kernel; so no line may hold a process id, an address, or anything that time decides.
 */
#ifndef TESTS_BINDER_CONF_CONF_H
#define TESTS_BINDER_CONF_CONF_H

#include "abi.h"
#include "parcel.h"
#include "peer.h"
#include "roles.h"
#include "state.h"
#include "wire.h"

/* One test: its probes share the peers that it makes; all of them end with it. */
struct test {
	const char *name;
	void (*run)(void);
};

/* Topics: arrays that end with an empty entry. */
extern const struct test open_tests[], ioctl_tests[], thread_tests[], ref_tests[], txn_tests[],
	oneway_tests[], buffer_tests[], object_tests[], fd_tests[], sg_tests[], death_tests[],
	freeze_tests[], error_tests[], manager_tests[], poll_tests[], process_tests[], log_tests[],
	report_tests[], secctx_tests[];

/* Say what was found. @name is unique within the topic. */
void probe(const char *name, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The same with arguments that do something: they are evaluated in the order in which they stand.
 */
#define probe2(name, fmt, a, b)               \
	do {                                  \
		__auto_type a_ = (a);         \
		__auto_type b_ = (b);         \
		probe((name), (fmt), a_, b_); \
	} while (0)
#define probe3(name, fmt, a, b, c)                \
	do {                                      \
		__auto_type a_ = (a);             \
		__auto_type b_ = (b);             \
		__auto_type c_ = (c);             \
		probe((name), (fmt), a_, b_, c_); \
	} while (0)

/* A formatted string that lives until 64 others were made. */
const char *text(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* "ok" or the name of errno, for what a system call returned. */
const char *outcome(long ret);

/* What this program does when a peer has become it by exec(2) with the device at this descriptor.
 */
int process_exec_child(const char *fd);

/* The test cannot go on: it takes too long, or something that is not its subject fails. The next
 * one does. */
void test_hangs(void) __attribute__((noreturn));
void give_up(const char *what) __attribute__((noreturn));

#endif
