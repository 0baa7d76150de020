#!/usr/bin/env python3
"""Every order set and plan that ships with the project obeys the published schema of its kind, and docs/format.md names every key
of an order set.

Usage: schemas.py SOURCE_DIR. The kind stands in the document's "format". Exit 77: nothing to hold against a schema yet.
"""
import json
import pathlib
import re
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)


def load_schemas(root):
    schemas = {}
    for path in sorted((root / "engine/schema").glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        kind = path.name.split(".")[0]
        schemas[f"keyhaul/{kind}/1"] = jsonschema.Draft202012Validator(schema)
    return schemas


def documents(root):
    for folder in ("instances", "tests/golden"):
        yield from sorted((root / folder).rglob("*.json"))


def keys_of(schema):
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from properties
        for value in schema.values():
            yield from keys_of(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from keys_of(value)


def undocumented(root, schema):
    """Keys that are honoured or refused, but not those inside of what is refused as a whole."""
    inside = {"on_time_target", "tolerance_min", "against", "early", "late", "max_early_min", "max_late_min", "miss", "after_min", "per_min",
              "once", "value_share", "every_min", "per_slot", "taken", "target", "by", "max_parts", "ref", "at", "move_cost", "factor",
              "empty", "full"}
    text = (root / "docs/format.md").read_text(encoding="utf-8")
    return sorted(key for key in set(keys_of(schema)) - inside if not re.search(rf"\b{re.escape(key)}\b", text))


def main():
    root = pathlib.Path(sys.argv[1])
    schemas = load_schemas(root)
    checked = failures = 0
    for path in documents(root):
        document = json.loads(path.read_text(encoding="utf-8"))
        kind = document.get("format") if isinstance(document, dict) else None
        if kind not in schemas:
            continue
        checked += 1
        for error in list(schemas[kind].iter_errors(document))[:5]:
            failures += 1
            pointer = "".join(f"/{part}" for part in error.absolute_path)
            print(f"{path.relative_to(root)}:{pointer}: {error.message[:200]}")
    for key in undocumented(root, schemas["keyhaul/order-set/1"].schema):
        failures += 1
        print(f"docs/format.md does not name {key}")
    print(f"{len(schemas)} schemas, {checked} documents, {failures} findings")
    if failures:
        return 1
    return 0 if checked else 77


if __name__ == "__main__":
    sys.exit(main())
