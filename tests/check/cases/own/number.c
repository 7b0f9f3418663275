/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Numbers that are given out, of an ida or of descriptors: each is given back once. */
#include <cleat/prelude.h>

#include <cleat/file.h>
#include <cleat/idr.h>

struct dev { u32 minor; };
struct port { u32 __own minor; u32 speed; };
struct slot { int __own fd; };
static DEFINE_IDA(ids);
static DEFINE_IDA(others);
static struct dev *__own __opt devices[16];
int __must_check start(u32 minor);

/* bad: an error path forgets it */
int forgotten(struct dev *d)
{
	int id = ida_alloc(&ids, GFP_KERNEL), err;

	if (id < 0)
		return id;
	err = start(3);
	if (err)
		return err;
	d->minor = id;
	return 0;
}

/* good */
int unwound(struct dev *d)
{
	int id = ida_alloc(&ids, GFP_KERNEL), err;

	if (id < 0)
		return id;
	err = start(3);
	if (err) {
		ida_free(&ids, id);
		return err;
	}
	d->minor = id;
	return 0;
}

/* bad: twice where it fails */
int twice(void)
{
	int id = ida_alloc(&ids, GFP_KERNEL), err;

	if (id < 0)
		return id;
	err = start(3);
	if (err)
		ida_free(&ids, id);
	ida_free(&ids, id);
	return err;
}

/* bad: nor from a field, declared or not */
void twice_from_field(struct dev *__own d)
{
	ida_free(&ids, d->minor);
	ida_free(&ids, d->minor);
	kfree(d);
}

/* good: there are two */
void from_both(struct dev *__own d)
{
	ida_free(&ids, d->minor);
	ida_free(&others, d->minor);
	kfree(d);
}

/* good: where it is kept is the driver's matter */
int by_index(void)
{
	struct dev *d __free(kfree) = kzalloc_obj(*d);
	int id;

	if (!d)
		return -ENOMEM;
	id = ida_alloc_max(&ids, ARRAY_SIZE(devices) - 1, GFP_KERNEL);
	if (id < 0)
		return id;
	devices[id] = no_free_ptr(d);
	return 0;
}

/* good */
u32 by_bits(void)
{
	int id = ida_alloc_max(&ids, 255, GFP_KERNEL);

	return id < 0 ? 0 : (240u << 8) | (u32)id;
}

/* good: the caller has it */
int handed_up(void)
{
	return ida_alloc(&ids, GFP_KERNEL);
}

/* bad: its object goes, and nobody knows it any more */
int gone_with_object(void)
{
	struct dev *d __free(kfree) = kzalloc_obj(*d);

	if (!d)
		return -ENOMEM;
	d->minor = 0;
	int id = ida_alloc(&ids, GFP_KERNEL);

	if (id < 0)
		return id;
	d->minor = id;
	return start(0);
}

/* good */
struct port *__own __opt port_new(void)
{
	struct port *p = kzalloc_obj(*p);
	int id = p ? ida_alloc(&ids, GFP_KERNEL) : -ENOMEM;

	if (id < 0) {
		kfree(p);
		return NULL;
	}
	p->minor = id;
	return p;
}

/* bad: a field that owns */
void port_forget(struct port *__own p)
{
	kfree(p);
}

/* good */
void port_free(struct port *__own p)
{
	ida_free(&ids, p->minor);
	kfree(p);
}

/* bad: taken over, and one path forgets it */
int port_use(u32 __own minor, bool now)
{
	if (!now)
		return 0;
	ida_free(&ids, minor);
	return 0;
}

/* good: the caller keeps it on failure */
int port_keep(struct port *p __writes, u32 __own __keeps_on_failure minor)
{
	if (minor > 100)
		return -ERANGE;
	*p = (struct port){.minor = minor};
	return 0;
}

/* bad: descriptors, too */
int reserve(struct file *__own f)
{
	int fd = get_unused_fd_flags(O_CLOEXEC);

	if (fd < 0) {
		fput(f);
		return fd;
	}
	if (start(1)) {
		fput(f);
		return -EIO;
	}
	fd_install(fd, f);
	return fd;
}

/* good */
int reserve_unwound(struct file *__own f)
{
	int fd = get_unused_fd_flags(O_CLOEXEC);

	if (fd < 0) {
		fput(f);
		return fd;
	}
	if (start(1)) {
		put_unused_fd(fd);
		fput(f);
		return -EIO;
	}
	fd_install(fd, f);
	return fd;
}

/* bad: it is overwritten first */
void slot_clear(struct slot *s)
{
	s->fd = -1;
	put_unused_fd(s->fd);
}

/* good */
void slot_empty(struct slot *s)
{
	if (s->fd >= 0)
		put_unused_fd(s->fd);
	s->fd = -1;
}

/* good: each round has its own */
int several(u32 *ret __elements(n), u32 n)
{
	for (u32 i = 0; i < n; i++) {
		int id = ida_alloc(&ids, GFP_KERNEL);

		if (id < 0) {
			while (i--)
				ida_free(&ids, ret[i]);
			return id;
		}
		ret[i] = id;
	}
	return 0;
}

/* good: by number, as they come */
void all_back(void)
{
	for (u32 i = 0; i < 16; i++)
		ida_free(&ids, i);
}

/* good */
int two_steps(u32 *a, u32 *b)
{
	int first, second;

	first = ida_alloc(&ids, GFP_KERNEL);
	if (first < 0)
		return first;
	second = ida_alloc(&others, GFP_KERNEL);
	if (second < 0)
		goto out_first;
	if (start(second))
		goto out_second;
	*a = first;
	*b = second;
	return 0;

out_second:
	ida_free(&others, second);
out_first:
	ida_free(&ids, first);
	return second < 0 ? second : -EIO;
}

/* bad: in the wrong order of labels */
int two_steps_bad(u32 *a, u32 *b)
{
	int first, second;

	first = ida_alloc(&ids, GFP_KERNEL);
	if (first < 0)
		return first;
	second = ida_alloc(&others, GFP_KERNEL);
	if (second < 0)
		goto out_first;
	if (start(7))
		goto out_first;
	*a = first;
	*b = second;
	return 0;

out_first:
	ida_free(&ids, first);
	return second < 0 ? second : -EIO;
}

/*
 * check:
 *	25: CL101: 'id' is owned here, and is not released on this path
 *	56: CL102: 'id' is passed to 'ida_free', but the number was given back already
 *	64: CL102: 'd->minor' is passed to 'ida_free', but the number was given back already
 *	118: CL101: 'id' is owned here, and is not released on this path
 *	138: CL107: 'p' is freed while it still owns 'p->minor'
 *	152: CL101: 'minor' is taken over from the caller, and is not released on this path
 *	177: CL101: 'fd' is owned here, and is not released on this path
 *	204: CL101: 's->fd' is overwritten, and may still own something
 *	282: CL101: 'second' is owned here, and is not released on this path
 */
