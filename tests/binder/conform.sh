#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Our Binder driver and Debian's binder_linux answer the same client with the same words, in one machine.
#
# On 7.2 no difference is allowed, on 6.1 those of differences-6.1. The twin's answers on 7.2 are also
# what outcomes-7.2 says, which conform-host.sh compares with. KERNELS=7.2 UPDATE=1 writes it anew.
. "$SRC/tests/binder/lib"
command -v qemu-system-x86_64 >/dev/null || skip "qemu-system-x86_64 is not installed"
client conf "$here"/conf/*.c
mkdir share

# conform KERNEL TOPIC...: no topic is all of them.
conform() {
	rm -f share/*
	twin "$1" share/twin.ko
	cp conf "$here/inside-conform" share/
	if [ -e "$driver/Kbuild" ]; then
		"$CLEAT" build --kernel "$1" --out built "$driver" >/dev/null || exit 1
		module built/*.ko >share/module
		mv built/*.ko share/ours.ko
	fi
	"$CLEAT" vm --kernel "$1" --timeout 600 --append "${append:-}" --share share -- \
		sh /share/inside-conform "${@:2}" >said 2>console ||
		not_ok "$1: the machine's status: $(tail -n 20 said console)"
	is "$1: no warning" "$(tail -n 1 said)" "tainted 0"
}
for kernel in ${KERNELS:-6.1 7.2}; do
	conform "$kernel"
	is "$kernel: the twin's probes" "$(($(sed -n 's/^probes: //p' share/twin.out) >= 200))" 1
	if [ "${UPDATE:-}" = 1 ] && [ "$kernel" = 7.2 ]; then
		cp share/twin.out "$here/outcomes-7.2"
	fi
	expected=/dev/null
	[ "$kernel" = 7.2 ] || expected=$here/differences-$kernel
	same "$kernel: the twin, as it is known" "$expected" "$here/outcomes-7.2" share/twin.out
	if [ -e share/ours.out ]; then
		same "$kernel: ours" "$expected" share/twin.out share/ours.out
	else
		same "$kernel: the twin, asked again" /dev/null share/twin.out share/again.out
	fi
done
# AppArmor, which is what Debian boots with, has no contexts for Binder; SELinux has, also without a policy.
for kernel in ${KERNELS:-6.1 7.2}; do
	append=security=selinux conform "$kernel" secctx
	is "$kernel, SELinux: contexts came" "$(($(grep -c "TRANSACTION_SEC_CTX(.*'kernel' at" share/twin.out) >= 5))" 1
	[ ! -e share/ours.out ] || same "$kernel, SELinux: ours" /dev/null share/twin.out share/ours.out
done
finish
