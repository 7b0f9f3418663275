/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What helpers do inside: fill, drop, move, look, check; seen where they are called, or said. */
#include <cleat/slab.h>
#include <cleat/mutex.h>
#include <cleat/string.h>
#include <cleat/err.h>
#include <cleat/list.h>
struct foo {
	u32 id;
	char *__own __opt name;
	struct foo *__opt peer;
};
static int setup(struct foo *f)
{
	kfree(f->name);
	f->name = kstrdup("x", GFP_KERNEL);
	return f->name ? 0 : -ENOMEM;
}
static void drop(struct foo *f)
{
	kfree(f->name);
	f->name = NULL;
}
int hw(struct foo *f);

/* bad: the helper's name leaks */
int make(void)
{
	struct foo *f = kzalloc_obj(*f);
	int err;

	if (!f)
		return -ENOMEM;
	err = setup(f);
	kfree(f);
	return err;
}

/* good */
int make2(void)
{
	struct foo *f = kzalloc_obj(*f);
	int err;

	if (!f)
		return -ENOMEM;
	err = setup(f);
	drop(f);
	kfree(f);
	return err;
}

/* good: fails before */
int make3(void)
{
	struct foo *f = kzalloc_obj(*f);
	int err;

	if (!f)
		return -ENOMEM;
	err = hw(f);
	if (err) {
		kfree(f);
		return err;
	}
	kfree(f->name);
	kfree(f);
	return 0;
}
static char *name_of(struct foo *f)
{
	return f->name ? f->name : "none";
}

/* good */
size_t len(struct foo *f)
{
	return strlen(name_of(f));
}

/* bad: name is used after the drop through a getter */
size_t len2(struct foo *f)
{
	char *n = name_of(f);
	drop(f);
	return strlen(n);
}
/* bad: what is stored is only borrowed */
static void link(struct foo *a, struct foo *b)
{
	a->peer = b;
}

/* good: what the helper does is said there */
static struct foo *__opt root;
void keep(struct foo *f)
{
	link(root ? root : f, f);
}
static struct foo *__opt get_peer(struct foo *f)
{
	return f->peer;
}

/* bad: null through two helpers */
u32 pid(struct foo *f)
{
	return get_peer(f)->id;
}
static bool has_peer(struct foo *f)
{
	return f->peer != NULL;
}

/* bad: a test in a helper is not in its signature */
u32 pid2(struct foo *f)
{
	if (!has_peer(f))
		return 0;
	return f->peer->id;
}
static int check_len(u32 n)
{
	if (n > 16)
		return -EINVAL;
	return 0;
}

/* bad: a check in a helper is not in its signature */
u8 at(const u8 *p __sized_by(16), u32 n)
{
	if (check_len(n))
		return 0;
	return p[n];
}
static u32 clampn(u32 n) __at_most(15)
{
	return n > 15 ? 15 : n;
}

/* good: said by the signature */
u8 at2(const u8 *p __sized_by(16), u32 n)
{
	return p[clampn(n)];
}
static void swap_names(struct foo *a, struct foo *b)
{
	char *t = a->name;
	a->name = b->name;
	b->name = t;
}

/* good */
void sw(struct foo *a, struct foo *b)
{
	swap_names(a, b);
}
static void take_name(struct foo *to, struct foo *from)
{
	kfree(to->name);
	to->name = from->name;
	from->name = NULL;
}

/* good */
void tk(struct foo *a, struct foo *b)
{
	take_name(a, b);
	if (a->name)
		pr_info("%s\n", a->name);
}

/* bad: both freed by a helper called twice */
static void fin(struct foo *__own f)
{
	kfree(f->name);
	kfree(f);
}
void fin2(struct foo *__own f, struct foo *__own g)
{
	fin(f);
	fin(f);
	fin(g);
}

/*
 * check:
 *	35: CL101: 'f->name' is owned here, and is not released on this path
 *	35: CL107: 'f' is freed while it still owns 'f->name'
 *	86: CL103: 'n' is used after the object was freed
 *	91: CL210: 'b' is only borrowed for this call, and is left in 'a->peer', which lives longer
 *	108: CL201: 'get_peer(…)' may be NULL, and is dereferenced without a test
 *	120: CL201: 'f->peer' may be NULL, and is dereferenced without a test
 *	134: CL601: 'n' indexes 'p', which has 16 elements, and is not proven to be below that
 *	182: CL102: 'f' is passed to 'fin', but the object was handed on already
 */
