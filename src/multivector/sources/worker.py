"""The parsing process: a hostile file can at worst kill it, and it is started again for the next.

Frames on the pipes are a length in eight bytes and that many bytes of JSON, files as raw bytes after it. The
process has caps on memory and processor time, may not write files, and has its sockets switched off.
"""

from __future__ import annotations

import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

from multivector.errors import Fault, SourceError
from multivector.sources.document import Document, Line, Role
from multivector.sources.intake import Intake
from multivector.sources.limits import Limits

_FILES_PER_PROCESS = 200  # parsers leak; a fresh process keeps memory flat


class Worker:
    """A parsing process that serves one file after the other.

    Use as a context manager. It is not to be shared between threads.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if one is running."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
        self._served = 0

    def parse(self, intake: Intake) -> Document | Fault:
        """Parse one file; whatever happens to the process, the answer is a document or one fault."""
        if self._served >= _FILES_PER_PROCESS:
            self.close()
        process = self._running()
        self._served += 1
        header = {"name": intake.name, "media_type": intake.media_type, "bytes": len(intake.data)}
        try:
            answer = self._exchange(process, header, intake.data)
        except (BrokenPipeError, EOFError, TimeoutError) as error:
            late = isinstance(error, TimeoutError)
            self._process = process
            process.kill()
            process.communicate()
            self._process, self._served = None, 0
            return self._obituary(intake.name, late, process.returncode)
        if "fault" in answer:
            return Fault(**answer["fault"], file=intake.name)
        return _from_json(answer["document"])

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            root = str(Path(__file__).resolve().parents[2])
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-P",
                    "-m",
                    "multivector.sources.worker",
                    json.dumps(_limits_json(self._limits)),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={
                    "PYTHONPATH": root,
                    "PATH": os.environ.get("PATH", ""),
                    "LANG": "C.UTF-8",
                    "OMP_NUM_THREADS": "1",
                },
                start_new_session=True,
            )
            self._served = 0
        return self._process

    def _exchange(self, process: subprocess.Popen[bytes], header: dict[str, Any], data: bytes) -> dict[str, Any]:
        assert process.stdin is not None
        assert process.stdout is not None
        sender = threading.Thread(target=_send_quietly, args=(process.stdin, header, data), daemon=True)
        sender.start()
        deadline = time.monotonic() + self._limits.wall_seconds
        size = int.from_bytes(_read_by(process.stdout, 8, deadline), "big")
        answer: dict[str, Any] = json.loads(_read_by(process.stdout, size, deadline))
        sender.join()
        return answer

    def _obituary(self, name: str, late: bool, code: int) -> Fault:
        limits = self._limits
        if late:
            found = f"took longer than {limits.wall_seconds:g} s to read"
        elif code == -signal.SIGXCPU:
            found = f"took more than {limits.cpu_seconds} s of processor time to read"
        else:
            found = f"broke its reader, or needed more than {limits.memory_bytes / 1e9:.1f} GB of memory"
        return Fault(found, "a file that can be read within the limits", "Save the article as plain text", file=name)


def _send_quietly(pipe: IO[bytes], header: dict[str, Any], data: bytes) -> None:
    try:
        _send(pipe, header)
        pipe.write(data)
        pipe.flush()
    except (BrokenPipeError, OSError, ValueError):
        return  # the reading side sees the end of the stream and reports it


def _send(pipe: IO[bytes], message: dict[str, Any]) -> None:
    body = json.dumps(message).encode()
    pipe.write(len(body).to_bytes(8, "big") + body)
    pipe.flush()


def _read_by(pipe: IO[bytes], size: int, deadline: float) -> bytes:
    """Read exactly ``size`` bytes before the deadline."""
    chunks = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while len(chunks) < size:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            chunk = os.read(pipe.fileno(), min(size - len(chunks), 1 << 20))
            if not chunk:
                raise EOFError
            chunks += chunk
    return bytes(chunks)


def _limits_json(limits: Limits) -> dict[str, Any]:
    return {name: getattr(limits, name) for name in Limits.__dataclass_fields__}


def _to_json(document: Document) -> dict[str, Any]:
    fields = {name: getattr(document, name) for name in Document.__dataclass_fields__ if name != "lines"}
    return fields | {"lines": [[line.start, line.end, line.role, line.why] for line in document.lines]}


def _from_json(fields: dict[str, Any]) -> Document:
    lines = tuple(Line(start, end, Role(role), why) for start, end, role, why in fields.pop("lines"))
    warnings = tuple(fields.pop("warnings"))
    return Document(**fields, lines=lines, warnings=warnings)


def serve(limits: Limits) -> None:
    """Answer requests on standard input until it ends; the body of the parsing process."""
    from multivector.sources.parse import parse

    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land among the frames
    _lock_down(limits)
    while head := requests.read(8):
        header = json.loads(requests.read(int.from_bytes(head, "big")))
        data = requests.read(header["bytes"])
        _allow_seconds(limits.cpu_seconds)
        try:
            document = parse(Intake(header["name"], data, header["media_type"]), limits)
            _send(answers, {"document": _to_json(document)})
        except SourceError as error:
            _send(
                answers,
                {"fault": {"found": error.message, "expected": error.expected, "advice": error.advice}},
            )
        except MemoryError:
            os._exit(9)
        except Exception as error:
            found = f"could not be read ({type(error).__name__})"
            _send(
                answers,
                {"fault": {"found": found, "expected": "", "advice": "Save the article as plain text"}},
            )


def _lock_down(limits: Limits) -> None:
    import socket

    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def refuse(*_: object, **__: object) -> None:
        raise OSError("no network while reading files")

    socket.socket.connect = refuse  # type: ignore[method-assign]
    socket.getaddrinfo = refuse  # type: ignore[assignment]


def _allow_seconds(seconds: int) -> None:
    """Set the processor cap for the next file; the soft limit counts from the start of the process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    serve(Limits(**json.loads(sys.argv[1])))
