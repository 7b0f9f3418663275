/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Names in contracts that nothing has: such a contract would hold whatever is passed. */
#include <cleat/types.h>

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

/*
 * check:
 *	26: CL602: f_type uses '8' bytes of '&v', which has 4
 *	34: CL602: f_struct uses '24' bytes of '&b', which has 12
 *	42: CL001: 'lenght' in the contract expression 'lenght' is no parameter, field, constant or variable here
 *	50: CL001: 'blocks' in the contract expression 'blocks(2)' is no parameter, field, constant or variable here
 *	54: CL001: 'cuont' in the contract expression 'cuont' is no parameter, field, constant or variable here
 */
