#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Damaged input of every kind, under ASan and UBSan: lock files, BTF, ELF, boot headers, syscall
# tables in one process; headers through the command. ROUNDS=… runs longer.
set -u
rounds=${ROUNDS:-3000}
seed=${SEED:-$(date +%s)}
failed=0
echo "# SEED=$seed ROUNDS=$rounds"
mkdir d && cp "$SRC/tests/abi/data/mutate.h" d/uapi.h
"$CLEAT" abi freeze d >/dev/null || exit 1
sources=$(ls "$SRC"/abi/*.c | grep -vE '/(cmd_|extract|options|asserts|source|probe)')
gcc -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -I"$SRC" -D'CLEAT_VERSION="fuzz"' \
	-o fuzz "$SRC/tests/abi/fuzz/fuzz.c" $sources "$SRC"/base/{diag,json,paths,run}.c -lelf -ldw -lm || exit 1
if command -v clang-22 >/dev/null; then
	{ echo '#include "d/uapi.h"'; echo 'struct mut_config a; struct mut_data *b; struct mut_bits c;'; } >s.c
	clang-22 -target bpf -g -O1 -I"$SRC/abi/include" -I. -c -o btf.o s.c
	"$SRC/tests/abi/elf-section" btf.o .BTF >seed.btf
	gcc -g -c -I"$SRC/abi/include" -I. -o dwarf.o s.c
fi
python3 - <<'PY'
d = bytearray(0x6000)
d[0x1f1] = 39; d[0x1fe:0x204] = b"\x55\xaa\xeb\x6aHd"; d[0x202:0x206] = b"HdrS"; d[0x206:0x208] = b"\x0f\x02"
d[0x211] = 1; d[0x216] = 0x10; d[0x232] = 0x20; d[0x236] = 0x7f; d[0x269] = 0x10
d[0x5000:0x5002] = b"\xfc\xfa"; d[0x5200:0x5202] = b"\xfc\xfa"
open("seed.img", "wb").write(d)
PY
printf '0 common read sys_read\n1 common write sys_write\n2 64 open\n#define __NR_x 3\n' >seed.tbl
run() { # TARGET ROUNDS SEEDS
	local target=$1 n=$2
	shift 2
	[ -s "$1" ] || return
	if FROZEN=d/abi.lock ASAN_OPTIONS=detect_leaks=0 ./fuzz "$target" "$seed" "$n" "$@" 2>log.$target; then
		echo "ok - $target: $n damaged inputs"
	else
		echo "not ok - $target"
		grep -vE '^cleat:|^  next:' log.$target | head -40
		failed=1
	fi
}
run lock "$rounds" d/abi.lock
run btf "$rounds" seed.btf
run elf $((rounds / 3)) btf.o dwarf.o
run boot $((rounds / 3)) seed.img
run table "$rounds" seed.tbl

# Headers: what clang refuses, the gate could not check; it never crashes and never says "compatible".
mkdir h
python3 - "$seed" <<'PY'
import random, sys
random.seed(int(sys.argv[1]))
text = open("d/uapi.h").read()
for i in range(40):
    s = list(text)
    for _ in range(random.randint(1, 6)):
        at = random.randrange(200, len(s))
        s[at] = random.choice(["", "{", "}", "(", ";", "\n", "#", "*", "\\", "\x80", "0", s[at] * 3])
    open(f"h/{i}.h", "w", encoding="latin-1").write("".join(s))
PY
checked=0
for f in h/*.h; do
	mkdir -p one && cp d/abi.lock one/ && cp "$f" one/uapi.h
	"$CLEAT" abi check one >out 2>err
	status=$?
	[ $status -le 2 ] || { echo "not ok - $f: status $status"; failed=1; }
	checked=$((checked + 1))
	command -v clang-22 >/dev/null || continue
	if ! clang-22 -xc -std=gnu11 -w -Werror=implicit-function-declaration -fsyntax-only -nostdinc \
		-I"$SRC/abi/include" one/uapi.h 2>/dev/null && [ $status -ne 2 ]; then
		echo "not ok - $f does not compile, and the gate says $status"
		cp "$f" "$SRC/build/" && failed=1
	fi
done
echo "ok - $checked damaged headers"
exit $failed
