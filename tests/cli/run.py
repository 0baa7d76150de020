#!/usr/bin/env python3
"""Runs the command-line tests of one file.

Usage: run.py PROGRAM FILE.test [--only TEXT]

A file holds cases, each in three parts: what goes in, the command, what must come out.

    === a typo in a flag names the nearest
    --- file orders.json                    a file in the case's own empty folder; any number of them
    {"format": "keyhaul/order-set/1"}
    --- copy small.json orders.json         the same from a file beside the .test file
    --- stdin                               what the command reads
    --- run                                 bash; keyhaul is on the PATH
    keyhaul plan --thraeds 2 orders.json
    --- exit 2
    --- stdout                              whole, line by line; left out: anything goes
    --- stderr
    keyhaul plan: unknown flag --thraeds; did you mean --threads?
    ...
    --- left orders.json                    all files there afterwards

In expected text "..." stands for any text within a line, and alone on a line for any lines. Lines before the first case are
a comment; empty lines at the end of expected text do not count.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TIMEOUT_S = 120


class Case:
    def __init__(self, title, line):
        self.title, self.line = title, line
        self.files, self.copies = {}, []
        self.stdin = self.command = ""
        self.exit, self.left, self.expected = 0, None, {}


def take(case, head, body):
    words = head.split()
    text = "".join(body)
    if words[0] == "file":
        case.files[words[1]] = text
    elif words[0] == "copy":
        case.copies.append((words[1], words[2]))
    elif words[0] == "stdin":
        case.stdin = text
    elif words[0] == "run":
        case.command = text
    elif words[0] == "exit":
        case.exit = int(words[1])
    elif words[0] == "left":
        case.left = sorted(words[1:])
    elif words[0] in ("stdout", "stderr"):
        case.expected[words[0]] = text.rstrip("\n") + "\n" if text.strip() else ""
    else:
        sys.exit(f"unknown part: --- {head}")


def cases_of(path):
    cases, head, body = [], None, []
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) + ["=== end"]
    for number, line in enumerate(lines, 1):
        if not line.startswith(("=== ", "--- ")):
            body.append(line)
            continue
        if head and cases:
            take(cases[-1], head, body)
        head, body = None, []
        if line.startswith("=== "):
            cases.append(Case(line[4:].strip(), number))
        else:
            head = line[4:].strip()
    return cases[:-1]


def pattern_of(expected):
    parts = []
    for line in expected.splitlines():
        if line.strip() == "...":
            parts.append(r"(?:[^\n]*\n)*?")
        else:
            parts.append(".*".join(re.escape(piece) for piece in line.split("...")) + r"\n")
    return re.compile("".join(parts))


def run(case, program, beside):
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        for name, text in case.files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text, encoding="utf-8")
        for source, target in case.copies:
            (place / target).write_bytes((beside / source).read_bytes())
        environment = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS") or name.startswith("OMP_")}
        environment |= {"PATH": f"{program.parent}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TOP": str(beside.parent.parent)}
        done = subprocess.run(["bash", "-c", case.command], cwd=place, env=environment, input=case.stdin.encode(),
                              capture_output=True, timeout=TIMEOUT_S)
        left = sorted(str(p.relative_to(place)) for p in place.rglob("*") if p.is_file())
    return done, left


def complaints(case, done, left):
    if done.returncode != case.exit:
        yield f"exit status {done.returncode}, expected {case.exit}"
    for stream, expected in case.expected.items():
        got = getattr(done, stream).decode(errors="replace")
        if not pattern_of(expected).fullmatch(got if got.endswith("\n") or not got else got + "\n"):
            yield f"{stream} is not as expected:\n{expected}"
    if case.left is not None and left != case.left:
        yield f"files left: {' '.join(left)}, expected {' '.join(case.left)}"


def main():
    program, path = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    only = sys.argv[4] if len(sys.argv) > 4 and sys.argv[3] == "--only" else ""
    cases = [case for case in cases_of(path) if only in case.title]
    failed = 0
    for case in cases:
        done, left = run(case, program, path.parent)
        found = list(complaints(case, done, left))
        failed += bool(found)
        if found:
            print(f"{path.name}:{case.line}: {case.title}\n$ {case.command.strip()}")
            print("\n".join(f"  {text}" for text in found))
            print(f"stdout was:\n{done.stdout.decode(errors='replace')[:2000]}")
            print(f"stderr was:\n{done.stderr.decode(errors='replace')[:2000]}")
    print(f"{path.name}: {len(cases)} cases, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
