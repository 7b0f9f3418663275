#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Zero cost, measured: each function in pairs/ is written twice, in plain kernel C and in the kit's
# words, and compiled as any driver is. The kit's must have at most as many instructions. Where it
# has more, both disassemblies are shown. The checker is not asked: half of the pairs is plain C.
#
# Kernels: 6.1, and 6.12 and 7.2 when they are in the cache; ZEROCOST_KERNELS="6.1 7.2" chooses.
set -uo pipefail
here=$SRC/tests/zerocost
cache=${CLEAT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cleat}
failed=0

kernels=${ZEROCOST_KERNELS:-6.1}
if [ -z "${ZEROCOST_KERNELS:-}" ]; then
	for k in 6.12 7.2; do
		[ ! -d "$cache/kernels/$k" ] || kernels+=" $k"
	done
fi

# The functions of a module by their own names: no parts, no ends of the module, no compiler's own.
functions() {
	nm "$1" | awk '$2 ~ /^[tT]$/ && $3 !~ /^_|\.|_module$|^pair_(init|exit)$/ { print $3 }' | sort -u
}

disassembly() {
	objdump -dr --no-show-raw-insn "$1"
}

show() {
	echo "    $2 in $(basename "$1"):"
	disassembly "$1" | awk -v start="<$2>:" '$2 == start { on = 1 } /^$/ { on = 0 } on' |
		sed 's/^/        /'
}

# Lines "NAME BY_HAND BY_KIT" of the two modules in folder $1.
count() {
	functions "$1/by_hand.ko" >names
	for by in hand kit; do
		disassembly "$1/by_$by.ko" | awk -v names=names -f "$here/count.awk" | sort >"count.$by"
	done
	join -a 1 -e none -o 0,1.2,2.2 count.hand count.kit
}

compare() {
	local kernel=$1 dir=$2 name hand kit rows=0 sum_hand=0 sum_kit=0 control=blind
	printf '%s\n' "# kernel $kernel, instructions:      by hand   by kit"
	while read -r name hand kit; do
		if [ "$name" = control_worse ]; then
			[ "$kit" = none ] || [ "$kit" -le "$hand" ] || control=seen
			continue
		fi
		printf '%-34s %8s %8s\n' "$name" "$hand" "$kit"
		rows=$((rows + 1))
		if [ "$kit" = none ] || [ "$kit" -gt "$hand" ]; then
			echo "not ok $kernel $name: $kit instructions by kit, $hand by hand"
			show "$dir/by_hand.ko" "$name"
			show "$dir/by_kit.ko" "$name"
			failed=1
			[ "$kit" != none ] || continue
		fi
		sum_hand=$((sum_hand + hand)) sum_kit=$((sum_kit + kit))
	done < <(count "$dir")
	if [ $control = blind ]; then
		echo "not ok $kernel: the pair that differs on purpose was not found"
		failed=1
	fi
	if [ $rows -lt 60 ]; then
		echo "not ok $kernel: only $rows functions were compared"
		failed=1
	fi
	echo "# kernel $kernel: $rows functions, $sum_hand instructions by hand, $sum_kit by kit"
}

for k in $kernels; do
	"$CLEAT" build --no-check "$here/pairs" --kernel "$k" --out "$TMP/$k" >build.log 2>&1
	case $? in
	0) compare "$k" "$TMP/$k" ;;
	1)
		echo "not ok $k: the pairs do not build"
		cat build.log
		failed=1
		;;
	*)
		cat build.log
		echo "kernel $k could not be had"
		exit 77
		;;
	esac
done
[ $failed -eq 0 ] && echo "ok"
exit $failed
