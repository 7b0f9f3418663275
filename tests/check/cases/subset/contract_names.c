/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Names in contracts that nothing has: such a contract would hold whatever is passed. */
#include <cleat/mutex.h>

struct block { u8 bytes[12]; };

u32 f_type(const void *p __sized_by(sizeof(u64)));
u32 f_struct(const void *p __sized_by(2 * sizeof(struct block)));
u32 f_nobody(const void *p __sized_by(lenght), size_t length);
u32 f_call(const void *p __sized_by(blocks(2)));

/* good: */
u32 enough(void)
{
	struct block b[2] = {};
	u64 v = 1;

	return f_type(&v) + f_struct(b);
}

/* bad: a type's size, by four */
u32 type_small(void)
{
	u32 v = 1;

	return f_type(&v);
}

/* bad: a struct's size */
u32 struct_small(void)
{
	struct block b = {};

	return f_struct(&b);
}

/* bad: nothing has this name */
u32 nobody(void)
{
	u64 v = 1;

	return f_nobody(&v, sizeof(v));
}

/* bad: a contract is no place for calls */
u32 call(void)
{
	u64 v = 1;

	return f_call(&v);
}

/* bad: nor has it in what is written here */
u32 own(const u8 *p __elements(cuont), u32 count)
{
	return count ? p[0] : 0;
}

struct shelf {
	struct mutex lock;
	u32 n __guarded_by(&lock);
};

void shelf_clear(struct shelf *s) __must_hold(&s->lokc);
void shelf_lock(struct shelf *s) __acquires(&s->lokc);
u32 *shelf_count(struct shelf *s) __borrows(shelf);

/* bad: a lock that is not there is held by nobody */
void clear(struct shelf *s)
{
	guard(mutex)(&s->lock);
	shelf_clear(s);
}

/* bad: nor is it taken */
void lock(struct shelf *s)
{
	shelf_lock(s);
}

/* bad: it lives as long as nothing */
u32 count(struct shelf *s)
{
	guard(mutex)(&s->lock);
	return *shelf_count(s);
}

/*
 * check:
 *	26: CL602: f_type uses '8' bytes of '&v', which has 4
 *	34: CL602: f_struct uses '24' bytes of '&b', which has 12
 *	42: CL001: 'lenght' in the contract expression 'lenght' is no parameter, field, constant or variable here
 *	50: CL001: 'blocks' in the contract expression 'blocks(2)' is no parameter, field, constant or variable here
 *	54: CL001: 'cuont' in the contract expression 'cuont' is no parameter, field, constant or variable here
 *	72: CL001: 'lokc' in the contract expression 's->lokc' is no parameter, field, constant or variable here
 *	78: CL001: 'lokc' in the contract expression 's->lokc' is no parameter, field, constant or variable here
 *	85: CL001: 'shelf' in __borrows(shelf) is no parameter of 'shelf_count'
 */
