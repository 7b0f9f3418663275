/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Types that are lied about: casts, void pointers, containers, callbacks and their contexts, calls. */
#include "../../corpus/corpus.h"
#include <cleat/debugfs.h>
#include <cleat/fs.h>
#include <cleat/miscdevice.h>
#include <cleat/timer.h>
#include <cleat/workqueue.h>

struct small { u32 a; };
struct big { u64 v[16]; };
struct base { u32 kind; };
struct derived { struct base base; u64 extra; };
struct other { u64 extra; struct base base; };
struct dev { struct base base; struct work_struct work; struct timer_list timer; struct miscdevice misc; u32 irq; void *priv; int (*op)(struct dev *d, u32 arg); };
union num { u32 u; float f; };
struct ops { int (*start)(struct dev *d); void (*stop)(struct dev *d); };

int __must_check request_irq(u32 irq, int (*h)(u32 irq, void *ctx), void *ctx);
void *get_drvdata(struct dev *d);
int dev_start(struct dev *d);
void dev_stop(struct dev *d);

/* bad: one struct as another */
u64 as_big(struct small *s)
{
	return ((struct big *)s)->v[3];
}

/* bad: bytes as a struct */
u32 parse(const u8 *p __sized_by(n), size_t n)
{
	if (n < sizeof(struct small))
		return 0;
	return ((const struct small *)p)->a;
}

/* good: copied into one */
u32 parse_well(const u8 *p __sized_by(n), size_t n)
{
	struct small s;

	if (n < sizeof(s))
		return 0;
	memcpy(&s, p, sizeof(s));
	return s.a;
}

/* bad: the const is cast away */
void uncast(const struct small *s)
{
	((struct small *)s)->a = 1;
}

/* bad: private data by the wrong type */
u64 priv(struct dev *d)
{
	struct big *b = d->priv;

	return b->v[0];
}

/* bad: drvdata is a void pointer */
u32 drvdata(struct dev *d)
{
	struct small *s = get_drvdata(d);

	return s->a;
}

/* good: an allocation gets its type where it is made */
u32 allocated(void)
{
	struct small *s __free(kfree) = kzalloc(sizeof(*s), GFP_KERNEL);

	return s ? s->a : 0;
}

/* bad: too few bytes for the type */
u64 too_small(void)
{
	struct big *b __free(kfree) = kzalloc(sizeof(struct small), GFP_KERNEL);

	return b ? b->v[0] : 0;
}

/* bad: sizeof the pointer */
u64 size_of_pointer(void)
{
	struct big *b __free(kfree) = kzalloc(sizeof(b), GFP_KERNEL);

	return b ? b->v[8] : 0;
}

/* bad: a downcast that nothing proves */
u64 downcast(struct base *b)
{
	return container_of(b, struct derived, base)->extra;
}

/* bad: of the wrong container */
u64 wrong_container(struct derived *d)
{
	struct base *b = &d->base;

	return container_of(b, struct other, base)->extra;
}

/* good: an upcast is a member */
u32 upcast(struct derived *d)
{
	struct base *b = &d->base;

	return b->kind;
}

/* bad: an interrupt's context by another type */
static int handler(u32 irq, void *ctx)
{
	struct dev *d = ctx;

	return d->irq == irq;
}
int setup(struct dev *d)
{
	return request_irq(d->irq, handler, &d->irq);
}

/* bad: the callback takes another struct */
static void stop_small(struct small *s)
{
	s->a = 0;
}
static const struct ops bad_ops = {.start = dev_start, .stop = (void (*)(struct dev *))stop_small};

/* good */
static const struct ops good_ops = {.start = dev_start, .stop = dev_stop};
int run(struct dev *d)
{
	int err = good_ops.start(d);

	if (err)
		return err;
	good_ops.stop(d);
	bad_ops.stop(d);
	return 0;
}

/* bad: a union puns */
float pun(u32 bits)
{
	union num n = {.u = bits};

	return n.f;
}

/* bad: a number becomes an address */
u32 address(u64 where)
{
	return *(u32 *)where;
}

/* bad: an address becomes a number */
u64 hash(struct dev *d)
{
	return (u64)d >> 6;
}

/* bad: a function that nobody sees is called */
int computed(int (**table)(struct dev *d), struct dev *d)
{
	return (*(table + d->irq))(d);
}

/* good: through a field */
int by_field(struct dev *d)
{
	return d->op(d, 3);
}

/* bad: through a condition */
void either(struct dev *d, bool up)
{
	(up ? dev_stop : (void (*)(struct dev *))dev_start)(d);
}

/* bad: the field is reached by a char pointer */
u32 by_offset(struct dev *d)
{
	return *(u32 *)((char *)d + 8);
}

/* bad: a pointer past its object */
u32 past(struct small *s)
{
	return s[1].a;
}

/* bad: through a void pointer and back */
u64 laundered(struct small *s)
{
	void *p = s;
	struct big *b = p;

	return b->v[0];
}

/* good: back to what it was */
u32 not_laundered(struct small *s)
{
	void *p = s;

	return p == s;
}

/* bad: the library's own */
void *library(void)
{
	return __builtin_malloc(4);
}

/* bad: alloca is a length on the stack */
u32 on_stack(u32 n)
{
	u32 *p = __builtin_alloca(n * 4);

	return p[0];
}

/* bad: inline assembly */
u32 assembly(u32 v)
{
	asm("" : "+r"(v));
	return v;
}

/*
 * check:
 *	27: CL801: a 'struct small *' is cast to 'struct big *'
 *	35: CL801: a 'const unsigned char *' is cast to 'const struct small *'
 *	52: CL801: the const of a 'const struct small *' is cast away
 *	58: CL802: a 'void *' is taken for a 'struct big *', which nothing proves
 *	66: CL802: a 'void *' is taken for a 'struct small *', which nothing proves
 *	82: CL602: 4 bytes were allocated for a 'struct big', which has 128
 *	90: CL602: 8 bytes were allocated for a 'struct big', which has 128
 *	98: CL803: nothing proves that 'b' is in a 'struct derived'
 *	106: CL803: 'd->base' is not in a 'struct other': it is in struct derived
 *	120: CL802: a 'void *' is taken for a 'struct dev *', which nothing proves
 *	134: CL801: a function of one type is cast to 'void (*)(struct dev *)'
 *	154: CL804: 'f' is a member of a union, whose type nothing proves
 *	160: CL801: a number is cast to a pointer
 *	166: CL801: a pointer is cast to a number
 *	172: CL002: what is called here cannot be seen
 *	184: CL002: what is called here cannot be seen
 *	184: CL801: a function of one type is cast to 'void (*)(struct dev *)'
 *	190: CL117: 'd[8]' is copied, and a struct work_struct in it must stay where it is
 *	190: CL801: a 'char *' is cast to 'unsigned int *'
 *	190: CL605: the length of what 'd' points to is not known, and it is indexed
 *	190: CL801: a 'struct dev *' is cast to 'char *'
 *	196: CL605: the length of what 's' points to is not known, and it is indexed
 *	203: CL802: a 'void *' is taken for a 'struct big *', which nothing proves
 *	219: CL004: '__builtin_malloc' is the compiler's, not the kit's
 *	225: CL004: '__builtin_alloca' is the compiler's, not the kit's
 *	225: CL802: a 'void *' is taken for a 'unsigned int *', which nothing proves
 *	233: CL001: inline assembly is outside the safe subset
 */
