#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Mounts of a driver's file system for an ordinary user: "cleat mount" through fusermount3, and mount(2) by
# the root of a user namespace under "cleat run".
. "$SRC/tests/host/lib"
if [ "${INSIDE:-}" != yes ]; then
	[ "$(id -u)" -eq 0 ] || skip "not root"
	chmod 755 .
	INSIDE=yes exec unshare -m "$0"
fi
mkdir home
mknod "$TMP/fuse" c 10 229 && chmod 666 "$TMP/fuse" && mount --bind "$TMP/fuse" /dev/fuse || skip "cannot make /dev/fuse"
chown 65534:65534 home
as_nobody() {
	setpriv --reuid=65534 --regid=65534 --clear-groups env CLEAT_CACHE="$TMP/home/cache" HOME="$TMP/home" \
		XDG_RUNTIME_DIR="$TMP/home" "$@"
}
as_nobody sh -c ': <>/dev/fuse' 2>/dev/null || skip "nobody cannot open /dev/fuse here"
as_nobody test -x "$CLEAT" || skip "nobody cannot reach $CLEAT"
driver=$SRC/tests/api/filesystem
cd home || exit 1
as_nobody mkdir a b

as_nobody "$CLEAT" run --no-check "$driver" -- unshare -Urm sh -c '
	busybox mount -t cleat-shelf -o max=5 none a && stat -c "%u %g" a/control && : <a/control && echo opened' >out 2>err
is "in a namespace of its own" "$? $(tr '\n' ' ' <out)" "0 0 0 opened "
as_nobody "$CLEAT" run --no-check "$driver" -- busybox mount -t cleat-shelf none a >out 2>&1
is "not outside" $? 1

as_nobody "$CLEAT" run --no-check "$driver" >served 2>&1 &
shell=$!
await test -S cleat/filesystem.sock || not_ok "it does not start: $(cat served)"
as_nobody "$CLEAT" mount -o max=4 filesystem a
is "cleat mount" "$? $(as_nobody stat -c '%u %g' a/control)" "0 65534 65534"
as_nobody sh -c ': <a/control'
is "it can be opened" $? 0
as_nobody fusermount3 -u a
is "and unmounted" "$? $(ls a | wc -l)" "0 0"
as_nobody "$CLEAT" mount filesystem b
kill -TERM "$(pgrep -P $shell)"
wait $shell
is "nothing is left" "$? $(grep -c "^filesystem" /proc/self/mounts)" "0 0"
finish
