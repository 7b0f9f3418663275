#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# cleat check --kernel: read against a kernel's own headers, the checker says what it says against the
# kit's: nothing about the samples, and the same of planted bugs of every class. What a kernel offers
# beyond the kit is not allowed, and what cannot be read is not passed.
cd "$SRC" || exit 1
failed=0 seen=0
ok() { if [ "$1" -eq 0 ]; then echo "ok - $2"; else echo "not ok - $2"; failed=1; fi; }
status() { # what, status, arguments
	local what=$1 want=$2
	shift 2
	"$CLEAT" check --brief "$@" >"$TMP/out" 2>"$TMP/err"
	ok $(($? != want)) "$what: exit status $want"
}
says() { grep -q -- "$1" "$TMP/$2"; ok $? "it says '$1'"; }
bugs=()
for n in A1 A3 B1 B4 C1 C3 D1 D3 E1 E3 I1 I3 L1 L3 N1 N2 R1 R3 S1 S2 U1 U3; do
	[ -f "tests/check/corpus/$n.c" ] && bugs+=("tests/check/corpus/$n.c")
done
# What is a number to the kit is put together of flags in a kernel, and a list is another struct.
cat >"$TMP/flags.c" <<'C'
#include <cleat/list.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>
struct item { struct cleat_list_link node; int n; };
DEFINE_OWNED_LIST(items, struct item, node, kfree);
struct port { spinlock_t lock; struct items all; };
static char *__own __opt dup(const char *s, gfp_t how)
{
#ifdef BAD
	return kstrdup(s, GFP_KERNEL);
#else
	return kstrdup(s, GFP_ATOMIC);
#endif
}
void port_dup(struct port *p, const char *s);
void port_dup(struct port *p, const char *s)
{
	char *d;

	guard(spinlock)(&p->lock);
	d = dup(s, GFP_ATOMIC);
	kfree(d);
}
void port_drop(struct port *__own p);
void port_drop(struct port *__own p)
{
#ifndef BAD
	items_clear(&p->all);
#endif
	kfree(p);
}
C
bugs+=("$TMP/flags.c")
"$CLEAT" check --brief -DBAD "${bugs[@]}" >"$TMP/kit"
[ ${#bugs[@]} -ge 12 ] && [ "$(cut -d: -f1 "$TMP/kit" | sort -u | wc -l)" -eq ${#bugs[@]} ]
ok $? "a bug in each of ${#bugs[@]} files"
for k in 6.1 6.12 7.2; do
	if ! "$CLEAT" check --kernel $k samples/minimal >"$TMP/out" 2>&1 && grep -q 'deb.debian.org\|network\|resolve' "$TMP/out"; then
		echo "# no kernel $k: $(head -1 "$TMP/out")"
		continue
	fi
	seen=$((seen + 1))
	status "all samples and drivers, Linux $k" 0 --kernel $k samples/* drivers/*
	[ ! -s "$TMP/out" ]
	ok $? "no finding"
	status "the bugs, Linux $k" 1 --kernel $k -DBAD "${bugs[@]}"
	diff "$TMP/kit" "$TMP/out"
	ok $? "the same findings as with the kit's headers"
	status "the same without the bugs, Linux $k" 0 --kernel $k "${bugs[@]}"
done
[ $seen -gt 0 ] || { echo "there is no kernel: no network"; exit 77; }

# Whatever each file of a driver includes of the kernel's, what stands before them is compiled once.
mkdir -p "$TMP/three" "$TMP/once"
echo 'obj-m := three.o' >"$TMP/three/Kbuild"
echo 'three-y := a.o b.o c.o' >>"$TMP/three/Kbuild"
for f in a:linux/types.h b:linux/ioctl.h c:linux/errno.h; do
	printf '#include <%s>\n#include <cleat/err.h>\nint three_%s(void);\nint three_%s(void)\n{\n\treturn 0;\n}\n' \
		"${f#*:}" "${f%:*}" "${f%:*}" >"$TMP/three/${f%:*}.c"
done
ln -s "${CLEAT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cleat}/kernels" "$TMP/once/kernels"
CLEAT_CACHE=$TMP/once status "files with different headers of a kernel" 0 --kernel 6.1 "$TMP/three"
[ "$(ls "$TMP"/once/check/pch/*.pch | wc -l)" -eq 1 ]
ok $? "one compiled header for all of them"

cat >"$TMP/beyond.c" <<'C'
#include <cleat/list.h>
#include <cleat/slab.h>
struct item { struct list_head node; int n; };
int beyond(struct list_head *head);
int beyond(struct list_head *head)
{
	struct item *i = list_entry(head->next, struct item, node);

	schedule();
	list_del(&i->node);
	return i->n;
}
C
status "what the kit does not have" 1 --kernel 6.1 "$TMP/beyond.c"
says "CL803.*nothing proves that 'head->next'" out
says "CL004: 'schedule'" out
says "CL004: 'list_del'" out
printf 'int kfree(int n);\nint kfree(int n)\n{\n\treturn n;\n}\n' >"$TMP/clash.c"
status "a name that the kernel has" 2 --kernel 6.1 "$TMP/clash.c"
says CL000 out
status "an unknown kernel" 2 --kernel 5.0 samples/minimal
says "known are 6.1" err
status "one for another machine" 2 --kernel uml samples/minimal
says "take a kernel for x86-64" err
status "a folder without headers" 2 --kernel "$TMP/" samples/minimal
mkdir -p "$TMP/headers/include/config" && echo 6.1 >"$TMP/headers/include/config/kernel.release"
status "headers that are not prepared" 2 --kernel "$TMP/headers" samples/minimal
says "no prepared headers" err
headers=$(ls -d "${CLEAT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cleat}"/kernels/6.1/usr/src/linux-headers-*-amd64 2>/dev/null)
if [ -d "$headers" ]; then
	status "a folder of prepared headers" 0 --kernel "$headers" samples/fifo
	ln -s "$headers" "$TMP/link"
	status "by another name" 0 --kernel "$TMP/link" samples/fifo
fi

# The compiled form of the headers: two files make it, a third uses it, and a header that has changed
# since then is read as it is.
export CLEAT_CACHE=$TMP/cache
export CLEAT_ROOT=$TMP/root
mkdir "$CLEAT_ROOT" && cp -r "$SRC/include" "$SRC/host" "$SRC/kernel" "$CLEAT_ROOT"
for i in 1 2 3; do
	printf '#include <cleat/slab.h>\nint f%s(void);\nint f%s(void)\n{\n\tint *p __free(kfree) = kzalloc_obj(*p);\n\n\treturn *p;\n}\n' $i $i >"$TMP/f$i.c"
done
cd "$TMP" || exit 1
status "two files" 1 --kernel "$headers" f1.c f2.c
[ "$(ls cache/check/pch/*.pch | wc -l)" -eq 1 ] && [ "$(grep -c CL201 out)" -eq 2 ]
ok $? "a compiled header"
status "a third" 1 --kernel "$headers" f3.c
says "f3.c:7:.*CL201" out
sed -i 's/^__must_check void \*__own __opt __zeroed kzalloc/__must_check void *__own __zeroed kzalloc/' root/include/cleat/slab.h
cp cache/check/pch/*.pch old
status "with a contract that has changed" 0 --kernel "$headers" f3.c
status "and again" 0 --kernel "$headers" f1.c f2.c f3.c
cmp -s old cache/check/pch/*.pch
ok $((! $?)) "a new compiled header"
exit $failed
