/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_CRED_H
#define CLEAT_HOST_CRED_H

#include "uidgid.h"

struct cred {
	kuid_t uid, euid;
	kgid_t gid, egid;
	int refs;
};

#endif
