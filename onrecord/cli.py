"""The command line: build, check, evaluate, export and serve."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import Any, ParamSpec
from urllib.parse import quote

import click
from click_default_group import DefaultGroup
from sqlite_utils import Database

from onrecord import __version__
from onrecord.annotation.authority import load_authority
from onrecord.annotation.decisions import people_of
from onrecord.annotation.dump import FROZEN, draft_yaml
from onrecord.annotation.entry import Entry
from onrecord.annotation.replay import lost_decisions
from onrecord.annotation.validation import uncovered_spans
from onrecord.atomic import write_whole
from onrecord.corpus.build import build_database
from onrecord.corpus.directory import RULES, Corpus, load_corpus, read_by, reader_named
from onrecord.corpus.document_entries import annotation_file, document_name, load_entry
from onrecord.corpus.left_out import LeftOut, load_usable
from onrecord.data import DATABASE, IS_INSTALLED, SEEDS
from onrecord.database.rows import Rows
from onrecord.evaluation.kinds import KINDS, Disagreement, tally
from onrecord.evaluation.readings import evaluations
from onrecord.evaluation.report import error_table
from onrecord.evaluation.score_rows import evaluation_rows
from onrecord.evaluation.scores import table
from onrecord.problems import InputError, Problem, Problems
from onrecord.text.document import UnreadableDocument
from onrecord.text.document_files import TEXT_SUFFIXES, text_file

TITLES = {"blind": "Two blind readings:", "machine": "The annotation and the machine's reading:"}


class ProgressLine:
    """Shows progress on standard error once the work has taken longer than a second."""

    def __init__(self) -> None:
        self.started = self.said = time.monotonic()
        self.live = sys.stderr.isatty()

    def __call__(self, doing: str) -> None:
        now = time.monotonic()
        if now - self.said < (0.1 if self.live and self.said > self.started else 1):
            return
        self.said = now
        click.echo(f"\r\x1b[2K{doing}" if self.live else f"… {doing}", err=True, nl=not self.live)

    def done(self) -> None:
        """Clear the progress line."""
        if self.live and self.said > self.started:
            click.echo("\r\x1b[2K", err=True, nl=False)


P = ParamSpec("P")


def fails_clearly(command: Callable[P, None]) -> Callable[P, None]:
    """Make a command print every problem in its input and exit with status 1, without a traceback."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except InputError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            if "output" in kwargs or "directory" in kwargs:
                number = len(error.problems)
                click.echo(f"{number:,} problem{'s' * (number != 1)}; nothing was written.", err=True)
            sys.exit(1)
        except OSError as error:  # not foreseen by any check
            if error.errno == errno.EPIPE or not error.filename:
                raise
            remedy = "check that it exists, its permissions and the free space"
            click.echo(f"{error.filename}: {error.strerror} — {remedy}", err=True)
            sys.exit(1)

    return wrapped


def warnings_of(corpus: Corpus, left_out: LeftOut) -> list[Problem]:
    """What does not stop a build but should be known, about the documents that are in it."""
    gone = set(map(str, left_out.documents))
    lost = (lost_decisions(entry, corpus.decisions.get(path)) for path, entry in corpus.annotated.items())
    told = (*corpus.warnings, *corpus.notes, *left_out.warnings)
    found = (*told, *uncovered_sentences(corpus), *chain.from_iterable(lost))
    return [one for one in found if one.path not in gone]


def show_left_out(left_out: LeftOut, total: int) -> None:
    """Say on standard error which documents are left out, and why."""
    for problem in left_out.problems:
        click.echo(f"left out: {problem}", err=True)
    if number := len(left_out.documents):
        said = f"{number:,} of {total:,} documents {'is' if number == 1 else 'are'} left out"
        click.echo(f"{said}; with --strict, nothing is written until they are mended.", err=True)


def uncovered_sentences(corpus: Corpus) -> Iterator[Problem]:
    """A warning for each sentence of an annotated document without a claim or a reason for having none."""
    for path, entry in corpus.annotated.items():
        for span in uncovered_spans(entry):
            line = entry.document.line_of(span.start)
            what = f"this sentence has no claim: “{' '.join(entry.document.exact(span).split())[:60]}…”"
            yield Problem(str(path), line, what, "add a claim, or no_claims with the reason")


def show_warnings(warnings: list[Problem]) -> None:
    """Print warnings on standard error, the first hundred in full."""
    for warning in warnings[:100]:
        click.echo(f"warning: {warning}", err=True)
    if len(warnings) > 100:
        click.echo(f"and {len(warnings) - 100:,} more warnings", err=True)


def show_counts(counts: dict[str, int]) -> None:
    """Print the number of rows of each table, one per line."""
    width = max(map(len, counts))
    for name, count in counts.items():
        click.echo(f"  {name:<{width}}  {count:>9,}")


NO_DIRECTORY_NAMED: dict[str, Any] = {} if IS_INSTALLED else {"default": SEEDS}

directory_argument = click.argument(
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    **NO_DIRECTORY_NAMED,
)


database_option = click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=DATABASE,
    show_default="onrecord.db",
    help="The database to write; its file name is its name on the site.",
)
annotation_option = click.option(
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="The file to write, - for standard output; by default NAME.yml next to the document.",
)
reader_option = click.option(
    "--reader",
    default=RULES,
    show_default=True,
    metavar="NAME",
    help="What reads: rules, rules:PIPELINE with another model of spaCy's, or llm:MODEL, a language model.",
)


@click.group(cls=DefaultGroup, default="build", default_if_no_args=True)
@click.version_option(__version__, prog_name="onrecord")
def main() -> None:
    """Turn prose documents into a published, checkable dataset."""


def build_and_say(directory: Path, output: Path, *, evaluation: bool, strict: bool, reader: str = RULES) -> Corpus:
    """Build a database, and say what is in it.

    :return: what it was built from
    """
    progress, left_out, unread = ProgressLine(), LeftOut(strict), Problems()
    corpus = load_usable(directory, left_out, progress, read_with=reader)
    total = len(corpus.paths) + len(left_out.documents)

    def further(kept: Corpus, made: Database) -> Iterator[Rows]:
        return evaluation_rows(kept, made, progress, evaluated=evaluation, unread=None if strict else unread)

    counts = build_database(corpus, output, progress, further, left_out)
    progress.done()
    warnings = [*warnings_of(corpus, left_out), *unread]
    show_warnings(warnings)
    show_left_out(left_out, total)
    click.echo(f"Built {output}")
    show_counts(counts)
    seconds = time.monotonic() - progress.started
    rows, number = sum(counts.values()), len(warnings)
    click.echo(f"{rows:,} rows, {number:,} warning{'s' * (number != 1)}, {seconds:.1f} seconds")
    return corpus


@main.command()
@directory_argument
@database_option
@click.option(
    "--evaluation/--no-evaluation",
    default=True,
    show_default=True,
    help="Also read the annotated documents by machine, and store the differences.",
)
@click.option(
    "--strict/--no-strict",
    default=False,
    show_default=True,
    help="Write nothing if any document can't be used, in place of leaving it out.",
)
@reader_option
@fails_clearly
def build(directory: Path, output: Path, evaluation: bool, strict: bool, reader: str) -> None:
    """Build the database from DIRECTORY.

    DIRECTORY holds documents and their annotations; in a checkout it defaults to seeds/. A document that can't be used
    is named with the reason and left out. The new database replaces the old one only after passing every check. The
    same files always give the same bytes.
    """
    build_and_say(directory, output, evaluation=evaluation, strict=strict, reader=reader)


@main.command()
@directory_argument
@fails_clearly
def check(directory: Path) -> None:
    """Check DIRECTORY without writing anything.

    Reports every problem in the documents, annotations and authority files of DIRECTORY (in a checkout, seeds/ by
    default), with its file, its line and what to do about it.
    """
    progress = ProgressLine()
    corpus = load_usable(directory, LeftOut(strict=True), progress, write=False)
    progress.done()
    show_warnings(warnings_of(corpus, LeftOut()))
    documents, annotated = len(corpus.paths), len(corpus.annotated)
    click.echo(f"{directory}: {documents:,} document{'s' * (documents != 1)}, {annotated:,} annotated, no problems.")


@main.command()
@click.argument("document", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@annotation_option
@reader_option
@fails_clearly
def draft(document: Path, output: Path | None, reader: str) -> None:
    """Write the machine's reading of DOCUMENT.

    The reading is written as YAML for a person to correct; once it is called NAME.yml, build uses it instead of the
    machine's. Rows that the machine is unsure of are marked. An existing file is never overwritten.
    """
    text = document if document.suffix.lower() in TEXT_SUFFIXES else document.with_suffix(".txt")
    name = document_name(text)
    target = output or annotation_file(text, name)
    if str(target) != "-":
        check_draft(target)
    problems = Problems()
    try:
        entry = load_entry(text_file(document), problems, name=name, annotated=False)
    except UnreadableDocument as error:
        raise InputError([error.problem(document)]) from error
    authority = load_authority(document.parent, SEEDS, problems)
    problems.raise_if_any()
    assert entry is not None  # else there was a problem
    notes = Problems()
    by = reader_named(reader, authority, document.parent, notes)
    read = read_by(by, entry)
    assert read.annotation is not None
    show_warnings(list(notes))
    if write_reading(target, draft_yaml(read.annotation, read.document)):
        click.echo(
            f"Wrote {target}: correct it, then write review_status: corrected, reviewed_by and reviewed_on in it."
        )
        if reader != RULES:
            record = f"- {{id: {by.annotator.id}, name: {by.annotator.name}, kind: program}}"
            click.echo(f"Its annotator must be in annotators.yml: {record}")


def write_reading(target: Path, drafted: str) -> bool:
    """Write an annotation to a file that is not there yet.

    :return: whether there is a file; ``-`` is standard output
    :raises InputError: when it can't be written
    """
    if str(target) == "-":
        click.echo(drafted, nl=False)
        return False
    try:
        write_whole(target, drafted.encode(), replace=False)
    except OSError as error:
        remedy = "free some space or allow writing there, or choose another file with --output"
        raise InputError([Problem(str(target), 0, f"the draft can't be written: {error.strerror}", remedy)]) from error
    return True


def check_draft(target: Path) -> None:
    """Refuse a file that exists, or whose directory does not, before any work is done.

    :raises InputError: saying why
    """
    if os.path.lexists(target):
        what, remedy = "the file exists and will not be overwritten", "name another file with --output, or remove it"
    elif not target.parent.is_dir():
        what, remedy = f"there is no directory {target.parent}", "create it, or choose another with --output"
    else:
        return
    raise InputError([Problem(str(target), 0, what, remedy)])


@main.command()
@directory_argument
@click.option("--disagreements", is_flag=True, help="List every disagreement with its line.")
@reader_option
@fails_clearly
def evaluate(directory: Path, disagreements: bool, reader: str) -> None:
    """Measure how well readings agree.

    Prints Markdown tables: for each document that two annotators read independently (DIRECTORY/blind-readings), the
    second reading against the first; for each annotated document, the machine's reading against the annotation.
    """
    problems = Problems()
    progress = ProgressLine()
    corpus = load_corpus(directory, problems, progress, read_with=reader)
    problems.raise_if_any()
    if not corpus.annotated:
        remedy = "annotate one: write NAME.yml next to NAME.txt"
        raise InputError([Problem(str(directory), 0, "no document here is annotated", remedy)])
    for evaluation in evaluations(corpus, progress):
        progress.done()
        title = evaluation.entry.description.title
        click.echo(f"{TITLES[evaluation.kind]} {title}\n\n{table(evaluation.scores)}\n")
        click.echo(f"What differs:\n\n{error_table(tally(evaluation.disagreements))}\n")
        for found in evaluation.disagreements if disagreements else ():
            click.echo(disagreement_line(evaluation.entry, found))
    show_warnings(list(corpus.notes))


def disagreement_line(entry: Entry, found: Disagreement) -> str:
    """One disagreement on one line: where it is, what each reading has, and its address on the site."""
    document, (start, end) = entry.document, found.span
    layer = f"{found.layer}: {found.about}" if found.about else found.layer
    one, other = found.reference or "(not in the reference)", found.reading or "(not in the reading)"
    where = f"{document.path}:{document.line_of(start)}: {layer}: {KINDS[found.kind][0]}"
    return f"{where}: {one} / {other} — /read/{quote(entry.id, safe='')}#char={start},{end}"


class ListsFormats(click.Command):
    """A command whose help ends with the export formats."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the formats by their path in an export."""
        from onrecord.exchange.formats import FORMATS

        with formatter.section("Formats"):
            formatter.write_dl([(format.path, f"{format.title}. {format.holds}") for format in FORMATS])


@main.command(cls=ListsFormats)
@click.argument("database", type=click.Path(path_type=Path))
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "--base-url",
    default="http://127.0.0.1:8001",
    show_default=True,
    help="The address of the site, with which permalinks start.",
)
@click.option("--replace", is_flag=True, help="Replace an earlier export in DIRECTORY.")
@fails_clearly
def export(database: Path, directory: Path, base_url: str, replace: bool) -> None:
    """Write all of DATABASE to DIRECTORY in open formats.

    The directory appears complete or not at all, and the same database always gives the same bytes.
    """
    from onrecord.exchange.export import export_database

    progress = ProgressLine()
    counts = export_database(database, directory, base_url, replace=replace, progress=progress)
    progress.done()
    click.echo(f"Exported {database} to {directory}")
    show_counts(counts)


@main.command()
@click.option(
    "--database",
    type=click.Path(path_type=Path),
    default=DATABASE,
    show_default="onrecord.db",
    help="The database to serve.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="The port to listen on.")
@click.option("--address", help="Where visitors reach the site, such as https://example.org/data/.")
@click.option("--prefix", help="The path of the site behind a proxy, if --address does not say it.")
@fails_clearly
def serve(database: Path, host: str, port: int, address: str | None, prefix: str | None) -> None:
    """Publish the database with Datasette.

    The site is at http://127.0.0.1:8001 unless --host or --port say otherwise; Ctrl-C stops it. A public site should be
    given its --address: otherwise absolute addresses on it are those that each visitor used.
    """
    from onrecord.database.open import open_database
    from onrecord.site.server import serve as serve_site

    with open_database(database):
        pass
    serve_site(database, host=host, port=port, prefix=prefix, address=address)


@main.command()
@directory_argument
@database_option
@click.option("--by", help="Your name, or your id in annotators.yml: it is published with your decisions.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="The port to listen on.")
@fails_clearly
def review(directory: Path, output: Path, by: str | None, port: int) -> None:
    """Decide about the claims of DIRECTORY, one after the other.

    Builds the database and opens the site on this machine alone, with a page that shows each claim in its place. What
    you decide is added to NAME.decisions.jsonl beside the document, and every later build follows it.
    """
    corpus = build_and_say(directory, output, evaluation=False, strict=False)
    name = by or click.prompt("Your name, which is published with your decisions", default=last_reviewer(corpus))
    name = " ".join(name.split())
    if not name or people_of([name], corpus.authority)[name].kind != "person":
        raise InputError([Problem("--by", 0, f"{name!r} is not a person", "give the name of the person who decides")])
    from onrecord.site.room import Room, ledgers_of
    from onrecord.site.server import serve as serve_site

    ledgers = ledgers_of(corpus)
    serve_site(output, port=port, room=lambda database: Room(database, ledgers, name))


def last_reviewer(corpus: Corpus) -> str | None:
    """The name of who decided last, or of the only person in annotators.yml."""
    made = [one for log in corpus.decisions.values() for one in log.decisions]
    people = [one.name for one in corpus.authority.annotators.values() if one.kind == "person"]
    return max(made, key=lambda one: one.when).by if made else people[0] if len(people) == 1 else None


@main.command()
@click.argument("document", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@annotation_option
@fails_clearly
def freeze(document: Path, output: Path | None) -> None:
    """Write the reading of DOCUMENT as people left it.

    The annotation that a build uses, the machine's or NAME.yml, is written with every decision of NAME.decisions.jsonl
    in it. An existing file is never overwritten.
    """
    left_out = LeftOut()
    corpus = load_usable(document.parent, left_out)
    text = text_file(document)
    target = output or corpus.beside(text)
    if str(target) != "-":
        check_draft(target)
    entry = corpus.entry(text)
    show_warnings([*lost_decisions(entry, corpus.decisions.get(text))])
    assert entry.annotation is not None
    if write_reading(target, draft_yaml(entry.annotation, entry.document, header=FROZEN)):
        click.echo(f"Wrote {target}: a build uses it from now on, with whatever is decided afterwards.")
