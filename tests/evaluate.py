"""Everything that is measured, in one command: ``make evaluate``, or ``make evaluate CORPORA=directory``.

``make evaluate DATABASE=file`` counts the statements that stand alone.

What a clone can measure is renewed in README.md and docs/evaluation.md; the corpora's figures are stored in
onrecord/evaluation/measured.yml, and shown in both.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from onrecord.cli import ProgressLine, fails_clearly
from onrecord.evaluation import figures
from onrecord.evaluation.calibration import Outcome, write_scores
from onrecord.evaluation.corpora import measure_corpus
from onrecord.evaluation.gold import read_gold
from onrecord.evaluation.scores import table
from onrecord.evaluation.standing import standing_in
from onrecord.reader.fingerprint import fingerprint
from tests import readme


def measure_corpora(directory: Path, progress: ProgressLine) -> None:
    """Measure the corpora in the directory, and store their figures."""
    aims = figures.goals()
    counted: list[Outcome] = []
    measured = []
    for corpus in aims.corpora.values():
        path = directory / f"{corpus.id}.jsonl"
        if not path.exists():
            click.echo(f"{path}: there is no such corpus; its figures are not changed")
            continue
        found = measure_corpus(read_gold(path), "", progress, timed=corpus.id == aims.speed.of, counted=counted)
        measured.append(found)
        progress.done()
        click.echo(f"{corpus.name}\n\n{table(found.scores)}\n")
    for name, error in write_scores(counted).items():
        click.echo(f"The scores of {name} are off by {error:.3f} on documents that they were not counted on.")
    fingerprint.cache_clear()  # the scores are part of the reader, and change none of these figures
    figures.write(replace(found, reader=fingerprint()) for found in measured)


@click.command()
@click.option("--corpora", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Where the corpora are.")
@click.option(
    "--database", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Whose statements to count."
)
@fails_clearly
def main(corpora: Path | None, database: Path | None) -> None:
    """Measure the reader, and renew the figures of README.md and docs/evaluation.md.

    With --database only count the machine's statements in a database that stand alone, which needs no reference.
    """
    progress = ProgressLine()
    if database:
        click.echo(standing_in(database))
        return
    if corpora:
        measure_corpora(corpora, progress)
    for row in figures.load_measured():
        if row.reader != fingerprint():
            what = f"{row.corpus}: its figures are of reader {row.reader}, this one is {fingerprint()}"
            click.echo(f"{what}; to renew them: make evaluate CORPORA=directory", err=True)
    readme.renew(progress)


if __name__ == "__main__":
    main()
