#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Fetching a kernel: no network, a bad mirror, a full disk, two at once, one cut short. Each is said
# plainly and leaves nothing half-made behind.
. "$SRC/tests/vm/lib"
hello=$fixtures/hello

# Nothing listens on port 9.
export http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9
run 2 env CLEAT_CACHE="$TMP/none" "$CLEAT" vm -- true
has "no network is named" out 'Debian bookworm: no connection to the mirror'
has "with the next step" out 'next: check the network'
is "no kernel is left" "$(ls "$TMP/none/kernels" 2>/dev/null)" ""
unset http_proxy https_proxy

# A mirror that nobody signed.
mkdir -p repo/dists/bookworm apt
printf 'Origin: Debian\nSuite: stable\nCodename: bookworm\n' >repo/dists/bookworm/Release
echo "deb [trusted=no] file:$TMP/repo bookworm main" >sources.list
cat >apt.conf <<C
Dir::Etc::sourcelist "$TMP/sources.list";
Dir::Etc::sourceparts "/dev/null";
C
run 2 env APT_CONFIG="$TMP/apt.conf" CLEAT_CACHE="$TMP/none" "$CLEAT" vm -- true
has "an unsigned mirror is refused" out 'refused, the signature'
: >sources.list
run 2 env APT_CONFIG="$TMP/apt.conf" CLEAT_CACHE="$TMP/none" "$CLEAT" vm -- true
has "no mirror at all" out 'no Debian mirror in its configuration'

mirror_answers || { echo "# the mirror does not answer: the rest is not tried"; finish; }

# Disks that are full at once, and in the middle of the packages.
if [ "$(id -u)" -eq 0 ]; then
	for size in 1m 40m 120m; do
		mkdir -p "full-$size"
		run 2 unshare -m sh -c "mount -t tmpfs -o size=$size none '$TMP/full-$size' &&
			CLEAT_CACHE='$TMP/full-$size' '$CLEAT' build --no-check '$hello' --kernel 6.1; s=\$?
			find '$TMP/full-$size' -type f -size +0 | sed 's/^/left: /'; exit \$s"
		has "a full disk is named ($size)" out 'the disk is full'
		hasnt "nothing is left on it ($size)" out '^left: .*(kernels|\.deb|Packages)'
	done
else
	echo "# not root: full disks are not tried"
fi

# One that is killed in the middle, then two at once in what it left.
CLEAT_CACHE=$TMP/two timeout -s KILL 4 "$CLEAT" build --no-check "$hello" --out a >out 2>&1
[ -e two/kernels/6.1 ] && echo "# it was too fast to be cut short"
for lock in $(find two -name '*.lock'); do
	flock "$lock" true # a killed process is gone when its locks are
done
CLEAT_CACHE=$TMP/two "$CLEAT" build --no-check "$hello" --out a >a.log 2>&1 &
one=$!
CLEAT_CACHE=$TMP/two "$CLEAT" build --no-check "$hello" --out b >b.log 2>&1 &
two=$!
wait $one
is "the first of two" $? 0
wait $two
is "the second of two" $? 0
is "one of them waited" "$(grep -l 'waiting for it' a.log b.log | wc -l)" 1
is "both modules are there" "$(ls a/hello.ko b/hello.ko | wc -l)" 2
is "nothing half-made is left" "$(ls two/kernels)" 6.1
finish
