/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Local arrays that are filled element by element, and copied to user space. */
#include <cleat/err.h>
#include <cleat/uaccess.h>

struct filled_stats {
	u32 n;
	u32 v[4];
};

/* good: counted */
int good_counted(void __user *u);
int good_counted(void __user *u)
{
	u32 v[8];

	for (u32 i = 0; i < 8; i++)
		v[i] = i * 2;
	return copy_to_user(u, v, sizeof(v)) ? -EFAULT : 0;
}

/* good: one by one */
int good_one_by_one(void __user *u);
int good_one_by_one(void __user *u)
{
	u32 v[3];

	v[0] = 1;
	v[1] = 2;
	v[2] = 3;
	return copy_to_user(u, v, sizeof(v)) ? -EFAULT : 0;
}

/* good: in a struct */
int good_in_a_struct(struct filled_stats __user *u);
int good_in_a_struct(struct filled_stats __user *u)
{
	struct filled_stats s;

	s.n = 4;
	for (u32 i = 0; i < 4; i++)
		s.v[i] = i;
	return cleat_put_user_obj(u, &s);
}

/* good: both arms */
int good_both_arms(void __user *u, bool odd);
int good_both_arms(void __user *u, bool odd)
{
	u8 v[8];
	int i = 0;

	while (i < 8) {
		if (odd)
			v[i] = 1;
		else
			v[i] = 0;
		i++;
	}
	return copy_to_user(u, v, sizeof(v)) ? -EFAULT : 0;
}

/* bad: bounded by n */
int bad_bounded_by_n(void __user *u, u32 n);
int bad_bounded_by_n(void __user *u, u32 n)
{
	u32 v[8];

	for (u32 i = 0; i < n && i < 8; i++)
		v[i] = i;
	return copy_to_user(u, v, sizeof(v)) ? -EFAULT : 0;
}

/* bad: one short */
int bad_one_short(void __user *u);
int bad_one_short(void __user *u)
{
	u32 v[8];

	for (u32 i = 0; i < 7; i++)
		v[i] = i;
	return copy_to_user(u, v, sizeof(v)) ? -EFAULT : 0;
}

/* bad: skips */
int bad_skips(void __user *u, u32 holes);
int bad_skips(void __user *u, u32 holes)
{
	u32 v[8];

	for (u32 i = 0; i < 8; i++) {
		if (i == holes)
			continue;
		v[i] = i;
	}
	return copy_to_user(u, v, sizeof(v)) ? -EFAULT : 0;
}

/* bad: every second */
int bad_every_second(void __user *u);
int bad_every_second(void __user *u)
{
	u32 v[8];

	for (u32 i = 0; i < 8; i += 2)
		v[i] = i;
	return copy_to_user(u, v, sizeof(v)) ? -EFAULT : 0;
}

/* bad: from one */
int bad_from_one(void __user *u);
int bad_from_one(void __user *u)
{
	u32 v[8];

	for (u32 i = 1; i < 8; i++)
		v[i] = i;
	return copy_to_user(u, v, sizeof(v)) ? -EFAULT : 0;
}

/* bad: leaves early */
int bad_leaves_early(void __user *u, u32 stop);
int bad_leaves_early(void __user *u, u32 stop)
{
	u32 v[8];

	for (u32 i = 0; i < 8; i++) {
		if (i == stop)
			break;
		v[i] = i;
	}
	return copy_to_user(u, v, sizeof(v)) ? -EFAULT : 0;
}

/* bad: same one */
int bad_same_one(void __user *u);
int bad_same_one(void __user *u)
{
	u32 v[3];

	v[0] = 1;
	v[1] = 2;
	v[1] = 3;
	return copy_to_user(u, v, sizeof(v)) ? -EFAULT : 0;
}

/* bad: only when */
int bad_only_when(struct filled_stats __user *u, bool full);
int bad_only_when(struct filled_stats __user *u, bool full)
{
	struct filled_stats s;

	s.n = 4;
	if (full)
		for (u32 i = 0; i < 4; i++)
			s.v[i] = i;
	return cleat_put_user_obj(u, &s);
}

/*
 * check:
 *	71: CL503: 'v' is not wholly written, and is copied to user space
 *	82: CL503: 'v' is not wholly written, and is copied to user space
 *	96: CL503: 'v' is not wholly written, and is copied to user space
 *	107: CL503: 'v' is not wholly written, and is copied to user space
 *	118: CL503: 'v' is not wholly written, and is copied to user space
 *	132: CL503: 'v' is not wholly written, and is copied to user space
 *	144: CL503: 'v' is not wholly written, and is copied to user space
 *	157: CL503: 's.v' is not wholly written, and is copied to user space
 */
