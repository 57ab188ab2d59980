"""Remembers the text of every program, so that tracebacks, warnings and `inspect` can show its lines.

All blocks of a session share one file name (`lesson.py`, or `<stdin>` for transcripts), as the reader would see
in a file or at the prompt. A name alone therefore does not tell which text a frame belongs to; the code object does.
"""

import linecache
import traceback
from types import CodeType

SCRIPT = "lesson.py"
TRANSCRIPT = "<stdin>"

PACKAGE_FILES = __file__.rpartition("/")[0] + "/"
HIDDEN_FILES = (PACKAGE_FILES, "/lib/python314.zip/pyodide/", "/lib/python314.zip/_pyodide/")


class Source:
    """One text that was compiled: a script, or one statement of a transcript."""

    def __init__(self, text: str, name: str, program: object, first_line: int = 0, indent: int = 0):
        self.text = text
        self.lines = [line + "\n" for line in text.split("\n")]
        self.name = name
        self.program = program
        self.first_line = first_line
        """Lines of the program before this text."""
        self.indent = indent
        """Columns that the prompt takes before each line."""


_sources: dict[int, tuple[CodeType, Source]] = {}


def remember(code: CodeType, source: Source) -> None:
    """Tie `code`, and all code inside it, to its text. The code object is kept, so that its id stays its own."""
    pending = [code]
    while pending:
        current = pending.pop()
        _sources[id(current)] = (current, source)
        pending.extend(const for const in current.co_consts if isinstance(const, CodeType))
    show(source)


def show(source: Source) -> None:
    """Make `source` what its file name alone means: for warnings, `inspect`, and `linecache` itself."""
    _newest[source.program] = source
    linecache.cache[source.name] = (len(source.text), None, source.lines, source.name)


def source_of(code: CodeType | None) -> Source | None:
    entry = _sources.get(id(code))
    return entry[1] if entry else None


_newest: dict[object, Source] = {}


def newest(program: object) -> Source | None:
    """The text of a program that was compiled last: the one that a SyntaxError speaks of."""
    return _newest.get(program)


def codes_of(programs: set[object]) -> list[tuple[CodeType, Source]]:
    """What programs were compiled to, text by text, in the order they ran."""
    return [
        (code, source)
        for code, source in _sources.values()
        if source.program in programs and code.co_name == "<module>"
    ]


def forget(programs: set[object]) -> None:
    """Drop the texts of programs whose session is over."""
    for key in [key for key, (_, source) in _sources.items() if source.program in programs]:
        del _sources[key]
    for program in programs:
        _newest.pop(program, None)


def is_hidden(code: CodeType) -> bool:
    """True for frames of the engine and of Pyodide, which no reader ever wrote or would see in plain Python."""
    return code.co_filename.startswith(HIDDEN_FILES)


def _lines_from_code(code: CodeType) -> list[str]:
    source = source_of(code)
    return source.lines if source else _plain_lines_from_code(code)


def _set_lines(summary: traceback.FrameSummary) -> None:
    source = source_of(summary._code)
    if source is not None and summary._lines is None and summary.lineno and summary.end_lineno:
        lines = source.lines[summary.lineno - 1 : summary.end_lineno]
        summary._lines = "\n".join(line.rstrip() for line in lines) + "\n"
    _plain_set_lines(summary)


def _extract(cls, frame_gen, **options):
    visible = (item for item in frame_gen if not is_hidden(item[0].f_code))
    return _plain_extract(cls, visible, **options)


# CPython finds text by file name, and by (file name, function name, first line) for typed-in code; two statements of
# one transcript share those three. There is no public hook, so these private ones are wrapped; tests pin them.
_plain_lines_from_code = linecache._getlines_from_code
linecache._getlines_from_code = _lines_from_code
_plain_set_lines = traceback.FrameSummary._set_lines
traceback.FrameSummary._set_lines = _set_lines
_plain_extract = traceback.StackSummary._extract_from_extended_frame_gen.__func__
traceback.StackSummary._extract_from_extended_frame_gen = classmethod(_extract)
