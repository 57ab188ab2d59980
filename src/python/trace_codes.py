"""Code objects of the recorded program: what they are called, and where their expressions stand.

An instruction is matched with the syntax tree by its position, so that "the value of `make()`" can be
recorded from the evaluation stack without rewriting the program.
"""

import opcode
from types import CodeType

from .trace_memory import slot_names
from .trace_tree import Tree

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

OPTIMIZED, VARIABLE_ARGUMENTS, VARIABLE_KEYWORDS, COROUTINE = 0x1, 0x4, 0x8, 0x80

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
        "delegations",
        "globals",
        "index",
        "kind",
        "lines",
        "lookups",
        "names",
        "parent",
        "positions",
        "results",
        "source",
        "start",
        "turns",
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
        # offset of an instruction → (place, name, how deep its value lies on the stack, whether a class body may bind it)
        self.lookups = {}
        # offset of an instruction → why its line is come back to
        self.turns = {}
        # offsets of `await` and `yield from` at work
        self.delegations = set()
        # names that the code binds in the module
        self.globals = []


def _parameters(code):
    """`a, b, *rest`: the parameters of a lambda, by name."""
    names = list(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
    for flag, stars in ((VARIABLE_ARGUMENTS, "*"), (VARIABLE_KEYWORDS, "**")):
        if code.co_flags & flag:
            names.append(stars + code.co_varnames[len(names)])
    return ", ".join(names)


class Codes:
    """The table of code objects, and of the places in the source that the trace speaks of."""

    def __init__(self):
        self.by_id = {}
        self.all = []
        self.places = []
        self._place_index = {}

    def add(self, top, source, block):
        """Enters a compiled program, or one statement of a transcript."""
        tree = Tree(source.text + "\n")
        added = []
        for code, parent in all_codes(top):
            entry = Code(code, self.by_id.get(id(parent)), len(self.all), block, source)
            start = tree.starts.get((code.co_firstlineno, code.co_name))
            if start is not None:
                entry.start = start + source.first_line
            self._find_results(entry, tree)
            self.by_id[id(code)] = entry
            self.all.append(entry)
            added.append(entry)
        return added

    def _find_results(self, entry, tree):
        instructions = list(_instructions(entry.code))
        names = entry.code.co_names
        seen, before = set(), 0
        for (offset, name, argument, position), following in zip(
            instructions, [*instructions[1:], None], strict=True
        ):
            if name == "SEND":
                entry.delegations.add(offset)
            elif name in ("STORE_GLOBAL", "DELETE_GLOBAL") and names[argument] not in entry.globals:
                entry.globals.append(names[argument])
            if position[0] is None:
                continue
            # The names of keyword arguments come before the call.
            names_first = name == "LOAD_CONST" and following and following[1] == "CALL_KW"
            turn = tree.turn_at("CALL_KW" if names_first else name, position)
            # The first instruction of a line may need nothing: an empty list, say.
            if turn is not None and (
                turn != "on"
                or ((position[0] in seen or position[0] < before) and (argument or names_first))
            ):
                entry.turns[offset] = turn
            seen.add(position[0])
            before = position[0]
            slot = None
            if name in ("LOAD_DEREF", "LOAD_FROM_DICT_OR_DEREF"):
                slot = argument
            elif name == "LOAD_GLOBAL":
                # Before a call, the interpreter puts a place of its own on top.
                entry.lookups[offset] = (
                    self.place(entry, position),
                    names[argument >> 1],
                    argument & 1,
                    False,
                )
                continue
            elif name == "LOAD_NAME" and entry.kind == "class" and position[2] < position[3]:
                entry.lookups[offset] = self.place(entry, position), names[argument], 0, True
                continue
            elif name not in _RESULTS:
                continue
            elif following and following[1] in _RESULTS and following[3] == position:
                continue  # a later instruction finishes the same expression
            elif position in tree.lambdas:
                if name not in _MAKES_FUNCTION:
                    continue
            elif position not in tree.expressions or (name == "LOAD_ATTR" and argument & 1):
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

    def described(self, block):
        """The table as it stands in the trace. A program that could not be compiled, block `block`, is an empty module."""
        if not self.all:
            return [{"name": "<module>", "kind": "module", "block": block, "line": 1}]
        return [
            {
                "name": entry.code.co_qualname,
                "kind": entry.kind,
                "block": entry.block,
                "line": entry.start,
                **({} if entry.parent is None else {"parent": entry.parent.index}),
                **({"cells": list(entry.code.co_cellvars)} if entry.code.co_cellvars else {}),
                **({"free": list(entry.code.co_freevars)} if entry.code.co_freevars else {}),
                **({"globals": entry.globals} if entry.globals else {}),
                **({"args": _parameters(entry.code)} if entry.kind == "lambda" else {}),
            }
            for entry in self.all
        ]


def _column(source, line, byte):
    text = source.lines[line - 1] if line <= len(source.lines) else ""
    before = text.encode()[:byte].decode("utf-8", "replace")
    return len(before.encode("utf-16-le")) // 2 + source.indent
