/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Objects that are copied, or filled, as bytes. */
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>

struct label {
	char *__own __opt name;
	u32 n;
};
struct gate {
	struct mutex lock;
	u32 n __guarded_by(&lock);
};
struct gates {
	u32 n;
	struct gate *__own __opt v __counted_by(n);
};
struct plain {
	u32 a, b;
	void __user *where;
};
struct plains {
	u32 n;
	struct plain *__own __opt v __counted_by(n);
};
struct names {
	const char *v[8];
};

/* bad: a lock is copied */
struct gate *__own __opt gate_copy(const struct gate *from)
{
	return kmemdup(from, sizeof(*from), GFP_KERNEL);
}

/* bad: two own the name */
struct label *__own __opt label_copy(const struct label *from)
{
	return kmemdup(from, sizeof(*from), GFP_KERNEL);
}

/* good */
struct plain *__own __opt plain_copy(const struct plain *from)
{
	return kmemdup(from, sizeof(*from), GFP_KERNEL);
}

/* bad: the locks are moved */
int gates_grow(struct gates *g)
{
	struct gate *v = krealloc_array(g->v, size_add(g->n, 1), sizeof(*v), GFP_KERNEL);

	if (!v)
		return -ENOMEM;
	g->v = v;
	return 0;
}

/* good */
int plains_grow(struct plains *p)
{
	struct plain *v = krealloc_array(p->v, size_add(p->n, 1), sizeof(*v), GFP_KERNEL);

	if (!v)
		return -ENOMEM;
	p->v = v;
	return 0;
}

/* bad: a program says where the name is */
int label_get(struct label *l, const void __user *u)
{
	return copy_from_user(l, u, sizeof(*l)) ? -EFAULT : 0;
}

/* bad: a program writes the lock */
int gate_get(const struct gate __user *u)
{
	struct gate *g __free(kfree) = kzalloc_obj(*g);

	if (!g)
		return -ENOMEM;
	return cleat_get_user_obj(g, u);
}

/* good: its own addresses it may say */
int plain_get(struct plain *p, const void __user *u)
{
	return copy_from_user(p, u, sizeof(*p)) ? -EFAULT : 0;
}

/* bad: a number is made a pointer */
void name_forge(struct names *n, unsigned long address)
{
	memcpy(&n->v[0], &address, sizeof(address));
}

/* bad */
void names_fill(struct names *n)
{
	memset(n, 0xff, sizeof(*n));
}

/* good */
void names_move(struct names *to, const struct names *from)
{
	memset(to, 0, sizeof(*to));
	memcpy(to, from, sizeof(*to));
	memmove(&to->v[0], &to->v[1], 7 * sizeof(to->v[0]));
}

/*
 * check:
 *	35: CL117: 'kmemdup' copies 'from', and a struct mutex in it must stay where it is
 *	41: CL115: 'kmemdup' copies 'from': what 'name' owns would have two owners
 *	53: CL117: 'krealloc_array' copies 'g->v', and a struct mutex in it must stay where it is
 *	75: CL801: 'copy_from_user' writes bytes into 'l', where 'name' is a pointer
 *	85: CL117: 'copy_from_user' writes bytes into 'g', over a struct mutex
 *	97: CL801: 'memcpy' writes bytes into '&n->v[0]', where 'const char *' is a pointer
 *	103: CL801: 'memset' writes bytes into 'n', where 'v' is a pointer
 */
