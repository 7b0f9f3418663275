#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# A year in the life of a driver's ABI: freeze, grow, retire, accept, merge, compare releases in git.
set -u
n=0 failed=0
is() { # STATUS PATTERN WHAT COMMAND...
	local want=$1 pattern=$2 what=$3 got
	shift 3
	n=$((n + 1))
	"$@" >out 2>err
	got=$?
	if [ $got -eq "$want" ] && { [ -z "$pattern" ] || grep -qE -- "$pattern" out err; }; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what: status $got instead of $want, or no \"$pattern\":"
		sed 's/^/#   /' out err
		failed=1
	fi
}
abi() { "$CLEAT" abi "$@"; }
mkdir d && cp "$SRC/tests/abi/data/mutate.h" d/uapi.h
is 2 'cleat abi freeze makes one' 'nothing frozen yet' abi check d
is 0 'froze [0-9]+ facts' 'freeze' abi freeze d
is 0 '"facts": [0-9]' 'freeze tells JSON' abi freeze --json d
cp d/abi.lock first
is 0 '' 'freeze again' abi freeze d
is 0 '' 'a second freeze changes nothing' cmp first d/abi.lock

# Growth needs no decision; freeze takes it in.
sed -i 's/^#endif/#define MUT_NEW _IO(MUT_MAGIC, 9)\n#endif/' d/uapi.h
is 0 'new: 1 ioctl' 'growth is no break' abi check d
is 0 '' 'growth is frozen' abi freeze d
is 0 '^ioctl MUT_NEW 0x4d09' 'it stands in the file' grep '^ioctl MUT_NEW' d/abi.lock

# What humans write survives.
sed -i 's/^struct mut_args$/struct mut_args ; testing sized since=1.2/; s/^struct mut_event$/struct mut_event ; holes=zero/' d/abi.lock
sed -i 's/^\(const MUT_F_MASK.*\) ; mask/\1 ; exact/' d/abi.lock
is 0 '' 'freeze over decisions' abi freeze d
is 0 'testing sized since=1.2' 'level, policy and since are kept' grep '^struct mut_args' d/abi.lock
is 0 'holes=zero' 'holes=zero is kept' grep '^struct mut_event' d/abi.lock
is 0 'exact' 'a mark is kept' grep '^const MUT_F_MASK' d/abi.lock
cp -r d zero && sed -i 's/__u32 type;/__u32 type; __u32 cpu;/' zero/uapi.h
is 1 'mut_event.*i386 only' 'holes=zero allows the hole to be filled where there is one' abi check zero

# A break is not frozen by accident.
cp -r d broken && sed -i 's/MUT_LIMIT  64/MUT_LIMIT  65/' broken/uapi.h
is 1 'not frozen, because' 'freeze refuses a break' abi freeze broken
is 1 'MUT_LIMIT' 'and leaves the file as it was' abi check broken
is 0 'froze' 'freeze with a reason' abi freeze --accept 'nobody uses it' broken
is 0 'accepted 20[0-9-]+ value MUT_LIMIT "nobody uses it"' 'the reason is written down' grep ^accepted broken/abi.lock
is 0 'compatible' 'and the new value is frozen' abi check broken
sed -i 's/MUT_LIMIT  65/MUT_LIMIT  66/' broken/uapi.h
is 1 'MUT_LIMIT' 'an accepted break does not cover the next one' abi check broken

# A waiver that waits for the next freeze.
cp -r d waived && sed -i 's/MUT_LIMIT  64/MUT_LIMIT  65/' waived/uapi.h
sed -i '/^profile i386/a accept 2026-02-03 value MUT_LIM* "asked on the list"' waived/abi.lock
is 0 'accepted 2026-02-03: asked on the list' 'a waiver with date and reason' abi check waived
is 0 '1 waived' 'waivers are counted' abi check waived
sed -i 's/"asked on the list"/""/' waived/abi.lock
is 2 'a waiver has a reason' 'a waiver without a reason' abi check waived

# Retire an ioctl: obsolete, removed, and its number never again.
cp -r d old && sed -i '/^#define MUT_WAIT/d' old/uapi.h
is 1 'ioctl MUT_WAIT: the ioctl is gone' 'removal of what is stable' abi check old
sed -i 's/^\(ioctl MUT_WAIT .*\)/\1 ; obsolete/' old/abi.lock
is 0 'was obsolete and is gone \[retired\]' 'removal of what is obsolete' abi check old
is 0 '' 'freeze writes a tombstone' abi freeze old
is 0 'removed ioctl MUT_WAIT 0x4d03 20' 'the tombstone' grep ^removed old/abi.lock
sed -i 's/^#endif/#define MUT_SLEEP _IO(MUT_MAGIC, 3)\n#endif/' old/uapi.h
is 1 'number-reused' 'a number is never used again' abi check old

# Levels, between two lock files.
sed 's/^struct mut_args ; testing/struct mut_args ; stable/' d/abi.lock >stable.lock
is 0 'was testing and is stable' 'testing becomes stable' abi diff d/abi.lock stable.lock --verbose
is 1 'was stable and is testing' 'stable does not become testing' abi diff stable.lock d/abi.lock

# Merges: both sides add; the counts are made anew.
sed 's/^ioctl MUT_NEW .*/&\nioctl MUT_OTHER 0x4d0a - 0x4d 10 0/' d/abi.lock >m.lock
cp -r d merged && cp m.lock merged/abi.lock && sed -i 's/^#endif/#define MUT_OTHER _IO(MUT_MAGIC, 10)\n#endif/' merged/uapi.h
is 2 'freeze --recount' 'a merged file has wrong counts' abi check merged
is 0 '' 'freeze --recount' abi freeze --recount merged
is 0 'compatible: 0 breaks, 0 growth' 'then it holds' abi check merged

# Machines.
is 0 '' 'four machines' abi freeze --profiles x86_64,i386,arm64,riscv64 --output four.lock d/uapi.h
is 0 'compatible' 'and checked' abi diff four.lock d/uapi.h
is 2 'has no facts for arm64' 'a machine that one side lacks' abi diff four.lock d/abi.lock
is 2 "'vax'" 'an unknown machine' abi freeze --profiles vax --output - d
is 0 '0x80047c01|_IOC|0x4004|ioctl' 'another way to pack numbers' abi show d MUT_WAIT
abi freeze --profiles ppc64le --output ppc.lock d >/dev/null
is 0 '^ioctl MUT_WAIT 0x20004d03 - 0x4d 3 0' 'powerpc packs directions otherwise' grep '^ioctl MUT_WAIT' ppc.lock

# Releases in git, and a tree of headers.
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@t GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@t
git init -q repo && mkdir -p repo/include/mut && cp "$SRC/tests/abi/data/mutate.h" repo/include/mut/a.h
printf '#include <mut/a.h>\nstruct mut_b { struct mut_inner x[2]; };\n' >repo/include/mut/b.h
git -C repo add . && git -C repo commit -qm one && git -C repo tag v1
sed -i 's/__u16 lo;/__u32 lo;/' repo/include/mut/a.h && git -C repo commit -qam two
is 1 'mut_inner' 'two revisions' env -C repo "$CLEAT" abi diff v1:include HEAD:include
is 1 'mut_inner' 'a revision and the work tree' env -C repo "$CLEAT" abi diff v1:include include
is 0 'compatible' 'one revision' env -C repo "$CLEAT" abi diff HEAD:include include
is 2 'no such path' 'no such revision' env -C repo "$CLEAT" abi diff v9:include include
git -C repo mv include/mut/b.h include/mut/c.h && git -C repo commit -qam three
is 1 'header-removed|header-moved' 'a header that is gone, and what stands in another' env -C repo "$CLEAT" abi diff v1:include HEAD:include

# What else may be wrong with the input.
is 2 'No such file' 'no such input' abi diff nothing d
is 2 'two inputs' 'one input' abi diff d
is 2 'no such option' 'an unknown option' abi check --frobnicate d
is 2 'not installed' 'no such package' abi diff pkg:nonesuch d
echo 'int x;' >empty.h
is 2 'nothing in it to freeze' 'a header without facts' abi freeze empty.h --output -
is 2 'neither a lock file nor a header' 'another kind of file' abi diff "$CLEAT" d
exit $failed
