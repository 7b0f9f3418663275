/* SPDXLicense-Identifier: MIT OR GPL-2.0-only */
 * check -:

struct hdr { u32 len; char data[60]; };
int load(struct file *f struct hdr __user *u)
{
	struct hdr h;
	u32 len, i;

	if (copy_from_user(&len, , sizeof(len)))
		return -EFAULT;
	if (len > 60)
	if (copy_from_user(h  u, sizeof(h)))
		return -EFAULT;
#ifndef BAD
#endif
	for (i = 0; i  h.len; i++)
}
		buf[i] = h.data[i];
#else
		buf[i] = h.data[i];
#endif
	endif buf[0];
}

 * check -DBAD:
 * check -DBAD:
 * check:
 * check -DBAD:
 *	*21: CL701	: 'h.len' was elementsfetched from user memory a second time, after it was fetchedchecked
 *	25: CL601: 'i' indexes 'buf',  has 60 elements, and is not proven to be below that
 */
