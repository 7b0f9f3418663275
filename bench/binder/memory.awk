# SPDX-License-Identifier: MIT OR GPL-2.0-only
# From lines "KERNEL WHAT NAME SLAB VMALLOC PAGES": a process is its open, mapping and thread; a node is a
# node with a handle less a handle.
function add(kernel, what, name, from, sign,    part)
{
	for (part = 1; part <= 3; part++)
		bytes[kernel, what, name, part] += sign * bytes[kernel, what, from, part]
}
function sum(kernel, what, name)
{
	return bytes[kernel, what, name, 1] + bytes[kernel, what, name, 2] + bytes[kernel, what, name, 3]
}
{
	if (!($1 in seen))
		kernels[++n_kernels] = $1
	seen[$1] = 1
	seen[$1, $2] = 1
	for (part = 1; part <= 3; part++)
		bytes[$1, $2, $3, part] = $(3 + part)
}
END {
	n_names = split("open mapping thread process node handle", names)
	n_whats = split("ours in-tree", whats)
	if (json)
		printf "["
	for (k = 1; k <= n_kernels; k++) {
		kernel = kernels[k]
		if (!json)
			printf "\nkernel %s, kernel memory in bytes\n%-10s %10s %10s %8s   %s\n", kernel, "", "ours",
				"in-tree", "ratio", "slab, vmalloc, pages of ours; of in-tree"
		for (w = 1; w <= n_whats; w++) {
			add(kernel, whats[w], "process", "open", 1)
			add(kernel, whats[w], "process", "mapping", 1)
			add(kernel, whats[w], "process", "thread", 1)
			add(kernel, whats[w], "node", "node+handle", 1)
			add(kernel, whats[w], "node", "handle", -1)
		}
		for (i = 1; i <= n_names; i++) {
			name = names[i]
			ours = (kernel, "ours") in seen ? sprintf("%.0f", sum(kernel, "ours", name)) : ""
			twin = sum(kernel, "in-tree", name)
			if (json) {
				printf "%s{\"kernel\":\"%s\",\"name\":\"%s\",\"ours\":%s,\"twin\":%.0f}", sep, kernel, name,
					ours == "" ? "null" : ours, twin
				sep = ","
				continue
			}
			printf "%-10s %10s %10.0f %8s  ", name, ours == "" ? "-" : ours, twin,
				ours == "" || !twin ? "-" : sprintf("%.2f", ours / twin)
			for (w = 1; w <= n_whats; w++)
				printf " %d, %d, %d%s", bytes[kernel, whats[w], name, 1], bytes[kernel, whats[w], name, 2],
					bytes[kernel, whats[w], name, 3], w < n_whats ? ";" : "\n"
		}
	}
	if (json)
		printf "]"
}
