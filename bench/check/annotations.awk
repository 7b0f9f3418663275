# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Print the lines of code (neither blank nor comment alone) and how many of them have a word of the
# contract. The first file is the header that defines the words.
FNR == 1 { comment = 0 }
FNR == NR {
	if (match($0, /^#[ \t]*define[ \t]+__[a-z_]+/)) {
		split(substr($0, RSTART, RLENGTH), part, /define[ \t]+/)
		word[part[2]] = 1
	}
	next
}
{
	code = $0
	while (1) {
		if (comment) {
			if (!(end = index(code, "*/"))) { code = ""; break }
			code = substr(code, end + 2)
			comment = 0
		}
		if (!(begin = index(code, "/*"))) break
		rest = substr(code, begin + 2)
		if ((end = index(rest, "*/"))) code = substr(code, 1, begin - 1) substr(rest, end + 2)
		else { code = substr(code, 1, begin - 1); comment = 1; break }
	}
	sub(/\/\/.*/, "", code)
	if (code !~ /[^ \t]/) next
	lines++
	n = split(code, token, /[^A-Za-z0-9_]+/)
	for (i = 1; i <= n; i++)
		if (token[i] in word) { annotated++; break }
}
END { print lines + 0, annotated + 0 }
