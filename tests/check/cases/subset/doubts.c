/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Valid C that is hardly meant. Its neighbours look alike, and are. */
#include <cleat/bitops.h>
#include <cleat/jiffies.h>
#include <cleat/overflow.h>
#include <cleat/string.h>
#include <cleat/types.h>
#include <cleat/uaccess.h>

enum state { IDLE, BUSY, GONE };
enum colour { RED, GREEN };
struct dev {
	u32 n, size, flags;
	u16 len;
	u8 low : 3;
	enum state state;
	u8 buf[16];
	const char *name;
};

int hw(u32 v);

/* bad: = for == */
int assigned(struct dev *d, u32 n)
{
	if (d->n = n)
		return 1;
	return 0;
}

/* good: meant */
int assigned_meant(struct dev *d, u32 n)
{
	if ((d->n = n))
		return 1;
	return 0;
}

/* bad: == binds first */
int masked(struct dev *d)
{
	return d->flags & 4 == 4;
}

/* good */
int masked_good(struct dev *d)
{
	return (d->flags & 4) == 4;
}

/* bad: && binds first */
bool mixed(struct dev *d)
{
	return d->n || d->len && d->flags;
}

/* bad: & binds first */
u32 bits(struct dev *d)
{
	return d->n | d->flags & 3;
}

/* bad: + binds first */
u32 shifted(u32 n)
{
	return 1u << n % 8 + 1;
}

/* bad: ! binds first */
int inverted(struct dev *d)
{
	return !d->flags & 4;
}

/* good */
int inverted_good(struct dev *d)
{
	return !(d->flags & 4);
}

/* bad: two pairs of parentheses for a comparison */
int pairs(struct dev *d)
{
	if ((d->n == 1))
		return 1;
	return 0;
}

/* bad: | binds before ?: */
u32 chosen(struct dev *d)
{
	return d->n | (d->len == 1) ? 1 : 2;
}

/* bad: whose else? */
int dangling(struct dev *d)
{
	if (d->n)
		if (d->len)
			return 1;
	else
		return 2;
	return 0;
}

/* bad: indented as if */
int indented(struct dev *d)
{
	if (d->n)
		d->len = 0;
		d->n = 0;
	return 0;
}

/* bad: a ; too many */
int emptied(struct dev *d)
{
	if (d->n == 4);
		return 1;
	return 0;
}

/* bad: compares, and forgets */
void compared(struct dev *d)
{
	d->n == 4;
}

/* bad: computes, and forgets */
void computed(struct dev *d)
{
	d->n + 4;
}

/* bad: is what it is */
void itself(struct dev *d)
{
	u32 n = d->n;

	n = n;
	d->n = n;
}

/* bad: equals itself */
int equal(struct dev *d)
{
	return d->n == d->n;
}

/* bad: no u16 is that large */
int wide(struct dev *d)
{
	return d->len > 65535 + 1;
}

/* bad: no sign */
int unsigned_below(struct dev *d)
{
	if (d->size - d->n < 0)
		return -1;
	return 0;
}

/* good */
int unsigned_below_good(struct dev *d)
{
	if (d->size < d->n)
		return -1;
	return 0;
}

/* bad: counts down for ever */
void count_down(void)
{
	for (u32 i = 7; i >= 0; i--)
		hw(i);
}

/* good */
void count_down_good(void)
{
	for (u32 i = 8; i-- > 0;)
		hw(i);
}

/* good: the kit's macros may ask what a type answers by itself */
u32 limited(u32 n)
{
	return clamp(n, 0u, 8u) + min(n, 0u) + min_t(u32, n, 0);
}

/* bad: an array is always there */
int array(struct dev *d)
{
	return d->buf ? 1 : 0;
}

/* bad: and so is this */
int array_null(struct dev *d)
{
	return d->buf == NULL;
}

/* bad: and a function */
int function(void)
{
	return hw ? 1 : 0;
}

/* bad: the size of the pointer */
void sized(struct dev *d)
{
	memset(d, 0, sizeof(d));
}

/* good */
void sized_good(struct dev *d)
{
	memset(d, 0, sizeof(*d));
}

/* bad: of a parameter that is no array */
size_t parameter(u8 key[16])
{
	return sizeof(key);
}

/* bad: nothing is written */
void transposed(struct dev *d)
{
	memset(d, sizeof(*d), 0);
}

/* bad: BUSY and GONE have no case */
int cases(struct dev *d)
{
	switch (d->state) {
	case IDLE:
		return 1;
	}
	return 0;
}

/* good: each has one */
int cases_good(struct dev *d)
{
	switch (d->state) {
	case IDLE:
		return 1;
	case BUSY:
	case GONE:
		return 2;
	}
	return 0;
}

/* good */
int cases_default(struct dev *d)
{
	switch (d->state) {
	case IDLE:
		return 1;
	default:
		return 0;
	}
}

/* bad: goes on into the next case */
int goes_on(struct dev *d, u32 cmd)
{
	int r = 0;

	switch (cmd) {
	case 1:
		r = hw(d->n);
	case 2:
		d->len = 0;
		break;
	case 3:
	case 4:
		return 3;
	default:
		r = -1;
	}
	return r;
}

/* good: said */
int goes_on_good(struct dev *d, u32 cmd)
{
	int r = 0;

	switch (cmd) {
	case 1:
		r = hw(d->n);
		fallthrough;
	case 2:
		d->len = 0;
		break;
	}
	return r;
}

/* bad: a state is no colour */
int enums(struct dev *d)
{
	return d->state == GREEN;
}

/* bad: nor is one stored as the other */
void enums_stored(struct dev *d, enum colour c)
{
	d->state = c;
}

/* bad: a shift is no condition */
int shift_asked(struct dev *d)
{
	if (1 << d->low)
		return 1;
	return 0;
}

/* bad: && of a constant */
int logical(struct dev *d)
{
	return d->flags && 4;
}

/* bad: ~ of a truth value */
int inverted_bool(bool on)
{
	return ~on;
}

/* bad: does not fit */
void unfit(struct dev *d)
{
	d->len = 65537;
	d->low = 9;
}

/* bad: more than an int has */
u64 product(void)
{
	return 65536 * 65536;
}

/* bad: wider than the type */
u64 too_far(void)
{
	return 1 << 40;
}

/* good */
u64 far_enough(void)
{
	return BIT_ULL(40);
}

/* bad: ^ is no power */
u32 power(void)
{
	return 2 ^ 10;
}

/* bad: compares addresses */
int strings(struct dev *d)
{
	return d->name == "none";
}

/* bad: puts nothing together */
const char *joined(int n)
{
	return "port" + n;
}

/* bad: an index below 0 */
u8 by_char(struct dev *d, char c)
{
	return c < 16 ? d->buf[c] : 0;
}

/* bad: the loop changes something else */
void other(struct dev *d, u32 n)
{
	u32 i = 0;

	for (u32 k = 0; i < n; k++)
		hw(k);
	d->n = i;
}

/* bad: two characters in one */
u32 tag(void)
{
	return 'ta';
}

/* bad: how many the pointer points to is not in it */
size_t count(const u32 *v)
{
	return sizeof(v) / sizeof(v[0]);
}

/* bad: of other elements */
size_t count_other(struct dev *d)
{
	u32 v[4] = {d->n};

	return sizeof(v) / sizeof(u64) + v[0];
}

/* good */
size_t count_good(struct dev *d)
{
	u32 v[4] = {d->n};

	return ARRAY_SIZE(v) + v[0];
}

/* bad: the size of a sum */
size_t decayed(struct dev *d)
{
	return sizeof(d->buf + 1);
}

/* bad: the comparison is the size */
int size_compared(struct dev *d, const u8 *key __sized_by(16))
{
	if (memcmp(d->buf, key, sizeof(d->buf) == 0))
		return 1;
	return 0;
}

/* bad: to the left by less than nothing */
u32 negative(u32 n)
{
	return n << -1;
}

/* bad: adds the character to the address */
const char *joined_char(void)
{
	return "port" + 'a';
}

/* bad: the first is forgotten */
int comma(struct dev *d)
{
	if (hw(d->n), d->len)
		return 1;
	return 0;
}

/* bad: wraps around */
bool late(unsigned long deadline)
{
	return jiffies > deadline;
}

/* bad: the other way round */
bool early(unsigned long start)
{
	return start + HZ >= jiffies;
}

/* good */
bool late_good(unsigned long start, unsigned long deadline)
{
	return time_after(jiffies, deadline) || time_is_before_jiffies(deadline) || jiffies - start > HZ;
}

/* bad: too many */
u8 too_many(struct dev *d)
{
	static const u8 two[2] = {1, 2, 3};

	return two[d->n & 1];
}

/* bad: which is first? */
u32 first(u32 n)
{
	n = n++ + 1;
	return n;
}

/* bad: nor here */
u8 first_index(struct dev *d, u32 n)
{
	return n < 15 ? d->buf[n] + d->buf[n++] : 0;
}

/* bad: pointers to different things */
bool pointers(const u32 *a, const u16 *b)
{
	return a == b;
}

/*
 * check:
 *	26: CL006: using the result of an assignment as a condition without parentheses
 *	42: CL006: & has lower precedence than ==; == will be evaluated first
 *	54: CL006: '&&' within '||'
 *	60: CL006: '&' within '|'
 *	66: CL006: operator '<<' has lower precedence than '+'; '+' will be evaluated first
 *	72: CL006: logical not is only applied to the left hand side of this bitwise operator
 *	84: CL006: equality comparison with extraneous parentheses
 *	92: CL006: operator '?:' has lower precedence than '|'; '|' will be evaluated first
 *	101: CL006: add explicit braces to avoid dangling else
 *	111: CL006: misleading indentation; statement is not part of the previous 'if'
 *	118: CL006: if statement has empty body
 *	126: CL006: equality comparison result unused
 *	132: CL006: expression result unused
 *	140: CL006: explicitly assigning value of variable of type 'u32' (aka 'unsigned int') to itself
 *	147: CL006: self-comparison always evaluates to true
 *	153: CL006: result of comparison of constant 65536 with expression of type 'u16' (aka 'unsigned short') is always false
 *	159: CL006: result of comparison of unsigned expression < 0 is always false
 *	175: CL006: result of comparison of unsigned expression >= 0 is always true
 *	195: CL006: address of array 'd->buf' will always evaluate to 'true'
 *	201: CL006: comparison of array 'd->buf' equal to a null pointer is always false
 *	207: CL006: address of function 'hw' will always evaluate to 'true'
 *	213: CL006: 'memset' call operates on objects of type 'struct dev' while the size is based on a different type 'struct dev *'
 *	225: CL006: sizeof on array function parameter will return size of 'u8 *' (aka 'unsigned char *') instead of 'u8[16]' (aka 'unsigned char[16]')
 *	231: CL801: 'memset' writes bytes into 'd', where 'name' is a pointer
 *	231: CL006: 'size' argument to memset is '0'; did you mean to transpose the last two arguments?
 *	237: CL006: enumeration values 'BUSY' and 'GONE' not handled in switch
 *	276: CL006: unannotated fall-through between switch labels
 *	307: CL006: comparison of different enumeration types ('enum state' and 'enum colour')
 *	313: CL006: implicit conversion from enumeration type 'enum colour' to different enumeration type 'enum state'
 *	319: CL006: converting the result of '<<' to a boolean; did you mean to compare with '0'?
 *	327: CL006: use of logical '&&' with constant operand
 *	333: CL006: bitwise negation of a boolean expression; did you mean logical negation?
 *	339: CL006: implicit conversion from 'int' to 'u16' (aka 'unsigned short') changes value from 65537 to 1
 *	340: CL006: implicit truncation from 'int' to bit-field changes value from 9 to 1
 *	346: CL006: overflow in expression; result is 0 with type 'int'
 *	352: CL006: shift count >= width of type
 *	364: CL006: result of '2 ^ 10' is 8; did you mean '1 << 10' (1024)?
 *	370: CL006: result of comparison against a string literal is unspecified (use an explicit string comparison function instead)
 *	376: CL006: adding 'int' to a string does not append to the string
 *	382: CL601: 'c' indexes 'd->buf', which has 16 elements, and is not proven to be below that
 *	382: CL006: array subscript is of type 'char'
 *	390: CL006: variables 'i' and 'n' used in loop condition not modified in loop body
 *	398: CL006: multi-character character constant
 *	404: CL006: 'sizeof (v)' will return the size of the pointer, not the array itself
 *	412: CL006: expression does not compute the number of elements in this array; element type is 'u32' (aka 'unsigned int'), not 'u64' (aka 'unsigned long long')
 *	426: CL006: sizeof on pointer operation will return size of 'u8 *' (aka 'unsigned char *') instead of 'u8[16]' (aka 'unsigned char[16]')
 *	432: CL006: size argument in 'memcmp' call is a comparison
 *	440: CL608: the shift count 'the value' may be negative or wider than the type
 *	440: CL006: shift count is negative
 *	446: CL006: adding 'int' to a string does not append to the string
 *	452: CL006: possible misuse of comma operator here
 *	460: CL006: jiffies wrap around, after which the comparison says the contrary
 *	466: CL006: jiffies wrap around, after which the comparison says the contrary
 *	478: CL006: excess elements in array initializer
 *	486: CL006: multiple unsequenced modifications to 'n'
 *	493: CL006: unsequenced modification and access to 'n'
 *	499: CL006: comparison of distinct pointer types ('const u32 *' (aka 'const unsigned int *') and 'const u16 *' (aka 'const unsigned short *'))
 */
