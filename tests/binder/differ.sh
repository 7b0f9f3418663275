#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Random sequences of operations, the same on our Binder driver and on Debian's binder_linux in one machine:
# each step must come to the same (differ/differ.h). On 6.1 without the operations that differ/older-6.1
# names.
#
# DIFFER_SEEDS=200 DIFFER_SEED=7 DIFFER_STEPS=400 tests/run binder/differ: more, others, longer ones.
# Of what differs the first step of each seed is shown, and those before it.
. "$SRC/tests/binder/lib"
command -v qemu-system-x86_64 >/dev/null || skip "qemu-system-x86_64 is not installed"
differ_client
seed=${DIFFER_SEED:-1} seeds=${DIFFER_SEEDS:-12} steps=${DIFFER_STEPS:-250}
mkdir share

differ() {
	local older=$here/differ/older-$1
	[ -e "$older" ] || older=/dev/null
	rm -f share/*
	twin "$1" share/twin.ko
	cp differ "$here/inside-differ" share/
	"$CLEAT" build --kernel "$1" --out built "$driver" >/dev/null || exit 1
	module built/*.ko >share/module
	mv built/*.ko share/ours.ko
	"$CLEAT" vm --kernel "$1" --timeout $((seeds * steps / 20 + 300)) --share share -- \
		sh /share/inside-differ "$seed" "$seeds" "$steps" \
		$(sed '/^#/d; /^s\//d' "$older") >said 2>console ||
		not_ok "$1: the machine's status: $(tail -n 20 said console)"
	is "$1: no warning" "$(tail -n 1 said)" "tainted 0"
	grep '^s/' "$older" >changes
	sed -i -f changes share/*.out
}
for kernel in ${KERNELS:-6.1 7.2}; do
	differ "$kernel"
	is "$kernel: the steps of the twin" "$(grep -c '^[0-9]*/[0-9]' share/twin.out)" $((seeds * steps))
	if "$here/differ/first" share/twin.out share/ours.out >differences; then
		ok "$kernel: $seeds seeds, $((seeds * steps)) steps: 0 differ"
	else
		not_ok "$kernel: of $seeds seeds some differ:"
		head -n "${SHOW:-100}" differences | sed 's/^/# /'
	fi
	[ -z "${DIFFER_KEEP:-}" ] || cp share/*.out "$DIFFER_KEEP/"
done
finish
