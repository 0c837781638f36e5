"""What is taken in and what is refused: every trap gets one clear line and never takes the others down."""

from __future__ import annotations

import gzip
import io
import os
import sys
from pathlib import Path

import pytest

from multivector.errors import Fault
from multivector.sources import Document, Limits, read_documents
from multivector.sources.intake import printable, take_in
from multivector.sources.worker import Worker

STORY = (
    "Strike closes the harbour of Port Selm\n\n"
    "Dock workers in Port Selm walked out on 3 March 2019 after a dispute over pay, the union said.\n\n"
    "Police said that more than 140 people had been held by the evening.\n"
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Strike closes the harbour</title></head><body>
<nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Strike closes the harbour of Port Selm</h1>
<p class="byline">By Ana Ruiz</p>
{"".join(f"<p>{line}</p>" for line in STORY.splitlines()[2:] if line)}
<p>Ships waited outside the breakwater through the night, and the governor called for talks to begin at once
between the company and the union, which has asked for a rise that the company calls impossible to pay.</p>
<p>Shops in the old town stayed shut, and the schools sent their pupils home before noon, residents said.</p>
</article><footer>All rights reserved</footer></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "z.html").write_text(PAGE)
    return tmp_path


def only_fault(path: Path, **limits: int) -> Fault:
    reading = read_documents([path], limits=Limits(**limits))
    assert reading.documents == ()
    (fault,) = reading.faults
    assert "\n" not in str(fault)
    return fault


def survivors(folder: Path, **limits: int) -> list[str]:
    """Names that were read although a bad file stands between them."""
    return [d.name for d in read_documents([folder], limits=Limits(**limits)).documents]


def test_folder_is_read_in_order_and_other_suffixes_are_left_out(folder: Path) -> None:
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (folder / ".secret.txt").write_text("x")
    reading = read_documents([folder])
    assert [d.name for d in reading.documents] == ["a.txt", "z.html"]
    assert reading.faults == ()


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    (document,) = read_documents(["-"]).documents
    assert document.text == STORY
    assert document.name == "standard input"


def test_byte_for_byte_copies_are_dropped_and_named(folder: Path) -> None:
    (folder / "b.txt").write_text(STORY)
    reading = read_documents([folder])
    assert [d.name for d in reading.documents] == ["a.txt", "z.html"]
    assert reading.duplicates == (("b.txt", "a.txt"),)


def test_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text(STORY)
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "link.txt").symlink_to(outside)
    assert "leads out of the folder" in only_fault(inside).found


def test_link_to_a_device_is_refused_even_when_named(tmp_path: Path) -> None:
    link = tmp_path / "zero.txt"
    link.symlink_to("/dev/zero")
    assert "a device" in only_fault(link).found


def test_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert "a pipe" in only_fault(pipe).found


def test_name_with_control_characters_is_shown_escaped(tmp_path: Path) -> None:
    path = tmp_path / "evil\x1b[31m\u202etxt.name\n.txt"
    path.write_text(STORY)
    (document,) = read_documents([path]).documents
    assert document.name.isprintable()
    assert "\\x1b" in document.name
    assert printable("\udcff") == "\\udcff"


@pytest.mark.parametrize("content", [b"", b" \n\t "])
def test_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(content)
    assert "empty" in only_fault(path).found


def test_one_gigabyte_is_refused_by_its_size_alone(folder: Path) -> None:
    huge = folder / "m.txt"
    with huge.open("wb") as file:
        file.truncate(1_000_000_000)
    fault = next(item for item in take_in([huge]) if isinstance(item, Fault))
    assert "1,000 MB" in fault.found
    assert survivors(folder) == ["a.txt", "z.html"]


@pytest.mark.parametrize(
    "data", [gzip.compress(STORY.encode()), b"PK\x03\x04" + b"x" * 50, b"7z\xbc\xaf\x27\x1c" + b"x" * 50]
)
def test_archives_are_not_opened(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert "archive" in only_fault(path).found


def test_random_bytes_are_not_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(os.urandom(20_000))
    assert "not a text" in only_fault(path).found


def test_missing_file(tmp_path: Path) -> None:
    assert "no such file" in only_fault(tmp_path / "nothing.txt").found


def test_unclosed_tags_by_the_million_are_refused_before_parsing(folder: Path) -> None:
    (folder / "m.html").write_text("<html><body>" + "<div><b>" * 600_000)
    assert "tags" in only_fault(folder / "m.html").found
    assert survivors(folder) == ["a.txt", "z.html"]


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<html><body>" + "<div>" * 20_000 + "x" + "</div>" * 20_000)
    assert str(only_fault(path))


def test_one_giant_paragraph_is_a_fault_and_not_an_empty_article(tmp_path: Path) -> None:
    path = tmp_path / "giant.html"
    path.write_text("<html><body><p>" + "word " * 1_500_000 + "</p></body></html>")
    assert "characters" in only_fault(path).found


def test_page_without_an_article_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "none.html"
    path.write_text("<html><body><nav>Home</nav></body></html>")
    assert only_fault(path).found


def test_entity_bomb_does_not_grow(folder: Path) -> None:
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "boom">{entities}]>'
    bomb += "<html><body><p>&a11;</p></body></html>"
    (folder / "m.html").write_text(bomb)
    reading = read_documents([folder])
    assert {d.name for d in reading.documents} >= {"a.txt", "z.html"}
    assert all(len(d.text) < 10_000 for d in reading.documents)


def test_memory_cap_kills_the_reader_and_not_the_rest(folder: Path) -> None:
    """A page within every other cap, but a reader that may hardly use memory."""
    (folder / "m.html").write_text("<html><body>" + "<p>some words here</p>" * 45_000 + "</body></html>")
    limits = Limits(memory_bytes=100_000_000)
    reading = read_documents([folder], limits=limits)
    assert "a.txt" in [d.name for d in reading.documents]
    assert any(f.file.endswith("m.html") for f in reading.faults)


def test_clock_cap(folder: Path) -> None:
    limits = Limits(wall_seconds=0.0)
    reading = read_documents([folder], limits=limits)
    assert [d.name for d in reading.documents] == ["a.txt"]
    assert "longer than" in reading.faults[0].found


def test_the_reader_may_not_write_or_connect(tmp_path: Path) -> None:
    """The caps are set in the process itself; ask it through a page that is served normally."""
    path = tmp_path / "a.html"
    path.write_text(PAGE)
    (item,) = take_in([path])
    assert not isinstance(item, Fault)
    with Worker() as worker:
        first, second = worker.parse(item), worker.parse(item)
        assert isinstance(first, Document)
        assert first == second
        assert worker._process is not None
        status = Path(f"/proc/{worker._process.pid}/limits").read_text()
    rows = {row[:26].strip(): row[26:].split() for row in status.splitlines()[1:]}
    assert rows["Max file size"][0] == "0"
    assert rows["Max address space"][0] == str(Limits().memory_bytes)
    assert int(rows["Max cpu time"][0]) <= Limits().cpu_seconds + 5


def test_many_workers_give_the_same_documents(folder: Path) -> None:
    for i in range(4):
        (folder / f"p{i}.html").write_text(PAGE.replace("140", str(150 + i)))
    one = read_documents([folder], workers=1)
    two = read_documents([folder], workers=2)
    assert one == two
    assert len(one.documents) == 6
