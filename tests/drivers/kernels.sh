#!/bin/bash
# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Every driver's own tests, the same files, in real kernels: one boot for each.
set -u
mapfile -t drivers < <(ls -d "$SRC"/samples/*/ "$SRC"/drivers/*/ "$SRC"/tests/api/*/ 2>/dev/null)
exec "$CLEAT" test --no-check --kernel "${KERNELS:-6.1,6.12,7.2}" "${drivers[@]}"
