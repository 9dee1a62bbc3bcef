"""The command behind ``make bench``; nothing here passes or fails.

make bench
python -m tests.bench --help
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import click

from onrecord.cli import build
from onrecord.data import SEEDS
from tests.bench import attacks, odd, reader, site
from tests.bench.made_up import Size, fill

PARTS = ("reader", "site", "attacks", "odd")


@click.command()
@click.option("--part", "parts", multiple=True, type=click.Choice(PARTS), help="Measure only this.  [default: all]")
@click.option("--claims", default=100_000, show_default=True, type=click.IntRange(min=1000))
@click.option("--documents", default=1000, show_default=True, type=click.IntRange(min=10))
@click.option("--texts", default=1000, show_default=True, type=click.IntRange(min=10), help="Documents to read.")
@click.option("--requests", default=10_000, show_default=True, type=click.IntRange(min=10), help="Odd requests.")
@click.option(
    "--database", type=click.Path(path_type=Path), help="Keep the made-up database here, or take it from here."
)
def main(parts: tuple[str, ...], claims: int, documents: int, texts: int, requests: int, database: Path | None) -> None:
    """Measure the project on made-up documents."""
    if not parts or "reader" in parts:
        click.echo(f"## The machine reader: {texts:,} documents in one process\n")
        reader.measure(texts, click.echo)
        click.echo()
    with tempfile.TemporaryDirectory() as directory:
        path = database or Path(directory) / "bench.db"
        if not path.exists() and (not parts or {"site", "attacks"} & set(parts)):
            fill(path, Size(claims, documents))
        if not parts or "site" in parts:
            megabytes = path.stat().st_size / 1e6
            click.echo(f"## The site: {claims:,} claims in {documents:,} documents, {megabytes:,.0f} MB\n")
            asyncio.run(site.measure(path, click.echo))
        if not parts or "attacks" in parts:
            click.echo("\n## An honest visitor beside attackers\n")
            asyncio.run(attacks.measure(path, click.echo))
        if not parts or "odd" in parts:
            click.echo("\n## Requests that nobody would make\n")
            first = Path(directory) / "onrecord.db"
            build.main([str(SEEDS), "--output", str(first)], standalone_mode=False)
            asyncio.run(odd.measure(first, requests, requests // 10, click.echo))


if __name__ == "__main__":
    main()
