/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/doubts.h"

#include <string.h>

#define PARENTHESES "write the parentheses that say what is meant"
#define CONSTANT    "compare with what it can be, or change its type"
#define UNUSED	    "use the value, or take the statement away"
#define SIZE	    "sizeof(*pointer) is the object's size"
#define RANGE	    "write a number that its type can have"

const struct doubt doubts[] = {
	{"-Wparentheses", "for a comparison write ==; an assignment that is meant has two pairs of parentheses"},
	{"-Wlogical-op-parentheses", PARENTHESES, true},
	{"-Wbitwise-op-parentheses", PARENTHESES, true},
	{"-Wshift-op-parentheses", PARENTHESES},
	{"-Wlogical-not-parentheses", PARENTHESES},
	{"-Wparentheses-equality", "one pair of parentheses for a comparison, or = for an assignment"},
	{"-Wbitwise-conditional-parentheses", PARENTHESES},
	{"-Wdangling-else", "write the braces that say whose else it is"},
	{"-Wmisleading-indentation", "write the braces that the indentation promises", true},
	{"-Wempty-body", "take the ; away, or write { }"},
	{"-Wunused-comparison", "= assigns; or take the statement away"},
	{"-Wunused-value", UNUSED},
	{"-Wself-assign", UNUSED, true},
	{"-Wtautological-compare", CONSTANT},
	{"-Wtautological-constant-out-of-range-compare", CONSTANT},
	{"-Wtautological-unsigned-zero-compare",
	 "compare before what is subtracted is subtracted, or give it a type with a sign", true},
	{"-Wtautological-pointer-compare", "an array is never NULL: look at what is in it"},
	{"-Wpointer-bool-conversion", "what is asked for is never NULL: look at what is in it, or call it"},
	{"-Wsizeof-pointer-memaccess", SIZE},
	{"-Wsizeof-pointer-div", "ARRAY_SIZE() of the array itself; a pointer does not know how many there are"},
	{"-Wsizeof-array-div", "ARRAY_SIZE()"},
	{"-Wsizeof-array-argument", "a parameter is a pointer: pass the size along"},
	{"-Wsizeof-array-decay", SIZE},
	{"-Wmemset-transposed-args", "memset(where, value, bytes)"},
	{"-Wmemsize-comparison", "the size is one argument, the comparison another"},
	{"-Wswitch", "a case for each value, or default:"},
	{"-Wimplicit-fallthrough", "break; or, when the next case is to go on, fallthrough;", true},
	{"-Wenum-compare", "compare values of one enum"},
	{"-Wimplicit-enum-enum-cast", "use a value of its own enum"},
	{"-Wint-in-bool-context", "say what is compared with what", true},
	{"-Wconstant-logical-operand", "& and | for bits"},
	{"-Wbool-operation", "! is not, ~ inverts all bits", true},
	{"-Wconstant-conversion", RANGE},
	{"-Wbitfield-constant-conversion", RANGE},
	{"-Winteger-overflow", RANGE},
	{"-Wshift-count-negative", RANGE},
	{"-Wshift-count-overflow", "shift a wider type: 1ULL << n, or BIT_ULL(n)"},
	{"-Wshift-overflow", RANGE},
	{"-Wxor-used-as-pow", "^ is the exclusive or; 1 << n is a power of two"},
	{"-Wstring-compare", "strcmp() compares strings"},
	{"-Wstring-plus-int", "&text[n] skips n characters"},
	{"-Wstring-plus-char", "scnprintf() puts them together"},
	{"-Wchar-subscripts", "index by an unsigned type", true},
	{"-Wfor-loop-analysis", "let the loop change what its condition asks", true},
	{"-Wmultichar", "one character, or its number"},
	{"-Wexcess-initializers", "give it as many as there are"},
	{"-Wunsequenced", "two statements"},
	{"-Wcompare-distinct-pointer-types", "compare pointers to one type"},
	{"-Wcomma", "two statements", true},
	{NULL, NULL},
};

const struct doubt *doubts_find(const char *option)
{
	for (const struct doubt *d = doubts; d->option; d++)
		if (strcmp(d->option, option) == 0)
			return d;
	return NULL;
}
