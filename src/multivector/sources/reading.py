"""Many files become documents; the ones that cannot are faults, and copies to the byte are dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from multivector.errors import Fault, SourceError
from multivector.sources.document import Document
from multivector.sources.intake import Intake, take_in
from multivector.sources.limits import Limits
from multivector.sources.parse import parse
from multivector.sources.worker import Worker


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a set of files.

    Attributes:
        documents: Those that could be read, in order, each content once.
        faults: One line for each file that could not.
        duplicates: Names of files left out because their bytes equal those of another: (left out, kept).
    """

    documents: tuple[Document, ...]
    faults: tuple[Fault, ...]
    duplicates: tuple[tuple[str, str], ...]


def read_documents(
    paths: Iterable[str | Path],
    *,
    limits: Limits | None = None,
    workers: int = 1,
    progress: Callable[[str], None] | None = None,
) -> Reading:
    """Read files, folders and ``-`` into documents.

    Args:
        paths: Files, folders, or ``-`` for standard input.
        limits: Caps on each file.
        workers: Parsing processes at work at once.
        progress: Called with the name of each file that is done.
    """
    documents: dict[str, Document] = {}
    faults: list[Fault] = []
    duplicates: list[tuple[str, str]] = []
    for item in iter_documents(paths, limits=limits, workers=workers):
        if progress is not None:
            progress(item.file if isinstance(item, Fault) else item.name)
        if isinstance(item, Fault):
            faults.append(item)
        elif item.id in documents:
            duplicates.append((item.name, documents[item.id].name))
        else:
            documents[item.id] = item
    return Reading(tuple(documents.values()), tuple(faults), tuple(duplicates))


def iter_documents(
    paths: Iterable[str | Path], *, limits: Limits | None = None, workers: int = 1
) -> Iterator[Document | Fault]:
    """Read files one after the other, in order, holding only a few in memory.

    HTML and PDF are parsed in limited processes; text and Markdown, which meet only our own bounded rules,
    in this one.
    """
    limits = limits or Limits()
    idle: SimpleQueue[Worker] = SimpleQueue()
    staff = [Worker(limits) for _ in range(max(1, workers))]
    for worker in staff:
        idle.put(worker)

    def work(intake: Intake) -> Document | Fault:
        worker = idle.get()
        try:
            return worker.parse(intake)
        finally:
            idle.put(worker)

    pending: list[Document | Fault | Future[Document | Fault]] = []
    with ThreadPoolExecutor(len(staff)) as pool:
        try:
            for item in take_in(paths, limits):
                if isinstance(item, Fault):
                    pending.append(item)
                elif item.media_type in ("text/html", "application/pdf"):
                    pending.append(pool.submit(work, item))
                else:
                    pending.append(_parse_here(item, limits))
                while len(pending) > 2 * len(staff):
                    yield _settle(pending.pop(0))
            while pending:
                yield _settle(pending.pop(0))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            for worker in staff:
                worker.close()


def _settle(item: Document | Fault | Future[Document | Fault]) -> Document | Fault:
    return item.result() if isinstance(item, Future) else item


def _parse_here(intake: Intake, limits: Limits) -> Document | Fault:
    try:
        return parse(intake, limits)
    except SourceError as error:
        return Fault(error.message, error.expected, error.advice, file=intake.name)
