# SPDX-License-Identifier: MIT OR GPL-2.0-only
# From the client's list of operations and the plugin's lines "NUMBER USER KERNEL MODULE": medians
# for each operation, per call, of the kit's driver and its twin. Status 1 when a goal is missed.
function median(number, column,    n, i, j, v, sorted)
{
	n = rounds[number]
	for (i = 1; i <= n; i++) {
		v = value[number, i, column]
		for (j = i - 1; j > 0 && sorted[j] > v; j--)
			sorted[j + 1] = sorted[j]
		sorted[j + 1] = v
	}
	return sorted[int((n + 1) / 2)]
}

# Opening a file is the system's work more than the driver's.
function is_goal(name)
{
	return name !~ /open/
}

NR == FNR {
	name[$1] = $2
	batch[$1] = $3
	ops++
	next
}
/^[0-9]/ {
	n = ++rounds[$1]
	value[$1, n, "system"] = $2 + $3 + $4
	value[$1, n, "module"] = $4
}
END {
	if (json)
		printf "{\"kernel\":\"%s\",\"unit\":\"guest instructions per call\",\"operations\":[", kernel
	else
		printf "kernel %-14s whole system              in the module\n%-20s %8s %8s %7s  %6s %6s %7s\n",
			kernel, "instructions/call", "kit", "twin", "ratio", "kit", "twin", "ratio"
	for (op = 0; op < ops; op++) {
		if (!rounds[2 * op] || rounds[2 * op] != rounds[2 * op + 1]) {
			print "icount: " name[op] ": not measured" >"/dev/stderr"
			exit 2
		}
		for (who = 0; who < 2; who++) {
			system_[who] = median(2 * op + who, "system") / batch[op]
			module[who] = median(2 * op + who, "module") / batch[op]
		}
		r_system = system_[0] / system_[1]
		r_module = module[0] / module[1]
		met = !is_goal(name[op]) || (r_system <= 1.00005 && r_module <= 1.00005)
		missed += !met
		if (json)
			printf "%s{\"name\":\"%s\",\"kit\":%.2f,\"twin\":%.2f,\"ratio\":%.4f,\"module_kit\":%.2f,\"module_twin\":%.2f,\"module_ratio\":%.4f,\"goal\":%s,\"met\":%s}",
				op ? "," : "", name[op], system_[0], system_[1], r_system, module[0], module[1],
				r_module, is_goal(name[op]) ? "1.0" : "null", met ? "true" : "false"
		else
			printf "%-20s %8.1f %8.1f %7.4f  %6.1f %6.1f %7.4f%s\n", name[op], system_[0],
				system_[1], r_system, module[0], module[1], r_module, met ? "" : "  missed"
	}
	if (json)
		printf "]}"
	exit missed > 0
}
