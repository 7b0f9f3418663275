/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The functions of the pair "user": what ioctls carry. */
#ifndef ZEROCOST_USER_H
#define ZEROCOST_USER_H

struct request {
	u64 offset;
	u32 length;
	u32 flags;
};

long request_end(void __user *arg);
long value_get(s32 value, void __user *arg);
long request_answer(void __user *arg);
ssize_t records_sum(const char __user *buf, size_t len, u64 *ret_sum);
ssize_t records_fill(char __user *buf, size_t len, u64 first);

#endif
