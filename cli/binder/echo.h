/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The object that "echo" and "bench" offer: code 1 sends back what follows the interface token, and
 * it answers the questions that every object gets, AIDL's and HIDL's.
 */
#ifndef CLI_BINDER_ECHO_H
#define CLI_BINDER_ECHO_H

#include "cli/binder/binder.h"

enum { ECHO_CODE = 1, ECHO_RAW = 2 };

/** struct echo - the object; @interface: its descriptor; ECHO_RAW sends back all, without a token */
struct echo {
	struct binder_object object;
	const char *interface;
};

void echo_init(struct echo *e, const char *interface);

/** echo_serve - serve with as many threads as the driver asks for, at most @threads; -errno at its end */
int echo_serve(struct binder_client *c, unsigned int threads);

#endif
