/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * User memory that is this process's own: for tests and fuzzers that call the core directly. A bad
 * address is an answer, not a crash: process_vm_readv on ourselves checks it as the kernel would.
 */
#include "libc.h"

#include "core.h"

static size_t move(u64 user, void *ours, size_t n, bool to_user)
{
	struct iovec local = {ours, n}, remote = {(void *)(unsigned long)user, n};
	ssize_t done = to_user ? process_vm_writev(getpid(), &local, 1, &remote, 1, 0)
			       : process_vm_readv(getpid(), &local, 1, &remote, 1, 0);

	return done < 0 ? n : n - (size_t)done;
}

static size_t local_read(struct host_call *call, void *to, u64 from, size_t n)
{
	(void)call;
	return move(from, to, n, false);
}

static size_t local_write(struct host_call *call, u64 to, const void *from, size_t n)
{
	(void)call;
	return move(to, (void *)from, n, true);
}

const struct host_memory host_memory_local = {local_read, local_write};
