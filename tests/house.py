"""The package measured as a house: ``python -m tests.house [CHECKOUT]`` prints what docs/architecture.md promises.

Everything is read from the source, nothing is imported or run, so that two checkouts can be compared.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from onrecord.data import PROJECT

STOREYS = (
    "span values problems dates data atomic metadata folding reliability",
    "text",
    "annotation",
    "reader",
    "database",
    "corpus",
    "evaluation",
    "exchange",
    "sandbox",
    "site",
    "cli __main__",
)
"""The flow of data: a module may import from its own storey and from those before it."""

READER_STOREYS = "english parsing citations places actors attributions times claims"
"""The same inside reader/; its other modules are the recipe, which comes last."""

SQL = re.compile(
    r"\s*(select\b|with (recursive )?\w+(\([\w, ]+\))? as\b|(insert into|delete from|create|drop|alter|update) \w+ "
    r"|(left |cross )?join \w+ |(order|group) by \w|where [\w.:+(]+ |(and|or) [\w.:+(]+ (<|>|=|in|like|is)\b"
    r"|from \w+ (where|join|cross|left|order)\b)",
    re.IGNORECASE,
)
"""A statement, or a part of one that is put together with others."""


class Arrow(NamedTuple):
    """One module that imports another; both without the name of the package."""

    importer: str
    imported: str


class House:
    """The modules of one checkout's package, parsed."""

    def __init__(self, checkout: Path = PROJECT) -> None:
        self.package = checkout / "onrecord"
        self.files = {self.name_of(path): path for path in sorted(self.package.rglob("*.py"))}
        self.trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in self.files.items()}

    def name_of(self, path: Path) -> str:
        """A module's dotted name below the package."""
        return ".".join(path.relative_to(self.package).with_suffix("").parts).removesuffix("__init__").rstrip(".")

    @cached_property
    def lines(self) -> dict[str, int]:
        """Lines of code by module."""
        return {name: path.read_text(encoding="utf-8").count("\n") for name, path in self.files.items()}

    @cached_property
    def functions(self) -> list[tuple[int, str]]:
        """The length in lines of every function, longest first, with its name."""
        found = [
            (node.end_lineno - node.lineno + 1, f"{name}.{node.name}")
            for name, tree in self.trees.items()
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
        ]
        return sorted(found, reverse=True)

    @cached_property
    def arrows(self) -> list[Arrow]:
        """Every import of one module by another, those inside functions and for types alone included."""
        return sorted({Arrow(name, there) for name, tree in self.trees.items() for there in self.imported(tree)})

    def imported(self, tree: ast.Module) -> Iterator[str]:
        """The modules of the package that a module imports."""
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "onrecord":
                base = node.module.removeprefix("onrecord").lstrip(".")
                for alias in node.names:
                    whole = f"{base}.{alias.name}".lstrip(".")
                    yield whole if whole in self.files else base
            elif isinstance(node, ast.Import):
                yield from (a.name.removeprefix("onrecord.") for a in node.names if a.name.startswith("onrecord."))

    def backward(self) -> list[Arrow]:
        """Imports against the flow of data."""
        return [arrow for arrow in self.arrows if storey(arrow.imported) > storey(arrow.importer)]

    def twice(self, kind: type[ast.stmt]) -> dict[str, list[str]]:
        """Names that are defined at the top of more than one module, with the modules."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, tree in self.trees.items():
            for node in tree.body:
                if isinstance(node, kind) and isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                    found[node.name].append(name)
        return {name: modules for name, modules in sorted(found.items()) if len(modules) > 1}

    def same_file_names(self) -> dict[str, list[str]]:
        """File names that occur in more than one folder."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, path in self.files.items():
            if path.name != "__init__.py":
                found[path.name].append(name)
        return {name: modules for name, modules in found.items() if len(modules) > 1}

    def sql_lines(self) -> dict[str, int]:
        """Lines of SQL in string literals, by module; what an f-string puts into SQL counts as a word of it."""
        found: dict[str, int] = defaultdict(int)
        for name, tree in self.trees.items():
            nodes = list(ast.walk(tree))
            parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
            docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
            for node in nodes:
                if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in parts | docstrings:
                    text = text_of(node)
                    if SQL.match(text):
                        found[name] += len([line for line in text.splitlines() if line.strip()])
        return dict(found)


def text_of(node: ast.Constant | ast.JoinedStr) -> str:
    """What a literal says, with a word in place of what an f-string puts in."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "word" for part in parts)


def storey(module: str) -> tuple[int, int]:
    """How far along the flow of data a module is; the package itself, which holds the version, is at its beginning."""
    first, *rest = module.split(".")
    outer = next((number for number, names in enumerate(STOREYS) if first in names.split()), 0)
    if first != "reader":
        return outer, 0
    inner = READER_STOREYS.split()
    return outer, inner.index(rest[0]) if rest and rest[0] in inner else len(inner)


def report(house: House) -> Iterator[tuple[str, str]]:
    """What is measured and the figure."""
    longest = max((lines, name) for name, lines in house.lines.items())
    sql = house.sql_lines()
    yield "lines of Python in onrecord/", f"{sum(house.lines.values()):,}"
    yield "modules", f"{len(house.files):,}"
    yield "longest module, lines", f"{longest[0]:,} ({longest[1]})"
    yield "longest function, lines", f"{house.functions[0][0]} ({house.functions[0][1]})"
    yield "imports of one module by another", f"{len(house.arrows):,}"
    yield "imports against the flow of data", f"{len(house.backward())}"
    yield "file names that occur twice", f"{len(house.same_file_names())}"
    yield "class names defined twice", f"{len(house.twice(ast.ClassDef))}"
    yield "function names defined in more than one module", f"{len(house.twice(ast.FunctionDef))}"
    yield "lines of SQL outside schema/", f"{sum(sql.values())} in {len(sql)} modules"


if __name__ == "__main__":
    for what, figure in report(House(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT)):
        print(f"| {what} | {figure} |")
