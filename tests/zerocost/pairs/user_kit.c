// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <cleat/err.h>
#include <cleat/uaccess.h>

#include "user.h"

long request_end(void __user *arg)
{
	struct request req;
	int err = cleat_get_user_obj(&req, arg);

	if (err)
		return err;
	if (req.flags)
		return -EINVAL;
	return req.offset + req.length;
}

long value_get(s32 value, void __user *arg)
{
	return cleat_put_user_obj(arg, &value);
}

long request_answer(void __user *arg)
{
	struct request req;
	int err = cleat_get_user_obj(&req, arg);

	if (err)
		return err;
	req.offset += req.length;
	req.flags = 1;
	return cleat_put_user_obj(arg, &req);
}

ssize_t records_sum(const char __user *buf, size_t len, u64 *ret_sum)
{
	struct cleat_user_reader from = cleat_user_reader_init(buf, len);
	u64 sum = 0, v;

	while (from.left >= sizeof(v)) {
		int err = cleat_user_read_obj(&from, &v);

		if (err)
			return err;
		sum += v;
	}
	*ret_sum = sum;
	return len - from.left;
}

ssize_t records_fill(char __user *buf, size_t len, u64 first)
{
	struct cleat_user_writer to = cleat_user_writer_init(buf, len);

	while (to.left >= sizeof(first)) {
		int err = cleat_user_write_obj(&to, &first);

		if (err)
			return err;
		first++;
	}
	return len - to.left;
}
