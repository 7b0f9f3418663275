# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Where a round trip of 16 bytes goes: from the machine's symbols, sorted by address, and the plugin's
# lines "at NUMBER ADDRESS COUNT", also sorted by address, instructions per round trip and function.
#
#	awk -v number=0 -v trips=9000 -f profile.awk SYMBOLS COUNTS
#
# Both come as lines "ADDRESS what": 16 digits each, so that text sorts as numbers do.
NR == FNR {
	at[n] = $1
	what[n++] = $3 ($4 == "" ? "" : " " $4)
	next
}
$2 == number {
	while (i + 1 < n && at[i + 1] <= $1)
		i++
	sum[what[i]] += $3
}
END {
	for (w in sum)
		printf "%10.1f %s\n", sum[w] / trips, w
}
