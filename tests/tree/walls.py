#!/usr/bin/env python3
"""Who may include whom: reads every #include of the tree and names each that crosses a wall.

Usage: walls.py SOURCE_DIR. First a planted breach of every wall must be found, so that the test is known to be able to fail.
"""
import pathlib
import re
import sys
import tempfile

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
SYSTEM = re.compile(r"^[a-z0-9_/]+\.h$")


def includes(path):
    text = path.read_text(encoding="utf-8", errors="replace")
    return [(kind, name) for kind, name in INCLUDE.findall(text)]


def sources(root, folder):
    base = root / folder
    return sorted(p for p in base.rglob("*") if p.suffix in (".c", ".h")) if base.is_dir() else []


def headers_of(root, folder):
    """Names under which a header of the folder can be included."""
    found = set()
    for path in sources(root, folder):
        if path.suffix == ".h":
            found |= {path.name, str(path.relative_to(root / folder)), str(path.relative_to(root))}
    return found


def is_json(name):
    return "cjson" in name.lower()


def solver_knows(root, engine):
    """solver/ knows neither JSON nor the engine; one file of it knows GLPK."""
    own = headers_of(root, "solver")
    for path in sources(root, "solver"):
        for _, name in includes(path):
            if is_json(name) or name.startswith("keyhaul/") or (name in engine and name not in own):
                yield path, name
            if name.endswith("glpk.h") and path.name != "mip.c":
                yield path, name


def verifier_knows(root, solver):
    """The verifier shares nothing with the solver, and nobody in the engine knows GLPK."""
    for path in sources(root, "engine"):
        apart = path.name.startswith("verify") or path.name.startswith("read_plan")
        for _, name in includes(path):
            if (apart and (name in solver or "solver/" in name)) or name.endswith("glpk.h"):
                yield path, name
            if apart and pathlib.PurePath(name).name in ("compile.h", "decode.h", "kinds.h"):
                yield path, name


def outside_knows(root, engine, solver):
    """tools/ and bench/ see <keyhaul/...> alone, beside their own headers; bench/micro may measure the solver's, one file of the
    bench reads the JSON of reference values."""
    for folder in ("tools", "bench"):
        own = headers_of(root, folder)
        for path in sources(root, folder):
            micro = folder == "bench" and "micro" in path.relative_to(root / folder).parts
            for kind, name in includes(path):
                foreign = name in (engine | solver) and name not in own and not name.startswith("keyhaul/")
                if micro and name in solver:
                    continue
                if path.relative_to(root).as_posix() == "bench/best_known.c" and is_json(name):
                    continue
                if foreign or ".." in name or is_json(name) or name.endswith("glpk.h"):
                    yield path, name
                elif kind == '"' and name not in own:
                    yield path, name


def installed_knows(root):
    """A public header includes public headers and the C library, nothing else."""
    for path in sources(root, "engine/include"):
        for kind, name in includes(path):
            if kind == '"' or not (name.startswith("keyhaul/") or SYSTEM.match(name)) or is_json(name):
                yield path, name


def breaches(root):
    solver = headers_of(root, "solver")
    engine = headers_of(root, "engine")
    found = set(solver_knows(root, engine)) | set(verifier_knows(root, solver))
    found |= set(outside_knows(root, engine, solver)) | set(installed_knows(root))
    return sorted((str(path.relative_to(root)), name) for path, name in found)


PLANTED = {
    "solver/search.c": "<cjson/cJSON.h>",
    "solver/pool.c": '"order_set.h"',
    "solver/island.c": "<keyhaul/status.h>",
    "solver/choose.c": "<glpk.h>",
    "engine/verify.c": '"problem.h"',
    "engine/verify_times.c": '"base/clock.h"',
    "engine/read_plan.c": '"decode.h"',
    "engine/pipeline.c": "<glpk.h>",
    "engine/include/keyhaul/bad.h": '"order_set.h"',
    "tools/plan.c": '"order_set.h"',
    "tools/far.c": '"../engine/plan.h"',
    "bench/run.c": '"solver.h"',
    "bench/job.c": "<cjson/cJSON.h>",
}
ALLOWED = {
    "solver/mip.c": "<glpk.h>",
    "solver/problem.h": '"base/clock.h"',
    "solver/base/clock.h": "<stdint.h>",
    "engine/order_set.h": "<keyhaul/status.h>",
    "engine/decode.h": '"problem.h"',
    "engine/plan.h": '"order_set.h"',
    "tools/tool.h": "<keyhaul/keyhaul.h>",
    "tools/check.c": '"tool.h"',
    "bench/best_known.c": "<cjson/cJSON.h>",
    "bench/micro/join.c": '"problem.h"',
    "solver/solver.h": '"problem.h"',
}


def prove_it_can_fail():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, include in {**PLANTED, **ALLOWED}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(f"#include {include}\n")
        found = {path for path, _ in breaches(root)}
        missed, wrong = set(PLANTED) - found, found - set(PLANTED)
        if missed or wrong:
            sys.exit(f"the test itself is wrong: missed {sorted(missed)}, falsely named {sorted(wrong)}")


def main():
    prove_it_can_fail()
    found = breaches(pathlib.Path(sys.argv[1]))
    for path, name in found:
        print(f"{path}: includes {name}, which lies behind a wall (see ARCHITECTURE.md)")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
