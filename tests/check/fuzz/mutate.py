#!/usr/bin/python3
# SPDX-License-Identifier: MIT OR GPL-2.0-only
"""Broken C files from good ones, the same for the same seed.

usage: mutate.py SEED COUNT OUT FILE...

Each is cut short, or loses, swaps, repeats and replaces tokens or lines, or gets noise, or goes on
as another file: one to four such steps. It lies in OUT/K/, where K counts the folders that the good
files come from; the headers of that folder lie beside it.
"""
import os
import random
import re
import shutil
import sys

TOKEN = re.compile(r'[A-Za-z_]\w*|\d\w*|"(?:\\.|[^"\\\n])*"|/\*.*?\*/|\s+|->|[-+*/%&|^<>=!]=|<<|>>|&&|\|\||\+\+|--|\.\.\.|.', re.S)
PIECES = ['(', ')', '{', '}', ';', '*', '&', ',', '=', '->', '.', '[', ']', '0', '-1', 'NULL',
          'return', 'if (', 'while (', 'goto', 'struct', 'static', 'const', 'sizeof', '"', "'", '#',
          '\\', '/*', '18446744073709551615', 'a' * 300, '((' * 40, '{' * 40, 'switch', 'case 1:',
          'default:', 'else', 'break;', 'continue;', 'do', 'asm', '_Generic', '...', 'union', 'enum']


def cut(rng, text, others):
    return text[:rng.randrange(len(text) + 1)]


def noise(rng, text, others):
    at = rng.randrange(len(text) + 1)
    junk = ''.join(chr(rng.randrange(256)) for _ in range(rng.randrange(1, 9)))
    return text[:at] + junk + text[at + rng.choice([0, len(junk)]):]


def splice(rng, text, others):
    other = rng.choice(others)
    return text[:rng.randrange(len(text) + 1)] + other[rng.randrange(len(other) + 1):]


def tokens(rng, text, others):
    list_ = TOKEN.findall(text)
    for _ in range(rng.choice([1, 1, 2, 5])):
        if len(list_) < 2:
            break
        a, b = rng.randrange(len(list_)), rng.randrange(len(list_))
        how = rng.randrange(5)
        if how == 0:
            del list_[a]
        elif how == 1:
            list_[a], list_[b] = list_[b], list_[a]
        elif how == 2:
            list_.insert(a, list_[a])
        elif how == 3:
            list_[a] = list_[b]
        else:
            list_.insert(a, rng.choice(PIECES))
    return ''.join(list_)


def lines(rng, text, others):
    list_ = text.split('\n')
    a, b = rng.randrange(len(list_)), rng.randrange(len(list_))
    how = rng.randrange(4)
    if how == 0:
        del list_[a]
    elif how == 1:
        list_[a], list_[b] = list_[b], list_[a]
    elif how == 2:
        list_.insert(a, list_[b])
    else:
        del list_[min(a, b):max(a, b)]
    return '\n'.join(list_)


def main():
    seed, count, out, files = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:]
    folders = sorted({os.path.dirname(f) for f in files})
    texts = []
    for k, folder in enumerate(folders):
        os.makedirs(f'{out}/{k}')
        for name in os.listdir(folder):
            if name.endswith('.h'):
                shutil.copy(f'{folder}/{name}', f'{out}/{k}')
    for f in files:
        with open(f, encoding='utf-8') as source:
            texts.append(source.read().replace('"../../corpus/', '"'))
    for i in range(count):
        rng = random.Random(seed * 1000003 + i)
        pick = i % len(files)
        text = texts[pick]
        for _ in range(rng.choice([1, 1, 1, 2, 4])):
            text = rng.choice([cut, noise, splice, tokens, tokens, tokens, lines, lines])(rng, text, texts)
            text = text[:200000] or ' '
        name = f'{out}/{folders.index(os.path.dirname(files[pick]))}/{i:05d}.c'
        with open(name, 'w', encoding='latin-1' if rng.random() < 0.1 else 'utf-8', errors='replace') as broken:
            broken.write(text)


main()
