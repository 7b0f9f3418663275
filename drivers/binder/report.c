/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Reports of transactions that failed, for programs that watch: messages of generic netlink, as
 * Linux 7.2 sends them. Where another module has the name, and in a process, there are none.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "report.h"

#include <cleat/genetlink.h>

#include "uapi_netlink.h"

DEFINE_GENL_FAMILY(binder_netlink, BINDER_FAMILY_NAME, BINDER_FAMILY_VERSION,
		   cleat_genl_group(BINDER_MCGRP_REPORT));

static bool binder_reports;

int binder_report_init(void)
{
	int err = cleat_genl_register(&binder_netlink);

	if (err == -ENOMEM)
		return err;
	if (err == -EEXIST)
		pr_info("another driver reports failed transactions; this one does not\n");
	binder_reports = !err;
	return 0;
}

void binder_report_exit(void)
{
	cleat_genl_unregister(&binder_netlink);
	binder_reports = false;
}

bool binder_report_offered(void)
{
	return binder_reports;
}

/* As Linux has it, whom it was for is known once nothing speaks against the transaction itself. */
void binder_report(const struct binder_send *s, u32 error)
{
	const struct binder_proc *from = s->thread->proc, *to = s->to_proc;
	const struct binder_thread *to_thread = to ? s->to_thread : NULL;

	cleat_genl_multicast(
		&binder_netlink, 0, BINDER_CMD_REPORT, cleat_genl_u32(BINDER_A_REPORT_ERROR, error),
		cleat_genl_string(BINDER_A_REPORT_CONTEXT, from->device->name),
		cleat_genl_u32(BINDER_A_REPORT_FROM_PID, from->tgid),
		cleat_genl_u32(BINDER_A_REPORT_FROM_TID, s->thread->pid),
		cleat_genl_if(to, cleat_genl_u32(BINDER_A_REPORT_TO_PID, to->tgid)),
		cleat_genl_if(to_thread, cleat_genl_u32(BINDER_A_REPORT_TO_TID, to_thread->pid)),
		cleat_genl_if(s->reply, cleat_genl_flag(BINDER_A_REPORT_IS_REPLY)),
		cleat_genl_u32(BINDER_A_REPORT_FLAGS, s->data->flags),
		cleat_genl_u32(BINDER_A_REPORT_CODE, s->data->code),
		cleat_genl_u32(BINDER_A_REPORT_DATA_SIZE, (u32)s->data->data_size));
}
