#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The reports of one comparison with breaks, growth, notes and a waiver: JSON, HTML, and SARIF by the
# schema of the standard.
set -u
failed=0
ok() { if [ "$1" -eq 0 ]; then echo "ok - $2"; else echo "not ok - $2"; failed=1; fi; }
mkdir drv && cp "$SRC/tests/abi/data/mutate.h" drv/uapi.h
"$CLEAT" abi freeze drv >/dev/null || exit 1
sed -i '/^profile i386/a accept 2026-01-02 value MUT_LIMIT "nobody uses it & it is <odd>"' drv/abi.lock
sed -i 's/MUT_LIMIT  64/MUT_LIMIT  65/; s/__u32 type;/__u32 type; __u32 cpu;/; s/MUT_BLUE/MUT_AZURE/
	s/__u8 reserved\[3\];/__u8 extra[3];/' drv/uapi.h
"$CLEAT" abi check --json --sarif out.sarif --html out.html drv >out.json
ok $(($? != 1)) "the break is told"
/usr/bin/python3 - <<'PY'
import json
r = json.load(open("out.json"))
assert r["compatible"] is False and r["profiles"] == ["x86_64", "i386"], r
assert r["counts"] == {"break": 2, "waived": 1, "growth": 1, "note": 1}, r["counts"]
byname = {(f["name"], f["code"]): f for f in r["findings"]}
f = byname["mut_event", "hole-filled"]
assert f["profiles"] == ["x86_64"] and f["fix"] and f["line"] > 0, f
assert f["before"]["size"] == 24 and any(row["type"] == "hole" for row in f["before"]["rows"])
assert byname["MUT_LIMIT", "value"]["reason"].startswith("nobody"), byname
PY
ok $? "JSON: counts, profiles, layouts, waiver"
/usr/bin/python3 - <<'PY'
from html.parser import HTMLParser
class Check(HTMLParser):
    depth, rows, text = 0, 0, ""
    def handle_starttag(self, tag, attrs):
        self.depth += tag in ("table", "article")
        self.rows += tag == "tr"
        assert tag != "odd", "a reason is not escaped"
    def handle_endtag(self, tag): self.depth -= tag in ("table", "article")
    def handle_data(self, data): self.text += data
c = Check()
c.feed(open("out.html").read())
assert c.depth == 0 and c.rows > 10, (c.depth, c.rows)
for word in ("mut_event", "hole", "Breaks userspace", "nobody uses it & it is <odd>"):
    assert word in c.text, word
PY
ok $? "HTML: balanced, escaped, layouts drawn"
said=$("$SRC/tests/abi/validate-sarif" out.sarif)
status=$?
[ $status -eq 77 ] && echo "$said" && exit 77
ok $status "SARIF 2.1.0 by its schema"
/usr/bin/python3 - <<'PY'
import json
results = json.load(open("out.sarif"))["runs"][0]["results"]
assert len(results) >= 5 and any(r["level"] == "error" for r in results)
assert all(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "drv/uapi.h" for r in results)
assert sum("suppressions" in r for r in results) == 1
PY
ok $? "SARIF: breaks, places, the waiver"
"$CLEAT" abi check --sarif /nowhere/x drv >/dev/null 2>&1
ok $(($? != 2)) "a report that cannot be written is not a success"
exit $failed
