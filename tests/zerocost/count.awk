# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The instructions of each function in the output of "objdump -dr --no-show-raw-insn", as lines
# "NAME COUNT". A function's count holds all that the compiler made of it: the parts that it split
# off and the helpers that it did not inline, wherever they lie. A function whose name is in the
# file NAMES (-v names=FILE; one a line) has its own line and counts nowhere else.
# The filling between functions is no instruction.
function is_filling(insn)
{
	return insn ~ /^(nop|int3|xchg +%ax,%ax$|(data16 |cs )+nop)/
}

# The function at "SECTION+0xOFFSET" (what a relocation names, 4 bytes back), or at a symbol.
function resolve(target,    section, offset)
{
	if (target in count)
		return target
	if (!match(target, /[+-]0x/))
		return ""
	section = substr(target, 1, RSTART - 1)
	offset = hex(substr(target, RSTART + 3))
	if (substr(target, RSTART, 1) == "-")
		offset = -offset
	if (section in count)
		return section
	return at[section, offset + 4]
}

function hex(text,    value, i)
{
	value = 0
	for (i = 1; i <= length(text); i++)
		value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
	return value
}

function add(name,    n, targets, i, sum, to)
{
	if (seen[name]++)
		return 0
	sum = count[name]
	n = split(calls[name], targets, " ")
	for (i = 1; i <= n; i++) {
		to = resolve(targets[i])
		if (to != "" && !(to in own))
			sum += add(to)
	}
	return sum
}

BEGIN {
	while ((getline line < names) > 0)
		own[line]
}
/^Disassembly of section / {
	section = substr($4, 1, length($4) - 1)
	next
}
/^[0-9a-f]+ <.*>:$/ {
	name = substr($2, 2, length($2) - 3)
	count[name] = 0
	filling = 0
	sub(/^0+/, "", $1)
	at[section, hex($1)] = name
	next
}
/R_X86_64_(PLT32|PC32)/ {
	if (branch)
		calls[name] = calls[name] " " $3
	branch = 0
	next
}
/^ +[0-9a-f]+:\t/ {
	insn = $0
	sub(/^[^\t]*\t/, "", insn)
	branch = insn ~ /^(call|j[a-z]+) /
	# A target in the same section needs no relocation.
	if (branch && match(insn, /<[^>+]+>$/))
		calls[name] = calls[name] " " substr(insn, RSTART + 1, RLENGTH - 2)
	if (is_filling(insn)) {
		filling++
		next
	}
	count[name] += filling + 1
	filling = 0
}
END {
	for (name in count) {
		if (name in own) {
			delete seen
			print name, add(name)
		}
	}
}
