"""The citizens' kernel against what memory allows, its size, and its machine code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import llvmlite.binding
import numba
from numba import njit, prange, typeof, uint8, uint16

from multivector.engine.crisis import World
from multivector.engine.kernels import step_citizens

TICK_TO_FLOOR = 2.3
BYTES = 8.0

COMPARISON = re.compile(r"\b(v?pcmp\w*w|v?pminuw|v?pmaxuw|v?psubusw|cmh[is])\b")
"""Instructions that compare 16-bit numbers side by side: x86's, and those of ARM."""

WIDTH = {"zmm": 512, "ymm": 256, "xmm": 128, "v": 128}


@njit
def stream(threshold, temper, status):  # type: ignore[no-untyped-def]
    """Read and write one block, in the width of the data."""
    for i in range(len(status)):
        low = uint8(threshold[i] & uint16(1))
        status[i] = uint8(uint8(status[i] ^ low) ^ uint8(temper[i] & uint8(1)))


@njit(parallel=True)
def floor(threshold, temper, status, chunks):  # type: ignore[no-untyped-def]
    """Read four bytes and write one for every citizen: what memory allows."""
    n = len(status)
    for chunk in prange(chunks):
        a = chunk * n // chunks
        b = (chunk + 1) * n // chunks
        stream(threshold[a:b], temper[a:b], status[a:b])


def arguments(w: World, tick: int, chunks: int) -> tuple[object, ...]:
    """What the kernel is called with."""
    return (
        w.key, tick, w.threshold, w.temper, w.status, w.lowest, w.block_cell, w.counts, w.willing, w.cell_rule,
        w.cell_cuts, True, chunks,
    )  # fmt: skip


def ticks_of(w: World, chunks: int) -> Callable[[], object]:
    """A work that is one tick after the other of the citizens' kernel."""
    now = 1000

    def tick() -> None:
        nonlocal now
        now += 1
        step_citizens(*arguments(w, now, chunks))

    return tick


def bytes_per_citizen(w: World) -> float:
    """All arrays that grow with the number of citizens."""
    arrays = (w.threshold, w.temper, w.status, w.lowest, w.block_cell, w.block_live, w.counts, w.willing)
    return sum(array.nbytes for array in arrays) / w.n_citizens


def comparisons(assembly: str) -> dict[int, int]:
    """Comparisons of 16-bit numbers side by side in some assembly: bits of the registers to how many."""
    found: Counter[int] = Counter()
    for line in assembly.splitlines():
        if COMPARISON.search(line):
            registers = [WIDTH[name] for name in re.findall(r"%?\b(zmm|ymm|xmm|v)\d+", line)]
            if registers:
                found[max(registers)] += 1
    return dict(found)


def assembly_of(w: World) -> str:
    """The kernel's machine code, compiled afresh: kept code cannot be read."""
    fresh = njit(parallel=True)(step_citizens.py_func)
    fresh.compile(tuple(typeof(value) for value in arguments(w, 0, 1)))
    return "\n".join(fresh.inspect_asm().values())


def vector_code(w: World) -> bool:
    """Tell whether the kernel is vector code here; false if it should be and is not."""
    found = comparisons(assembly_of(w))
    wide = sum(number for bits, number in found.items() if bits >= 256)
    has = llvmlite.binding.get_host_cpu_features()
    wanted = bool(has.get("avx2"))
    listed = ", ".join(f"{number} in {bits} bits" for bits, number in sorted(found.items())) or "none"
    verdict = "PASS" if wide or (found and not wanted) else "MISSED" if wanted else "NOT JUDGED (no AVX2 here)"
    print(f"{'16-bit comparisons in vector code':58s} {listed:44s} {verdict}")
    return verdict != "MISSED"


def threads() -> int:
    """Threads used: two, or what there is."""
    return min(2, numba.config.NUMBA_NUM_THREADS)
