// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <linux/errno.h>
#include <linux/uaccess.h>

#include "user.h"

long request_end(void __user *arg)
{
	struct request req;

	if (copy_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	if (req.flags)
		return -EINVAL;
	return req.offset + req.length;
}

long value_get(s32 value, void __user *arg)
{
	if (copy_to_user(arg, &value, sizeof(value)))
		return -EFAULT;
	return 0;
}

long request_answer(void __user *arg)
{
	struct request req;

	if (copy_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	req.offset += req.length;
	req.flags = 1;
	if (copy_to_user(arg, &req, sizeof(req)))
		return -EFAULT;
	return 0;
}

ssize_t records_sum(const char __user *buf, size_t len, u64 *ret_sum)
{
	size_t left = len;
	u64 sum = 0, v;

	while (left >= sizeof(v)) {
		if (copy_from_user(&v, buf, sizeof(v)))
			return -EFAULT;
		buf += sizeof(v);
		left -= sizeof(v);
		sum += v;
	}
	*ret_sum = sum;
	return len - left;
}

ssize_t records_fill(char __user *buf, size_t len, u64 first)
{
	size_t left = len;

	while (left >= sizeof(first)) {
		if (copy_to_user(buf, &first, sizeof(first)))
			return -EFAULT;
		buf += sizeof(first);
		left -= sizeof(first);
		first++;
	}
	return len - left;
}
