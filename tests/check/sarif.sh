#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# SARIF of the checker is valid by the standard's schema, for findings with and without a path of
# steps, for a clean file beside them and for one that cannot be checked; and it says what --json says.
failed=0
ok() { if [ "$1" -eq 0 ]; then echo "ok - $2"; else echo "not ok - $2"; failed=1; fi; }
corpus=$SRC/tests/check/corpus
echo 'int f(void) { return nothing; }' >'not c.c'
validate() { # what, status, arguments of cleat check
	local what=$1 want=$2 said status
	shift 2
	"$CLEAT" check --sarif "$@" >out.sarif
	ok $(($? != want)) "$what: exit status $want"
	said=$("$SRC/tests/abi/validate-sarif" out.sarif)
	status=$?
	[ $status -eq 77 ] && echo "$said" && exit 77
	ok $status "$what: valid"
}
validate "a file that does not compile" 2 "$corpus/L1.c" 'not c.c'
grep -q '"uri": *"file:///[^" ]*/not%20c.c"' out.sarif
ok $? "a URI has no space"
validate "all of the corpus" 1 -DBAD "$corpus"
"$CLEAT" check --json -DBAD "$corpus" >out.json
/usr/bin/python3 - <<'PY'
import json
run = json.load(open("out.sarif"))["runs"][0]
findings = json.load(open("out.json"))["findings"]
rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
results = run["results"]
assert len(results) == len(findings) > 50, (len(results), len(findings))
assert [r["ruleId"] for r in results] == [f["code"] for f in findings]
assert rules >= {r["ruleId"] for r in results}
steps = [r["codeFlows"][0]["threadFlows"][0]["locations"] for r in results if "codeFlows" in r]
assert steps and all(steps)
PY
ok $? "every finding of --json, in order, with a known rule"
exit $failed
