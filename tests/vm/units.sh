#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# cleat build compiles the files of a driver together, and what that could change stays apart: the log
# of such a module says what the files mean when each is compiled alone.
. "$SRC/tests/vm/lib"
need_kernel 6.1

mkdir many
cat >many/Kbuild <<'K'
obj-m := many.o
many-y := one.o two.o three.o
K
cat >many/many.h <<'H'
int many_two(void);
int many_three(void);
H
cat >many/one.c <<'C'
#define pr_fmt(fmt) "one: " fmt
#include <linux/module.h>
#include "many.h"
#define MANY_STEP 1
static int many_one = MANY_STEP;
static int __init many_init(void)
{
	pr_info("%d %d %d\n", many_one, many_two(), many_three());
	return 0;
}
static void __exit many_exit(void) {}
module_init(many_init);
module_exit(many_exit);
MODULE_LICENSE("GPL");
C
cat >many/two.c <<'C'
#include <linux/module.h>
#include "many.h"
#ifdef MANY_STEP
#error a macro of another file is seen
#endif
#define MANY_STEP 2
static int many_count;
int many_two(void) { pr_info("many two\n"); return many_count += MANY_STEP; }
C
cat >many/three.c <<'C'
#include <linux/module.h>
#include "many.h"
int many_three(void) { return 3; }
C
joined() { # which files one compilation holds
	local dir
	for dir in "$cache"/build/many-*/6.1; do
		[ "$(readlink "$dir/many.h")" = "$TMP/many/many.h" ] || continue
		cat "$dir"/cleat_many_*.c 2>/dev/null | grep -o 'with_[a-z]*' | sort | tr '\n' ' '
	done
}
run 0 "$CLEAT" build --no-check many --out ko
is "all are together" "$(joined)" "with_one with_three with_two "
hasnt "nothing is said of it" out 'note:|warning:|cleat_'
strings ko/many.ko >strings
has "a macro ends with its file: one" strings 'one: %d %d %d'
hasnt "and is not another's" strings 'one: many two'

# C would make one variable of two, and nobody would know.
echo 'static int many_count; int many_three(void) { return ++many_count; }' >>many/three.c
sed -i '/return 3/d' many/three.c
run 0 "$CLEAT" build --no-check many --out ko
has "the name and both files are told" out "note: 'many_count' is static in three\.c and in two\.c"
is "the second stays apart" "$(joined)" "with_one with_three "
is "there are two of them" "$(nm ko/many.ko | grep -c ' many_count$')" 2

# Headers that a file configures are its own.
sed -i 's/many_count/many_sum/g' many/three.c
sed -i '1i #define DEBUG 1' many/two.c
run 0 "$CLEAT" build --no-check many --out ko
is "a file with DEBUG stays apart" "$(joined)" "with_one with_three "

# What does not compile together does file by file, and this is said.
sed -i 1d many/two.c
echo 'struct many_inside { int a; };' >>many/one.c
echo 'struct many_inside { long b; };' >>many/two.c
run 0 "$CLEAT" build --no-check many --out ko
has "that it is file by file" out 'note: .*many: compiled file by file.*many_inside'
is "that is all" "$(wc -l <out)" 2

# An error is said once, with the file's own path; one that only the whole had is none.
echo 'int many_broken(void) { return many_nothing; }' >>many/three.c
run 1 "$CLEAT" build --no-check many
is "the error is told once" "$(grep -c 'error:.*many_nothing' out)" 1
has "it has the source's path" out "^$TMP/many/three\.c:[0-9]*:.*many_nothing"
hasnt "and no file that we made" out 'cleat_'
finish
