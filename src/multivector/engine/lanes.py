"""Many citizens at once: numbers compared side by side, one bit a citizen, and random words by the block.

A loop over citizens is vector code only if the compiler finds out how; where it does not (on processors without
AVX-512 it did not), it runs one citizen at a time, twelve times slower. So the width is written down here: 64 numbers
are compared with a cut, and 64 bits come out. LLVM has instructions for this on every processor.

Numbers lie at an address, since an array handed on would be counted as one reference more and one less by every
thread for every block, and the threads would wait for that one counter. Who calls keeps the array.

Bits lie in rows of four words, a row for each cut: 256 citizens, a block. The functions fill one word of each row;
what follows from them is ordinary arithmetic on words and runs over the whole row at once.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic as numba_intrinsic

from multivector.rng import M0, M1, W0, W1

LANES = 64
"""Citizens whose bits make a word."""

ROW = 32
"""Bytes of a row: four words."""

STATUS_BITS = 4
"""Rows of :func:`bits` and :func:`put_bits`: a status is below 16."""

COUNTERS = 32
"""Philox counters of a block; each gives four words."""

INT32, INT64 = ir.IntType(32), ir.IntType(64)
ROUNDS = 10

intrinsic: Any = numba_intrinsic
"""Called from compiled code without the first argument, which type checkers cannot know."""


def _vector(width: int, lanes: int = LANES) -> ir.VectorType:
    return ir.VectorType(ir.IntType(width), lanes)


def _constant(kind: ir.VectorType, value: int) -> ir.Constant:
    return ir.Constant(kind, [value] * kind.count)


def _everywhere(builder: Any, value: Any, kind: ir.VectorType) -> Any:
    """A number in every lane."""
    one = builder.insert_element(ir.Constant(kind, ir.Undefined), value, ir.Constant(INT32, 0))
    return builder.shuffle_vector(one, ir.Constant(kind, ir.Undefined), _constant(_vector(32, kind.count), 0))


def _at(builder: Any, place: Any, kind: Any, offset: int = 0) -> Any:
    return builder.inttoptr(builder.add(place, ir.Constant(INT64, offset)), kind.as_pointer())


def _load(builder: Any, place: Any, width: int) -> Any:
    return builder.load(_at(builder, place, _vector(width)), align=width // 8, typ=_vector(width))


def _keep(builder: Any, into: Any, masks: list[Any]) -> None:
    """Write 64 bits a mask, a row apart."""
    for row, mask in enumerate(masks):
        builder.store(builder.bitcast(mask, INT64), _at(builder, into, INT64, ROW * row), align=8)


@intrinsic
def address(typing_context, array):  # type: ignore[no-untyped-def]
    """Where the numbers of a contiguous array begin."""
    if not isinstance(array, types.Array) or array.layout != "C":
        return None

    def code(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        return builder.ptrtoint(data, INT64)

    return types.uintp(array), code


def _comparison(relation: str) -> Any:
    """Compare the 64 numbers at a place with cuts, as wide as the cuts are."""

    @intrinsic
    def compare(typing_context, place, cuts, into):  # type: ignore[no-untyped-def]
        def code(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            width, number = signature.args[1].dtype.bitwidth, signature.args[1].count
            x = _load(builder, arguments[0], width)
            wide = [_everywhere(builder, builder.extract_value(arguments[1], k), _vector(width)) for k in range(number)]
            _keep(builder, arguments[2], [builder.icmp_unsigned(relation, x, cut) for cut in wide])
            return context.get_dummy_value()

        return types.void(types.uintp, cuts, types.uintp), code

    return compare


below = _comparison("<")
"""``below(place, cuts, into)``: which of the 64 numbers are below each cut."""

above = _comparison(">")
"""``above(place, cuts, into)``: which of the 64 numbers are above each cut."""


def _choice(relation: str) -> Any:
    """Compare with the first cuts where a word's bit is set and with the others elsewhere."""

    @intrinsic
    def compare(typing_context, place, word, cuts, others, into):  # type: ignore[no-untyped-def]
        def code(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            width, number = signature.args[2].dtype.bitwidth, signature.args[2].count
            kind = _vector(width)
            x = _load(builder, arguments[0], width)
            chosen = builder.bitcast(builder.load(_at(builder, arguments[1], INT64), align=8, typ=INT64), _vector(1))
            masks = []
            for k in range(number):
                pair = (_everywhere(builder, builder.extract_value(given, k), kind) for given in arguments[2:4])
                masks.append(builder.icmp_unsigned(relation, x, builder.select(chosen, *pair)))
            _keep(builder, arguments[4], masks)
            return context.get_dummy_value()

        return types.void(types.uintp, types.uintp, cuts, others, types.uintp), code

    return compare


below_either = _choice("<")
"""``below_either(place, word, cuts, others, into)``: below the cut; below the other where the bit at ``word`` is 0."""

up_to_either = _choice("<=")
"""``up_to_either(place, word, cuts, others, into)``: the same, equal included."""


@intrinsic
def bits(typing_context, place, into):  # type: ignore[no-untyped-def]
    """Take 64 bytes apart: their lowest four bits, a row each."""

    def code(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        x, kind = _load(builder, arguments[0], 8), _vector(8)
        parts = [builder.and_(x, _constant(kind, 1 << k)) for k in range(STATUS_BITS)]
        _keep(builder, arguments[1], [builder.icmp_unsigned("!=", part, _constant(kind, 0)) for part in parts])
        return context.get_dummy_value()

    return types.void(types.uintp, types.uintp), code


@intrinsic
def put_bits(typing_context, place, rows):  # type: ignore[no-untyped-def]
    """Put 64 bytes together again, from four rows."""

    def code(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        kind = _vector(8)
        x = _constant(kind, 0)
        for k in range(STATUS_BITS):
            word = builder.load(_at(builder, arguments[1], INT64, ROW * k), align=8, typ=INT64)
            part = builder.select(builder.bitcast(word, _vector(1)), _constant(kind, 1 << k), _constant(kind, 0))
            x = builder.or_(x, part)
        builder.store(x, _at(builder, arguments[0], kind), align=1)
        return context.get_dummy_value()

    return types.void(types.uintp, types.uintp), code


@intrinsic
def window(typing_context, place, stride, mask):  # type: ignore[no-untyped-def]
    """Add up 15 rows of 16 bytes under a mask: the sums of the lower and of the upper halves of the bytes.

    Args:
        typing_context: The compiler's.
        place: Where the first row begins.
        stride: Bytes from row to row.
        mask: Where the mask begins, 15 rows of 16 bytes side by side. Under it the halves of the 15 bytes of a column
            must add up to less than 16.
    """

    def code(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        place, stride, mask = arguments
        kind, wide = _vector(8, 16), _vector(32, 16)
        columns = _constant(kind, 0)
        for row in range(15):
            here = builder.add(place, builder.mul(stride, ir.Constant(INT64, row)))
            seen = builder.load(_at(builder, here, kind), align=1, typ=kind)
            shown = builder.load(_at(builder, mask, kind, 16 * row), align=1, typ=kind)
            columns = builder.add(columns, builder.and_(seen, shown))
        total = builder.module.declare_intrinsic("llvm.vector.reduce.add.v16i32", fnty=ir.FunctionType(INT32, [wide]))
        halves = builder.and_(columns, _constant(kind, 15)), builder.lshr(columns, _constant(kind, 4))
        sums = [builder.zext(builder.call(total, [builder.zext(half, wide)]), INT64) for half in halves]
        return context.make_tuple(builder, signature.return_type, sums)

    pair = types.UniTuple(types.int64, 2)  # type: ignore[no-untyped-call]
    return pair(types.uintp, types.uintp, types.uintp), code


@intrinsic
def ones(typing_context, word):  # type: ignore[no-untyped-def]
    """Number of bits set in a word."""

    def code(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), code


@intrinsic
def random_words(typing_context, place, k0, k1, block, tick, purpose):  # type: ignore[no-untyped-def]
    """Fill 128 uint32 with random words for one block, tick and purpose: 32 Philox counters of four words.

    The same numbers as :func:`multivector.rng.philox` with counters (0 to 31, block, tick, purpose), first words
    first. All counters go through a round together: the processor has other lanes to do while one multiplies. Upper
    halves of the lanes hold rubbish, which the multiplication of lower halves does not see.
    """

    def code(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        kind, halves = _vector(64, COUNTERS), _vector(32, 2 * COUNTERS)
        low = ir.Constant(INT64, 0xFFFFFFFF)
        place, *keys_and_counter = arguments
        k0, k1, *rest = [builder.and_(value, low) for value in keys_and_counter]
        c0 = ir.Constant(kind, list(range(COUNTERS)))
        c1, c2, c3 = (_everywhere(builder, value, kind) for value in rest)
        upper_twice = ir.Constant(halves, [lane | 1 for lane in range(2 * COUNTERS)])

        def product(factor: int, x: Any) -> Any:
            return builder.mul(_constant(kind, factor), builder.and_(x, _constant(kind, 0xFFFFFFFF)))

        def upper(x: Any) -> Any:
            x = builder.bitcast(x, halves)
            return builder.bitcast(builder.shuffle_vector(x, ir.Constant(halves, ir.Undefined), upper_twice), kind)

        for _ in range(ROUNDS):
            p0, p1 = product(M0, c0), product(M1, c2)
            c0 = builder.xor(upper(p1), builder.xor(c1, _everywhere(builder, k0, kind)))
            c2 = builder.xor(upper(p0), builder.xor(c3, _everywhere(builder, k1, kind)))
            c1, c3 = p1, p0
            k0 = builder.and_(builder.add(k0, ir.Constant(INT64, W0)), low)
            k1 = builder.and_(builder.add(k1, ir.Constant(INT64, W1)), low)
        words = _vector(32, COUNTERS)
        for k, c in enumerate((c0, c1, c2, c3)):
            builder.store(builder.trunc(c, words), _at(builder, place, words, 4 * COUNTERS * k), align=4)
        return context.get_dummy_value()

    return types.void(types.uintp, *(types.uint64,) * 5), code
