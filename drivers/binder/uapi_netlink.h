/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Reports of failed transactions, as programs see them: a generic netlink family with one group, one
 * command and its attributes. The same ABI as Linux's.
 */
#ifndef BINDER_UAPI_NETLINK_H
#define BINDER_UAPI_NETLINK_H

#define BINDER_FAMILY_NAME "binder"
#define BINDER_FAMILY_VERSION 1
#define BINDER_MCGRP_REPORT "report"

enum {
	BINDER_CMD_REPORT = 1,
};

/* All are 32 bits but for the context, which is a string, and IS_REPLY, which is there or not. */
enum {
	BINDER_A_REPORT_ERROR = 1, /* the BR_ that the sender is told */
	BINDER_A_REPORT_CONTEXT,   /* the device's name */
	BINDER_A_REPORT_FROM_PID,
	BINDER_A_REPORT_FROM_TID,
	BINDER_A_REPORT_TO_PID, /* where it was known whom it was for */
	BINDER_A_REPORT_TO_TID,
	BINDER_A_REPORT_IS_REPLY,
	BINDER_A_REPORT_FLAGS,
	BINDER_A_REPORT_CODE,
	BINDER_A_REPORT_DATA_SIZE,
};

#endif
