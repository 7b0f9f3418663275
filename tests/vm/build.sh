#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# cleat build: a module from a driver's own Kbuild, the user's tree left clean, errors said plainly.
. "$SRC/tests/vm/lib"
need_kernel 6.1

before=$(listing "$fixtures/hello")
run 0 "$CLEAT" build --no-check "$fixtures/hello" --kernel 6.1 --out ko
has "the module is named" out '^kernel 6\.1: ko/hello\.ko$'
is "it is for 6.1" "$(/sbin/modinfo -F vermagic ko/hello.ko | cut -d. -f1-2)" 6.1
is "the driver's folder stays as it was" "$(listing "$fixtures/hello")" "$before"
is "nothing but the module is said" "$(wc -l <out)" 1

# The compiler is asked once what it knows, not by each build.
answers=$cache/kernels/6.1/answers.mk
has "the compiler's answers are kept" "$answers" '^cleat-answer-gcc.* := y$'
cp "$answers" answers
run 0 "$CLEAT" build --no-check "$fixtures/hello"
is "and none is asked for again" "$(sort -u "$answers" | cmp - <(sort -u answers) && echo same)" same

run 0 "$CLEAT" build --no-check "$fixtures/hello" --json
python3 - <<'P' || not_ok "--json: not what it should be"
import json
k = json.load(open("out"))[0]
assert k["kernel"] == "6.1" and k["result"] == "built" and k["modules"][0].endswith("/hello.ko"), k
P

run 1 "$CLEAT" build --no-check "$fixtures/broken"
has "the compiler's message has the source's own path" out \
	"^$fixtures/broken/broken.c:5:.*no_such_thing"
has "and then the verdict" out 'broken: does not build for kernel 6\.1'
hasnt "make's own echo is not shown" out '^make'
"$CLEAT" build --no-check "$fixtures/broken" --json >out 2>err
is "status with --json" $? 1
python3 -c 'import json; assert "no_such_thing" in json.load(open("out"))[0]["log"]' ||
	not_ok "--json: the log is missing"

# Edits arrive, and a source that is removed is gone from the build.
cp -r "$fixtures/hello" mine
run 0 "$CLEAT" build --no-check mine --out ko
sed -i 's/hello: loaded/mine: loaded/' mine/hello.c
run 0 "$CLEAT" build --no-check mine --out ko
has "an edit is built" ko/hello.ko 'mine: loaded'
rm mine/hello.c
run 1 "$CLEAT" build --no-check mine --out ko
git -C "$SRC" show HEAD:tests/vm/fixtures/hello/hello.c >mine/hello.c 2>/dev/null ||
	cp "$fixtures/hello/hello.c" mine/
echo 'int cleat_none(void); int hello_x(void) { return cleat_none(); }' >>mine/hello.c
run 1 "$CLEAT" build --no-check mine
has "an unknown symbol is the driver's fault" out 'cleat_none.*undefined'

# From Linux 6.14 on, what each module's build compiles of the kernel itself is kept, with its command.
if [ -e "$cache/kernels/7.2/info" ]; then
	common() { # the object that is part of the module at hand, beside the driver's own
		local ko
		ko=$(sed -n "s/^kernel 7.2: //p" out)
		[ "${ko%/*}/.module-common.o" -nt "${ko%.ko}.o" ] && echo compiled || echo laid
	}
	run 0 "$CLEAT" build --no-check "$fixtures/hello" --kernel 7.2
	cp -r "$fixtures/hello" second && mv second/hello.c second/second.c && echo "obj-m := second.o" >second/Kbuild
	run 0 "$CLEAT" build --no-check second --kernel 7.2
	is "what all modules have is compiled once" "$(common)" laid
	sed -i "s/ -O2 / -O3 /" "$cache/kernels/7.2/..module-common.o.cmd"
	cp -r second third
	run 0 "$CLEAT" build --no-check third --kernel 7.2
	is "and again where the command is another" "$(common)" compiled
	hasnt "which is kept then" "$cache/kernels/7.2/..module-common.o.cmd" " -O3 "
fi

mkdir empty && touch empty/Kbuild
run 1 "$CLEAT" build --no-check empty
has "a Kbuild without a module" out "empty/Kbuild.*builds no module"
run 2 "$CLEAT" build --no-check /nonexistent
run 2 "$CLEAT" build --no-check .
has "no Kbuild" out 'there is no Kbuild'
run 2 "$CLEAT" build --no-check "$fixtures/hello" --kernel 5.4
has "an unknown kernel" out "kernel '5\.4': not known; known are 6\.1, 6\.12, 7\.2, uml"
run 2 "$CLEAT" build --no-check "$fixtures/hello" --kernel "$TMP/mine"
has "a folder without headers" out 'not a prepared kernel'
run 2 "$CLEAT" build --no-check "$fixtures/hello" --test
has "no tests" out 'there is no hello_test\.c'
run 2 "$CLEAT" build

# A folder of headers, and a plain make by hand.
headers=$(ls -d "$cache"/kernels/6.1/usr/src/linux-headers-*-amd64)
run 0 "$CLEAT" build --no-check "$fixtures/hello" --kernel "$headers" --out ko2
cp -r "$SRC/samples/minimal" byhand
run 0 make -s -C "$headers" M="$TMP/byhand" CLEAT="$SRC" KCFLAGS="-I$SRC/include" \
	DEB_BUILD_ARCH=amd64 DEB_HOST_ARCH=amd64 modules
is "make by hand works too" "$(ls byhand/minimal.ko)" byhand/minimal.ko
finish
