#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Where a build has the word: cleat-cc before a compiler, a compile_commands.json, and Kbuild itself.
cd "$TMP" || exit 1
failed=0
CC=${CLEAT%/*}/cleat-cc
ok() { if [ "$1" -eq 0 ]; then echo "ok - $2"; else echo "not ok - $2"; cat out err 2>/dev/null; failed=1; fi; }
status() { # what, status, command
	local what=$1 want=$2
	shift 2
	"$@" >out 2>err
	ok $(($? != want)) "$what: exit status $want"
}
says() { grep -q -- "$1" "$2"; ok $? "it says '$1'"; }
# A compiler that writes down what it was given and ends with 7.
cat >comp <<'SH'
#!/bin/bash
printf '<%s>' "$@" >"$(dirname "$0")/given"
echo "to stdout"
exit "${STATUS:-7}"
SH
chmod +x comp
mkdir -p d/Kbuild.d inc other
printf 'obj-m := d.o\nd-y := a.o b.o\n' >d/Kbuild
printf '#include <cleat/slab.h>\nstruct dev { int *__own buf; };\nvoid dev_drop(struct dev *d);\nint dev_first(struct dev *d);\n' >d/d.h
printf '#include "d.h"\n#include <own.h>\nint dev_first(struct dev *d)\n{\n\treturn d->buf[OWN];\n}\n' >d/a.c
printf '#include "d.h"\nvoid dev_drop(struct dev *d)\n{\n\tkfree(d->buf);\n\td->buf = NULL;\n}\n' >d/b.c
printf '#define OWN (VALUE + 0)\n' >inc/own.h
printf '#include <cleat/types.h>\nint plain(int n);\nint plain(int n)\n{\n\treturn n + VALUE;\n}\n' >other/plain.c
kit=-I$SRC/include

# ---- the wrapper ----
status "a clean file" 7 "$CC" ./comp "$kit" -DVALUE=0 -c other/plain.c -o 'a b.o' -Wp,-MD,x -DX='"q r"'
[ "$(cat given)" = "<$kit><-DVALUE=0><-c><other/plain.c><-o><a b.o><-Wp,-MD,x><-DX=\"q r\">" ] && [ "$(cat out)" = "to stdout" ]
ok $? "the compiler has its arguments and its output"
STATUS=0 status "and its status" 0 "$CC" ./comp "$kit" -DVALUE=0 -c other/plain.c
rm -f given
status "a finding that another file of the driver makes one" 1 "$CC" ./comp "$kit" -Iinc -D VALUE=0 -c d/a.c
says 'a.c:5:.*CL201' err
says 'cleat-cc --warn' err
[ ! -e given ] && [ ! -s out ]
ok $? "it is not compiled, and nothing is on stdout"
status "its other file has none" 7 "$CC" ./comp "$kit" -Iinc -DVALUE=0 -c d/b.c
status "only warned" 7 "$CC" --warn ./comp "$kit" -Iinc -DVALUE=0 -c d/a.c
says 'CL201' err
rm -f given
status "it cannot be checked" 2 "$CC" ./comp "$kit" -c other/plain.c
says "CL000.*VALUE" err
[ ! -e given ]
ok $? "and is not compiled"
for args in "$kit -E d/a.c" "--version" "-c -x c -" "$kit d/x_test.c" "-c d/a.c" "$kit -o a b.o c.o"; do
	rm -f given
	# shellcheck disable=SC2086
	status "handed on: $args" 7 "$CC" ./comp ${args}
	[ -s given ] && [ ! -s err ]
	ok $? "without a word"
done
status "no compiler" 127 "$CC" no-such-compiler
status "no arguments" 2 "$CC"
status "an unknown option" 2 "$CC" --bogus gcc
echo "$kit -DVALUE=0 -c other/plain.c" >rsp
status "a file of arguments" 7 "$CC" ./comp @rsp
sed -i 's/return n/return *(int *)n/' other/plain.c
status "a finding behind it" 1 "$CC" ./comp @rsp
sed -i 's/return .*/return n + VALUE;/' other/plain.c

# Many compilers at once check each file of a driver once.
export CLEAT_CACHE=$TMP/cache
mkdir many && printf 'obj-m := many.o\nmany-y :=' >many/Kbuild
for i in 1 2 3 4 5 6; do
	printf 'int f%s(int n);\nint f%s(int n)\n{\n\treturn n;\n}\n' $i $i >many/f$i.c
	printf ' f%s.o' $i >>many/Kbuild
done
echo >>many/Kbuild
printf 'int f2(int n);\nint f1(int n);\nint f1(int n)\n{\n\treturn f2(n);\n}\n' >many/f1.c
cat >many/Makefile <<'MK'
all: f1.o f2.o f3.o f4.o f5.o f6.o
%.o: %.c; $(CC) $(CFLAGS) -c -o $@ $<
MK
sleep 0.01
status "make -j6" 0 make -C many -s -j6 CC="$CC gcc" CFLAGS="$kit"
[ "$(find cache/check -type f -path '*/check/*/*' | wc -l)" -eq 7 ]
ok $? "an entry for each file, and one more for what another taught it"
turn=$(ls cache/check/turn.*)
exec 9<>"$turn"
flock 9
"$CC" ./comp "$kit" -c many/f1.c >out 2>err 9>&- &
for ((i = 0; i < 400; i++)); do
	grep -q -- "-> FLOCK.*:$(stat -c %i "$turn") " /proc/locks && break
	sleep 0.05
done
[ $i -lt 400 ]
ok $? "a compiler waits for its turn at the driver"
exec 9>&-
wait $!
ok $(($? != 7)) "and has it"
unset CLEAT_CACHE

# ---- the database ----
cat >compile_commands.json <<EOF2
[
 {"directory": "$TMP/d", "file": "a.c", "command": "gcc $kit -I../inc '-DVALUE=0' -DT=\"a\\\\\\"b\" -c -o a.o a.c"},
 {"directory": "$TMP/d", "file": "$TMP/d/b.c", "arguments": ["gcc", "$kit", "-I", "../inc", "-DVALUE=0", "-c", "b.c"]},
 {"directory": "$TMP/other", "file": "plain.c", "arguments": ["gcc", "$kit", "-D", "VALUE=3", "-c", "plain.c"]},
 {"directory": "$TMP", "file": "host.c", "command": "gcc -c host.c"}
]
EOF2
status "all of it" 1 "$CLEAT" check --json -p .
python3 -c 'import json; r = json.load(open("out")); assert r["files"] == 3 and [f["code"] for f in r["findings"]] == ["CL201"] and len(r["drivers"]) == 2'
ok $? "three files of two drivers, one finding"
status "by its file" 1 "$CLEAT" check --brief -p compile_commands.json
status "one file of it" 0 "$CLEAT" check -p . other/plain.c
status "a folder of it" 1 "$CLEAT" check -p . d
status "a file that is not in it" 2 "$CLEAT" check -p . host.c
says "host.c: no driver's file" err
status "no database" 2 "$CLEAT" check -p inc
says "compile_commands.json" err
echo '[{"directory": "/", "file": "x.c", "command": "gcc `x` -c x.c"}]' >bad.json
status "a command that is no simple one" 2 "$CLEAT" check -p bad.json
echo '[{"directory": "/"' >bad.json
status "no JSON" 2 "$CLEAT" check -p bad.json
says "byte" err
echo '[]' >bad.json
status "nothing in it" 2 "$CLEAT" check -p bad.json
status "a command and a file" 2 "$CLEAT" check d -- gcc -c d/a.c
status "a command that compiles no driver's file" 2 "$CLEAT" check -- gcc -c d/a.c

# ---- Kbuild ----
headers=$(ls -d "${XDG_CACHE_HOME:-$HOME/.cache}"/cleat/kernels/6.1/usr/src/linux-headers-*-amd64 2>/dev/null | head -1)
if [ -d "$headers" ] && command -v gcc-12 >/dev/null; then
	cp -r "$SRC/samples/watchdog" w
	kbuild() {
		env -u MAKEFLAGS -u MAKELEVEL make -s -C "$headers" M="$TMP/w" CLEAT="$SRC" CC="$CC $1 gcc-12" \
			KCFLAGS="-I$SRC/include" CONFIG_DEBUG_INFO_BTF_MODULES= modules
	}
	status "a driver with Kbuild" 0 kbuild
	[ -f w/cleat_watchdog.ko ]
	ok $? "there is a module"
	status "checked against that kernel" 0 "$CLEAT" check --kernel "$headers" -- gcc-12 "$kit" \
		-I"$headers/include" -D__KERNEL__ -DKBUILD_MODNAME='"x"' -c w/watchdog.c
	printf 'int oops(int *__opt p);\nint oops(int *__opt p)\n{\n\treturn *p;\n}\n' >>w/attributes.c
	status "with a bug" 2 kbuild
	says 'attributes.c:[0-9]*:[0-9]*: CL201' err
	status "which is only warned of" 0 kbuild --warn
else
	echo "# no headers of Linux 6.1 in the cache: no Kbuild"
fi
exit $failed
