#!/usr/bin/env python3
"""The order sets that ship with the project: each can be planned with every must-serve order served, its plan passes
`keyhaul check`, and the example holds every key that the schema knows and the engine honours.

Usage: shipped.py PROGRAM SOURCE_DIR
"""
import json
import pathlib
import subprocess
import sys
import tempfile

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
ITERATIONS = {"national-2000.json": None}  # too large for a debug build; others: 1500
LEFT_OUT_OF_THE_EXAMPLE = {"meta", "file"}
failures = []


def fail(what):
    failures.append(what)
    print("FAILED:", what)


def plan(path, folder):
    iterations = ITERATIONS.get(path.name, 1500)
    if iterations is None:
        return
    out = folder / path.name
    flags = ["--iterations", str(iterations), "--threads", "2", "--seed", "1"]
    run = subprocess.run([PROGRAM, "plan", str(path), "-o", str(out), *flags], capture_output=True, text=True, timeout=300)
    if run.returncode not in (0, 1):
        return fail(f"plan {path.name}: exit {run.returncode}\n{run.stderr}")
    must = {order["id"] for order in json.loads(path.read_text())["orders"] if "unserved_penalty" not in order}
    left = {entry["order"] for entry in json.loads(out.read_text())["unserved"]}
    if must & left:
        fail(f"plan {path.name}: left out {sorted(must & left)}")
    run = subprocess.run([PROGRAM, "check", str(path), str(out)], capture_output=True, text=True, timeout=300)
    if run.returncode != 0:
        fail(f"check {path.name}: exit {run.returncode}\n{run.stdout}{run.stderr}")


class Coverage:
    """Which properties of a schema a document uses."""

    def __init__(self, schema):
        self.schema, self.used = schema, set()

    def resolve(self, node):
        while "$ref" in node:
            target = self.schema
            for key in node["$ref"][2:].split("/"):
                target = target[key]
            node = target
        return node

    @staticmethod
    def alternatives(node):
        return node.get("oneOf", []) + node.get("anyOf", []) + node.get("allOf", [])

    def use(self, node, value):
        node = self.resolve(node)
        for alternative in self.alternatives(node):
            self.use(alternative, value)
        if isinstance(value, dict):
            for key, member in value.items():
                known = node.get("properties", {}).get(key)
                if known is not None:
                    self.used.add((id(node), key))
                below = known if known is not None else node.get("additionalProperties")
                if isinstance(below, dict):
                    self.use(below, member)
        elif isinstance(value, list) and isinstance(node.get("items"), dict):
            for member in value:
                self.use(node["items"], member)

    def missing(self, node, where, seen):
        node = self.resolve(node)
        if id(node) in seen:
            return
        seen.add(id(node))
        for alternative in self.alternatives(node):
            yield from self.missing(alternative, where, seen)
        for key, member in node.get("properties", {}).items():
            text = member.get("description", self.resolve(member).get("description", ""))
            if key in LEFT_OUT_OF_THE_EXAMPLE or "not supported yet" in text.lower():
                continue
            if (id(node), key) not in self.used:
                yield f"{where}/{key}"
            yield from self.missing(member, f"{where}/{key}", seen)
        for below in (node.get("items"), node.get("additionalProperties")):
            if isinstance(below, dict):
                yield from self.missing(below, f"{where}/*", seen)


def example_is_complete():
    schema = json.loads((SOURCE / "engine/schema/order-set.schema.json").read_text())
    coverage = Coverage(schema)
    coverage.use(schema, json.loads((SOURCE / "instances/example/everything.json").read_text()))
    for where in coverage.missing(schema, "", set()):
        fail(f"the example lacks {where}")


example_is_complete()
with tempfile.TemporaryDirectory() as folder:
    shipped = [path for kind in ("example", "daily") for path in (SOURCE / "instances" / kind).glob("*.json")]
    for path in sorted(shipped):
        plan(path, pathlib.Path(folder))
sys.exit(1 if failures else 0)
