#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Every driver's own tests in a process, under ASan+UBSan and under TSan.
set -u
mapfile -t drivers < <(ls -d "$SRC"/samples/*/ "$SRC"/drivers/*/ "$SRC"/tests/api/*/ 2>/dev/null)
exec "$CLEAT" test --no-check "${drivers[@]}"
