# SPDX-License-Identifier: MIT OR GPL-2.0-only
"""Bugs that are planted, one at a time, in a driver's text.

An operator looks at the lines of a file and yields mutants: (line index, number of lines that are
replaced, the new lines). It knows the kit's formatting (.clang-format) and nothing of C beyond; what it
makes may not compile, and is then no mutant. Each operator belongs to a class; "logic" is the one class
of which no rule of safety speaks: such a bug gives a wrong answer, and tests have to find it.
"""
import re

OPERATORS = []


def operator(name, kind):
    def add(fn):
        OPERATORS.append((name, kind, fn))
        return fn
    return add


def indent(line):
    return line[: len(line) - len(line.lstrip("\t"))]


class Names:
    """What the driver's files declare as pointers, so that a test for NULL is told from one of a flag."""
    pointers = set()

    @classmethod
    def learn(cls, *texts):
        cls.pointers = {m for t in texts for m in re.findall(r"\*(?:__own |__opt |__errptr |__rcu )*(\w+)\b", t)}


def is_pointer(expr):
    return re.split(r"->|\.", expr)[-1] in Names.pointers


def paths(statement):
    return set(re.findall(r"[A-Za-z_]\w*(?:(?:->|\.)\w+)*(?!\w*\()", statement)) - {"NULL", "true", "false"}


def touch(a, b):
    """Do two statements name one object, or a part of it?"""
    return any(p == q or p.startswith((q + "->", q + ".")) or q.startswith((p + "->", p + "."))
               for p in paths(a) for q in paths(b))


STATEMENT = re.compile(r"^\t+[^\t{}#/*].*;$")
NOT_SIMPLE = re.compile(r"^\t+(return|break|continue|goto|case|default|static|const|else|if|for|while|do|switch)\b")
DECLARATION = re.compile(r"^\t+(?:const )?(?:struct|enum|unsigned|signed|int|long|u?s?size_t|ssize_t|[us](?:8|16|32|64)|bool|char|gfp_t|loff_t|void)\b[^()=]*(=|;)")


def simple(line):
    return bool(STATEMENT.match(line)) and not NOT_SIMPLE.match(line) and not DECLARATION.match(line)


def each_match(lines, pattern, repl, skip=None):
    """The lines in which @pattern is, with each single place of it replaced."""
    rx = re.compile(pattern)
    for i, line in enumerate(lines):
        if line.lstrip().startswith(("/*", "*", "//", "#", "DEFINE_", "MODULE_", "static_assert")):
            continue
        if skip and re.search(skip, line):
            continue
        for m in rx.finditer(line):
            new = line[: m.start()] + m.expand(repl) + line[m.end():]
            if new != line:
                yield i, 1, [new]


def drop_line(lines, pattern):
    rx = re.compile(pattern)
    for i, line in enumerate(lines):
        if rx.search(line) and STATEMENT.match(line) and not re.match(r"^\t+(if|else|for|while)\b", line):
            yield i, 1, []


# mutex_destroy() does nothing but look for mistakes.
FREE = r"^\t+(?!mutex_destroy)(kfree|kvfree|fput|put_\w+|\w*_(put|free|clear|destroy|unref))\("
DUTY = r"^\t+\w*(deregister|unregister|_cancel_sync|_cancel|_delete_sync|_shutdown_sync|_flush|debugfs_remove|proc_remove|synchronize_rcu|destroy_workqueue|_del|_erase)\("
UNLOCK = r"^\t+(\w*unlock\w*|up_read|up_write)\("
LOCK = r"^\t+(mutex_lock|spin_lock(_irq|_bh|_irqsave)?|down_read|down_write|rcu_read_lock)\("


# ---- locks ----

@operator("drop-guard", "lock")
def _(lines):
    for i, line in enumerate(lines):
        if re.match(r"^\t+guard\(", line) and line.endswith(";"):
            yield i, 1, []
        elif re.match(r"^\t+scoped_guard\(.*\)( \{)?$", line):
            yield i, 1, [re.sub(r"scoped_guard\(.*\)(?=( \{)?$)", "if (1)", line)]


@operator("drop-lock", "lock")
def _(lines):
    yield from drop_line(lines, LOCK)


@operator("drop-unlock", "lock")
def _(lines):
    yield from drop_line(lines, UNLOCK)


@operator("double-unlock", "lock")
def _(lines):
    for i, line in enumerate(lines):
        if re.match(UNLOCK, line) and line.endswith(";"):
            yield i, 1, [line, line]


@operator("move-unlock", "lock")
def _(lines):
    for i, line in enumerate(lines):
        if i and re.match(UNLOCK, line) and simple(lines[i - 1]):
            yield i - 1, 2, [line, lines[i - 1]]


@operator("late-guard", "lock")
def _(lines):
    for i, line in enumerate(lines[:-1]):
        if re.match(r"^\t+guard\(", line) and (simple(lines[i + 1]) or NOT_SIMPLE.match(lines[i + 1])):
            if lines[i + 1].endswith(";") and not lines[i + 1].lstrip().startswith("return"):
                yield i, 2, [lines[i + 1], line]


@operator("reader-writes", "lock")
def _(lines):
    yield from each_match(lines, r"rwsem_write|down_write\b|up_write\b", "rwsem_read")


# ---- owners ----

@operator("drop-free", "owner")
def _(lines):
    yield from drop_line(lines, FREE)


@operator("double-free", "owner")
def _(lines):
    for i, line in enumerate(lines):
        if re.match(FREE, line) and line.endswith(";") and "_clear(" not in line:
            yield i, 1, [line, line]


@operator("use-after-free", "owner")
def _(lines):
    """The release comes one statement too early, if that statement names what is released."""
    for i, line in enumerate(lines):
        m = re.match(r"^\t+(?:kfree|kvfree|\w*_(?:put|free))\((\w+)\);$", line)
        if m and i and simple(lines[i - 1]) and re.search(rf"\b{m.group(1)}\b", lines[i - 1]):
            yield i - 1, 2, [line, lines[i - 1]]


@operator("drop-null", "owner")
def _(lines):
    """An owner that was moved out stays where it was."""
    for i, line in enumerate(lines):
        if re.match(r"^\t+[^=]*(->|\.)\w+ = NULL;$", line):
            yield i, 1, []


@operator("drop-scope-free", "owner")
def _(lines):
    yield from each_match(lines, r" __free\(\w+\)", "")


@operator("drop-take", "owner")
def _(lines):
    yield from each_match(lines, r"\bno_free_ptr\(", "(")
    yield from each_match(lines, r"\breturn_ptr\(", "return (")
    yield from drop_line(lines, r"^\t+retain_and_null_ptr\(")


@operator("drop-get", "owner")
def _(lines):
    """A reference is handed on that was never taken."""
    yield from each_match(lines, r"\b\w+_get\((\w+(?:->\w+)*)\)", r"\1", skip=r"get_user|_get_unless")


@operator("drop-duty", "owner")
def _(lines):
    yield from drop_line(lines, DUTY)


# ---- pointers ----

def dropped_test(lines, pattern):
    """An if and what it leads to: one return or goto."""
    rx = re.compile(pattern)
    for i, line in enumerate(lines[:-1]):
        if rx.match(line) and re.match(r"^\t+(return\b.*|goto \w+|break|continue);$", lines[i + 1]):
            yield i, 2, []


@operator("drop-null-test", "pointer")
def _(lines):
    for i, n, new in dropped_test(lines, r"^\t+if \(![\w>.-]+\)$"):
        if is_pointer(re.search(r"!([\w>.-]+)\)", lines[i]).group(1)):
            yield i, n, new


@operator("drop-errptr-test", "pointer")
def _(lines):
    yield from dropped_test(lines, r"^\t+if \(IS_ERR(_OR_NULL)?\(.*\)\)$")


@operator("wrong-error-test", "pointer")
def _(lines):
    yield from each_match(lines, r"\bIS_ERR\((\w+)\)", r"!\1")


# ---- errors ----

@operator("drop-error-test", "error")
def _(lines):
    yield from dropped_test(lines, r"^\t+if \((err|ret|error|rc)( < 0)?\)$")


@operator("ignore-error", "error")
def _(lines):
    for i, line in enumerate(lines):
        m = re.match(r"^(\t+)(?:err|ret|error|rc) = (\w+\(.*\);)$", line)
        if m:
            yield i, 1, [m.group(1) + m.group(2)]


# ---- sizes and indexes ----

@operator("off-by-one", "bounds")
def _(lines):
    for i, line in enumerate(lines):
        if not re.match(r"^\t+(\} else )?(if|for|while) \(", line) or "<<" in line:
            continue
        for m in re.finditer(r" (>=|<=|<|>) (?!0\b|=)", line):
            new = {">=": ">", ">": ">=", "<": "<=", "<=": "<"}[m.group(1)]
            if m.group(1) in (">=", "<"):
                yield i, 1, [line[: m.start(1)] + new + line[m.end(1):]]


@operator("widen-index", "bounds")
def _(lines):
    yield from each_match(lines, r"(?<=[\w\])])\[(\w+)\](?! = \{)", r"[\1 + 1]", skip=DECLARATION.pattern + r"|^\S")


@operator("drop-bound-test", "bounds")
def _(lines):
    yield from dropped_test(lines, r"^\t+if \([^&|]*( >= | > |< 0)[^&|]*\)$")


@operator("weaken-bound", "bounds")
def _(lines):
    yield from each_match(lines, r"(?<= > | < )([A-Z][A-Z0-9_]+)\b", r"\1 * 2",
                          skip=r"^\t+(return|case)|#|= \{")
    yield from each_match(lines, r"(?<= >= )([A-Z][A-Z0-9_]+|ARRAY_SIZE\([^()]*\))", r"\1 + 1")


@operator("widen-size", "bounds")
def _(lines):
    for i, line in enumerate(lines):
        if "static_assert" in line or not re.match(r"^\t.*\w\(", line):
            continue
        for m in re.finditer(r"sizeof\([^()]*\)(?=[,)])", line):
            yield i, 1, [line[: m.end()] + " + 1" + line[m.end():]]


@operator("unchecked-size", "bounds")
def _(lines):
    yield from each_match(lines, r"\b(?:size_mul|array_size)\(([^,()]+), ([^,()]+)\)", r"(\1) * (\2)")
    yield from each_match(lines, r"\bsize_add\(([^,()]+), ([^,()]+)\)", r"(\1) + (\2)")
    yield from each_match(lines, r"\bcheck_(?:mul)_overflow\(([^,()]+), ([^,()]+), &(\w+)\)",
                          r"((\3 = (\1) * (\2)), false)")


# ---- initialisation ----

@operator("drop-init", "init")
def _(lines):
    yield from drop_line(lines, r"^\t+memset\(.*, 0, .*\);$")
    yield from each_match(lines, r"\bkzalloc", "kmalloc")
    for i, line in enumerate(lines):
        m = re.match(r"^(\t+[^=(]*\b\w+) = (NULL|0|false|\{\}|\{0\}|-\w+);$", line)
        if m and DECLARATION.match(line) and "__free" not in line and "static" not in line:
            yield i, 1, [m.group(1) + ";"]


# ---- context ----

@operator("sleep-under-lock", "context")
def _(lines):
    yield from each_match(lines, r"\bGFP_(ATOMIC|NOWAIT)\b", "GFP_KERNEL")
    yield from each_match(lines, r"\bguard\(mutex\)", "guard(spinlock)")


# ---- order ----

@operator("swap", "owner")
def _(lines):
    """Two statements, of which one ends something, in the other order."""
    rx = re.compile(r"(free|put|unlock|del|sync|deregister|erase|pop|add|insert|take)\w*\(")
    for i in range(len(lines) - 1):
        a, b = lines[i], lines[i + 1]
        if simple(a) and simple(b) and a != b and (rx.search(a) or rx.search(b)) and touch(a, b):
            yield i, 2, [b, a]


# ---- what no rule of safety speaks of ----

@operator("negate", "logic")
def _(lines):
    for i, line in enumerate(lines):
        m = re.match(r"^(\t+(?:\} else )?if \()(.*)(\)( \{)?)$", line)
        if m and m.group(2).count("(") == m.group(2).count(")"):
            yield i, 1, [f"{m.group(1)}!({m.group(2)}){m.group(3)}"]


@operator("drop-test", "logic")
def _(lines):
    for i, n, new in dropped_test(lines, r"^\t+if \(.*\)$"):
        line = lines[i]
        flag = re.match(r"^\t+if \(!([\w>.-]+)\)$", line)
        if flag and not is_pointer(flag.group(1)):
            yield i, n, new
        elif not re.match(r"^\t+if \((![\w>.-]+|IS_ERR.*|(err|ret|error|rc)( < 0)?|[^&|]*( >= | > |< 0)[^&|]*)\)$", line):
            yield i, n, new


@operator("constant", "logic")
def _(lines):
    yield from each_match(lines, r"(?<== )(true|false)(?=;)", r"!\1")


def function_at(text, line):
    """The function in which line number @line of @text is."""
    for above in reversed(text.split("\n")[:line]):
        m = re.match(r"^[A-Za-z_][^;=]*?(\w+)\(", above)
        if m:
            return m.group(1)
    return "-"


def in_lines(new, n):
    """@new in @n lines, so that the others stay where they are: what one file teaches another has line numbers."""
    new = new[:n - 1] + [" ".join([new[n - 1]] + [s.strip() for s in new[n:]])] if len(new) > n else new
    return new + [""] * (n - len(new))


def mutants(text, *others):
    """Of @text, a file of a driver whose other files are @others: (operator, class, line number, old text, new text, whole new file) of each mutant of @text."""
    Names.learn(text, *others)
    lines = text.split("\n")
    seen = set()
    for name, kind, fn in OPERATORS:
        for at, n, new in fn(lines):
            whole = "\n".join(lines[:at] + in_lines(new, n) + lines[at + n:])
            if whole == text or whole in seen:
                continue
            seen.add(whole)
            yield (name, kind, at + 1, " ".join(s.strip() for s in lines[at:at + n]),
                   " ".join(s.strip() for s in new), whole)
