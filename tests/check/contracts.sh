#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# docs/contracts.md is true: what it calls wrong is refused with the codes that it names, and with
# no others; what it calls right passes; and every word of contract.h has its section there.
page=$SRC/docs/contracts.md
failed=0
export CLEAT_CHECK_CACHE=0
awk '
	/^### / { section = $0; n++; gsub(/[^_a-z]+/, " ", section); split(section, w, " "); name = sprintf("%02d%s", n, w[1]) }
	/^Wrong \(/ { codes = $0; gsub(/[^CL0-9 ]/, "", codes); sub(/^ */, "", codes); kind = "wrong"; print codes >(name ".codes") }
	/^Right:/ { kind = "right" }
	/^```c$/ { file = name "." kind ".c"; print "#include <cleat/prelude.h>\n" >file; next }
	/^```$/ { file = ""; next }
	file != "" { print >file }' "$page"
for codes in *.codes; do
	name=${codes%.codes}
	said=$("$CLEAT" check --brief "$name.wrong.c" | sed 's/^[^ ]* \(CL[0-9]*\): .*/\1/' | sort -u | xargs)
	want=$(tr ' ' '\n' <"$codes" | grep CL | sort -u | xargs)
	if [ "$said" = "$want" ] && "$CLEAT" check --quiet "$name.right.c" >out; then
		echo "ok ${name#??}"
	else
		echo "not ok ${name#??}: '$said' instead of '$want', or the right one is refused:"
		"$CLEAT" check --brief "$name.right.c"
		failed=1
	fi
done
words=$(sed -n 's/^#define \(__[a-z_]*\).*annotate("cleat:[a-z].*/\1/p; s/^#define \(__[a-z_]*\)(.*__cleat_at(".*/\1/p
	s/^#define \(__counted_by\)(.*/\1/p; s/^#define \(__must_check\) .*/\1/p' "$SRC/include/cleat/contract.h" | sort -u)
for word in $words; do
	grep '^### ' "$page" | grep -q "\`$word[\`(]" || { echo "not ok $word has no section"; failed=1; }
done
[ "$(wc -w <<<"$words")" -gt 30 ] && [ "$(ls -- *.codes | wc -l)" -gt 20 ] || failed=1
exit $failed
