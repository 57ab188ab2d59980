"""Code objects of the recorded program: what they are called, and where their expressions stand.

An instruction is matched with the syntax tree by its position, so that "the value of `make()`" can be
recorded from the evaluation stack without rewriting the program.
"""

import ast
import opcode
from types import CodeType

from .trace_memory import slot_names

_EXPRESSIONS = (
    ast.Call,
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.Attribute,
    ast.Subscript,
    ast.Lambda,
    ast.List,
    ast.Tuple,
    ast.Dict,
    ast.Set,
    ast.JoinedStr,
    ast.GeneratorExp,
    ast.Await,
    ast.Yield,
    ast.YieldFrom,
)

# Instructions that leave the value of a whole expression on top of the stack.
_RESULTS = frozenset(
    (
        "CALL",
        "CALL_KW",
        "CALL_FUNCTION_EX",
        "CALL_INTRINSIC_1",
        "CALL_INTRINSIC_2",
        "BINARY_OP",
        "COMPARE_OP",
        "CONTAINS_OP",
        "IS_OP",
        "LOAD_ATTR",
        "LOAD_SUPER_ATTR",
        "BINARY_SLICE",
        "UNARY_NEGATIVE",
        "UNARY_INVERT",
        "UNARY_NOT",
        "BUILD_LIST",
        "BUILD_TUPLE",
        "BUILD_MAP",
        "BUILD_SET",
        "BUILD_STRING",
        "LIST_EXTEND",
        "SET_UPDATE",
        "DICT_UPDATE",
        "DICT_MERGE",
        "MAKE_FUNCTION",
        "SET_FUNCTION_ATTRIBUTE",
        "FORMAT_SIMPLE",
        "FORMAT_WITH_SPEC",
        "RESUME",
    )
)
_MAKES_FUNCTION = ("MAKE_FUNCTION", "SET_FUNCTION_ATTRIBUTE")

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

OPTIMIZED, COROUTINE = 0x1, 0x80

_COMPREHENSIONS = ("<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>")


def kind_of(code):
    name = code.co_name
    if name == "<module>":
        return "module"
    if name == "<lambda>":
        return "lambda"
    if name in _COMPREHENSIONS:
        return "comprehension"
    if name == "__annotate__" or name.startswith("<generic parameters"):
        return "annotations"
    return "function" if code.co_flags & OPTIMIZED else "class"


def all_codes(code, parent=None):
    """`(code object, the one it is written in)` for a code object and every one nested in it, outermost first."""
    yield code, parent
    for constant in code.co_consts:
        if type(constant) is CodeType:
            yield from all_codes(constant, code)


def _instructions(code):
    """`(offset, name, argument, position)` of each real instruction."""
    raw = code.co_code
    extended = 0
    for offset, position in zip(range(0, len(raw), 2), code.co_positions(), strict=False):
        name = opcode.opname[raw[offset]]
        if name == "CACHE":
            continue
        argument = raw[offset + 1] | extended
        extended = argument << 8 if name == "EXTENDED_ARG" else 0
        if name != "EXTENDED_ARG":
            yield offset, name, argument, position


class Code:
    """What the recorder has to know about one code object."""

    __slots__ = (
        "block",
        "captured",
        "code",
        "index",
        "kind",
        "lines",
        "names",
        "parent",
        "positions",
        "results",
        "source",
        "start",
    )

    def __init__(self, code, parent, index, block, source):
        self.code = code  # kept, so that its id stays its own
        self.parent = parent
        self.source = source
        self.index = index
        self.block = block
        self.kind = kind_of(code)
        self.names = slot_names(code)
        self.captured = frozenset(code.co_cellvars + code.co_freevars)
        self.positions = tuple(code.co_positions())
        self.lines = {offset: line for a, b, line in code.co_lines() for offset in range(a, b, 2)}
        self.start = code.co_firstlineno + source.first_line
        # offset of an instruction → (place, slot read from or None), when its result is worth showing
        self.results = {}


class Codes:
    """The table of code objects, and of the places in the source that the trace speaks of."""

    def __init__(self):
        self.by_id = {}
        self.all = []
        self.places = []
        self._place_index = {}

    def add(self, top, source, block):
        """Enters a compiled program, or one statement of a transcript."""
        expressions, lambdas, starts = set(), set(), {}
        for node in ast.walk(ast.parse(source.text + "\n")):
            if isinstance(node, _EXPRESSIONS):
                if not isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
                    where = (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset)
                    (lambdas if isinstance(node, ast.Lambda) else expressions).add(where)
            elif isinstance(node, _DEFINITIONS) and node.decorator_list:
                # Python counts the first decorator as the first line; readers look for the `def`.
                starts[node.decorator_list[0].lineno, node.name] = node.lineno
        added = []
        for code, parent in all_codes(top):
            entry = Code(code, self.by_id.get(id(parent)), len(self.all), block, source)
            start = starts.get((code.co_firstlineno, code.co_name))
            if start is not None:
                entry.start = start + source.first_line
            self._find_results(entry, expressions, lambdas)
            self.by_id[id(code)] = entry
            self.all.append(entry)
            added.append(entry)
        return added

    def _find_results(self, entry, expressions, lambdas):
        instructions = list(_instructions(entry.code))
        for (offset, name, argument, position), following in zip(
            instructions, [*instructions[1:], None], strict=True
        ):
            if position[0] is None:
                continue
            slot = None
            if name == "LOAD_DEREF":
                slot = argument
            elif name not in _RESULTS:
                continue
            elif following and following[1] in _RESULTS and following[3] == position:
                continue  # a later instruction finishes the same expression
            elif position in lambdas:
                if name not in _MAKES_FUNCTION:
                    continue
            elif position not in expressions or (name == "LOAD_ATTR" and argument & 1):
                continue  # loading a method leaves the plain function on the stack
            entry.results[offset] = self.place(entry, position), slot

    def place(self, entry, position):
        """Index of a place: block, line, column, end line, end column; columns in UTF-16 code units."""
        line, end_line, column, end_column = position
        source = entry.source
        start = source.first_line + line, _column(source, line, column)
        end = source.first_line + end_line, _column(source, end_line, end_column)
        key = (entry.block, *start, *end)
        index = self._place_index.get(key)
        if index is None:
            index = self._place_index[key] = len(self.places)
            self.places.append(key)
        return index

    def place_of(self, frame):
        """Where a frame stands now, or None."""
        entry = self.by_id[id(frame.f_code)]
        unit = frame.f_lasti // 2
        if not 0 <= unit < len(entry.positions) or None in entry.positions[unit]:
            return None
        return self.place(entry, entry.positions[unit])

    def described(self):
        """The table as it stands in the trace."""
        return [
            {
                "name": entry.code.co_qualname,
                "kind": entry.kind,
                "block": entry.block,
                "line": entry.start,
                **({} if entry.parent is None else {"parent": entry.parent.index}),
                **({"cells": list(entry.code.co_cellvars)} if entry.code.co_cellvars else {}),
                **({"free": list(entry.code.co_freevars)} if entry.code.co_freevars else {}),
            }
            for entry in self.all
        ]


def _column(source, line, byte):
    text = source.lines[line - 1] if line <= len(source.lines) else ""
    before = text.encode()[:byte].decode("utf-8", "replace")
    return len(before.encode("utf-16-le")) // 2 + source.indent
