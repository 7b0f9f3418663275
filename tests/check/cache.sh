#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# A file is checked again exactly when something has changed that could change the outcome: itself,
# what it includes, a file that comes to lie where an include is looked for first, the flags, what
# the driver's other files teach, the checker. The cache is bounded, and safe to use at once.
export CLEAT_CACHE=$TMP/cache
failed=0
ok() { if [ "$1" -eq 0 ]; then echo "ok - $2"; else echo "not ok - $2"; failed=1; fi; }
known() { # what, files known, status, arguments: how many files the cache knew
	local what=$1 want=$2 status=$3 have
	shift 3
	"$CLEAT" check --json "$@" >out.json 2>err
	[ $? -eq "$status" ]
	ok $? "$what: exit status $status"
	have=$(sed -n 's/.*"from_cache": *\([0-9]*\).*/\1/p' out.json)
	[ "$have" = "$want" ]
	ok $? "$what: $want known (${have:-none})"
}
age() { touch -d '-10 seconds' "$@"; sleep 0.01; } # what changed in this very moment is not kept
mkdir d other
printf '#include <cleat/slab.h>\n#include "d.h"\nint f(struct d *d)\n{\n\treturn d->p[0];\n}\n' >d/a.c
printf '#include "d.h"\nint g(struct d *d)\n{\n\treturn d->n;\n}\n' >d/b.c
printf 'struct d { int *__own p; int n; };\nint f(struct d *d);\nint g(struct d *d);\n' >d/d.h
sed -i '1i #include <cleat/types.h>' d/d.h
age d/*
known "first" 0 0 d
known "again" 2 0 d
known "not asked" 0 0 --no-cache d
known "another flag" 0 0 -DX d
known "another folder" 0 0 -I other d
known "the same folder by another name" 2 0 -I ./other d
touch d/a.c
known "only the time changed" 2 0 d
echo '/* more */' >>d/b.c
known "one file changed" 1 0 d
sed -i 's/int n;/long n;/' d/d.h
age d/d.h
known "a header changed" 0 0 d
known "and is known" 2 0 d
printf 'struct d { int *__own p; int n, m; };\nint f(struct d *d);\nint g(struct d *d);\n' >other/d.h
sed -i '1i #include <cleat/types.h>' other/d.h
cp other/d.h first.h
mv d/d.h main.h && mkdir e && mv main.h e/d.h
age e/* other/*
rm other/d.h
known "a header in another folder" 0 0 -I other -I e d
known "and again" 2 0 -I other -I e d
mv first.h other/d.h
known "a header that hides it" 0 0 -I other -I e d
cp e/d.h d/d.h
printf '#include "d.h"\n#include <cleat/slab.h>\nint g(struct d *d)\n{\n\tkfree(d->p);\n\td->p = NULL;\n\treturn 0;\n}\n' >d/b.c
age d/*
"$CLEAT" check --brief d >first.txt
ok $(($? != 1)) "what one file does, the other is checked with"
known "with what they teach" 2 1 d
"$CLEAT" check --brief d | diff first.txt -
ok $? "a finding from the cache is the same"
printf '#if __has_include("x.h")\n#include "x.h"\n#endif\nint h(void);\n' >h.c
age h.c
known "what asks for files" 0 2 h.c
known "is not kept" 0 2 h.c
echo 'int f(void) { return nothing; }' >broken.c
age broken.c
known "what does not compile" 0 2 broken.c
known "is not kept" 0 2 broken.c

# A spoilt entry is no entry.
known "before" 2 1 d
find cache/check -type f -exec truncate -s -5 {} +
known "spoilt" 0 1 d
find cache/check -type f -exec sh -c 'sed -i "s/^finding/finding\t1/" "$1"' - {} \;
"$CLEAT" check --brief d | diff first.txt -
ok $? "a spoilt entry says nothing"

# The checker's own build is part of the name: another build knows nothing.
mkdir -p build && cp "$CLEAT" build/cleat && chmod u+w build/cleat
objcopy --remove-section .note.gnu.build-id build/cleat 2>/dev/null
known "this build" 2 1 d
CLEAT_ROOT=$SRC CLEAT=$PWD/build/cleat known "another build" 0 1 d

# Bounded: one megabyte for what needs more.
rm -rf cache
export CLEAT_CHECK_CACHE=1
for i in $(seq 300); do sed "s/int f(/int f$i(/g" "$SRC/samples/minimal/minimal.c" >"m$i.c"; done
age m*.c
"$CLEAT" check --quiet m*.c >/dev/null
size=$(find cache/check -type f -printf '%s\n' | awk '{ s += $1 } END { print s + 0 }')
[ "$size" -gt 0 ] && [ "$size" -le 1048576 ]
ok $? "bounded ($size bytes)"
export CLEAT_CHECK_CACHE=0
known "turned off" 0 1 d
unset CLEAT_CHECK_CACHE

# Many at once: each says what one alone says, and no entry is half written.
rm -rf cache
"$CLEAT" check --no-cache --brief d "$SRC/samples/fifo" >want
for i in $(seq 8); do "$CLEAT" check --brief d "$SRC/samples/fifo" >"got$i" & done
wait
for i in $(seq 8); do diff want "got$i" >/dev/null || { ok 1 "process $i of 8 at once"; }; done
known "after 8 at once" 2 1 d
[ -z "$(find cache/check -name '*.tmp.*')" ]
ok $? "no rest of a write"
mkdir ro && chmod a-w ro
if [ "$(id -u)" -ne 0 ]; then
	CLEAT_CACHE=$TMP/ro/x known "a cache that cannot be written" 0 1 d
fi
exit $failed
