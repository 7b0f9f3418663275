/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Strings in what is shown to user space: what is behind their end is shown, too. */
#include <cleat/err.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>

struct label { char text[16]; u32 n; u32 flags; };

/* good: the rest is zeros */
int label_show(void __user *arg, const char *text, u32 n)
{
	struct label l = {.n = n};

	if (strscpy_pad(l.text, text, sizeof(l.text)) < 0)
		return -ENAMETOOLONG;
	return cleat_put_user_obj(arg, &l);
}

/* good: in a struct without a value so far */
int label_show_new(void __user *arg, const char *text, u32 n)
{
	struct label l;

	l.n = n;
	l.flags = 0;
	if (strscpy_pad(l.text, text, sizeof(l.text)) < 0)
		return -ENAMETOOLONG;
	return cleat_put_user_obj(arg, &l);
}

/* bad: the rest is what was there before */
int label_show_rest(void __user *arg, const char *text, u32 n)
{
	struct label l;

	l.n = n;
	l.flags = 0;
	if (strscpy(l.text, text, sizeof(l.text)) < 0)
		return -ENAMETOOLONG;
	return cleat_put_user_obj(arg, &l);
}

/* bad: longer than the array */
int label_long(void __user *arg, const char *text)
{
	struct label l = {};

	if (strscpy_pad(l.text, text, sizeof(l)) < 0)
		return -ENAMETOOLONG;
	return cleat_put_user_obj(arg, &l);
}

/*
 * check:
 *	40: CL503: 'l.text' is not wholly written, and is copied to user space
 *	48: CL602: strscpy_pad uses '24' bytes of 'l.text', which has 16
 */
