/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The executable of a driver on the host: "cleat run" builds it and becomes it. */
#include "host/libc.h"

#include "host/options.h"
#include "host/serve.h"

static int serve_here(const struct host_options *o)
{
	struct host_mount m = {.fd = -1, .notify = -1};
	int status = host_mount_setup(&m, o);

	if (status)
		return status;
	status = host_daemon(o, &m, -1);
	host_mount_undo(&m);
	return status;
}

int main(int argc, char **argv)
{
	struct host_options o;
	int err;

	setvbuf(stdout, NULL, _IOLBF, 0);
	err = host_options_parse(&o, argc, argv);
	if (err)
		return err < 0 ? 0 : err;
	return o.foreground ? serve_here(&o) : host_supervise(&o);
}
