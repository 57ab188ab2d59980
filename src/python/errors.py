"""Reports an uncaught exception as Python does, says where in the program it arose, and explains the common ones."""

import sys
import traceback

from . import advice, sources


def text_of(value: object) -> str:
    """`str(value)`, whatever the reader's `__str__` does."""
    try:
        return str(value)
    except BaseException:
        return f"<exception {type(value).__name__} has no text>"


def write(text: str) -> None:
    """Write to the stderr of the program, wherever that is now."""
    stream = getattr(sys, "stderr", None)
    if stream is None:
        return
    try:
        stream.write(text)
    except BaseException:  # closed, or no stream at all: CPython gives up here, too
        return


def _name_of(kind: type) -> str:
    module = kind.__module__
    return (
        kind.__qualname__ if module in ("__main__", "builtins") else f"{module}.{kind.__qualname__}"
    )


def _without_first_hidden(trace):
    """The traceback from the reader's first frame on: the engine's, and those of the loop that it runs, come before."""
    start = trace
    while start is not None and sources.source_of(start.tb_frame.f_code) is None:
        start = start.tb_next
    return start


def format_error(error: BaseException) -> str:
    """The text that Python prints for an uncaught exception."""
    try:
        return "".join(traceback.format_exception(error))
    except BaseException:  # the program has broken the traceback module
        return f"{_name_of(type(error))}: {text_of(error)}\n"


def show(error: BaseException) -> str:
    """Print an uncaught exception through `sys.excepthook`; give the text that Python itself prints."""
    trace = _without_first_hidden(error.__traceback__)
    error.__traceback__ = trace
    sys.last_exc = sys.last_value = error
    sys.last_type, sys.last_traceback = type(error), trace
    text = format_error(error)
    hook = getattr(sys, "excepthook", None)
    if hook is sys.__excepthook__:
        write(text)
        return text
    try:
        hook(type(error), error, trace)
    except SystemExit:
        pass
    except BaseException as second:
        second.__traceback__ = _without_first_hidden(second.__traceback__)
        write(f"Error in sys.excepthook:\n{format_error(second)}\nOriginal exception was:\n{text}")
    return text


def print_unraisable(unraisable) -> None:
    """Print an error that nobody can catch (in `__del__`, say) as Python does, with its source lines."""
    message = unraisable.err_msg or "Exception ignored in"
    if unraisable.object is not None:
        try:
            message += (
                f" {unraisable.object!r}" if message.endswith(":") else f": {unraisable.object!r}"
            )
        except BaseException:
            message += ": <object repr() failed>"
    error = unraisable.exc_value
    lines = traceback.format_exception(
        unraisable.exc_type, error, unraisable.exc_traceback, chain=False
    )
    write(
        f"{message}:\n{''.join(lines)}"
        if unraisable.object is None
        else f"{message}\n{''.join(lines)}"
    )


def report(error: BaseException, program: object) -> dict:
    """Print an uncaught exception, and give the Outcome that describes it."""
    text = show(error)
    outcome = {
        "kind": "raised",
        "type": _name_of(type(error)),
        "message": text_of(error.msg if isinstance(error, SyntaxError) else error),
        "traceback": text,
    }
    place = place_of(error, program)
    if place is not None:
        outcome["place"] = place
    sentence = advice.advice_on(error)
    if sentence is not None:
        outcome["advice"] = sentence
    return outcome


def place_of(error: BaseException, program: object) -> dict | None:
    """Innermost place of the error in the program's own text: lines from 1, columns from 0 in UTF-16 code units."""
    if isinstance(error, SyntaxError) and error.__traceback__ is None:
        return _place_of_syntax_error(error, program)
    found = None
    trace = error.__traceback__
    while trace is not None:
        source = sources.source_of(trace.tb_frame.f_code)
        if source is not None and source.program is program:
            found = trace
        trace = trace.tb_next
    if found is None:
        return None
    source = sources.source_of(found.tb_frame.f_code)
    line, end_line, column, end_column = _position(found)
    if line is None:
        line = found.tb_lineno
    if end_line is None or column is None or end_column is None:
        text = _line(source, line)
        column = len(text) - len(text.lstrip())
        return _place(source, line, _units(text[:column]), line, _units(text))
    return _place(
        source,
        line,
        _units_of_bytes(_line(source, line), column),
        end_line,
        _units_of_bytes(_line(source, end_line), end_column),
    )


def _place_of_syntax_error(error: SyntaxError, program: object) -> dict | None:
    source = sources.newest(program)
    if source is None or error.filename != source.name or not error.lineno:
        return None
    line = error.lineno
    end_line = error.end_lineno or line
    text, end_text = _line(source, line), _line(source, end_line)
    start = max(error.offset or 1, 1) - 1
    end = (error.end_offset or 0) - 1
    column = _units(text[:start])
    end_column = _units(end_text[:end]) if end > 0 else column
    if (end_line, end_column) <= (line, column):
        end_line, end_column = line, column + 1
    return _place(source, line, column, end_line, end_column)


def _position(trace) -> tuple:
    positions = trace.tb_frame.f_code.co_positions()
    for index, position in enumerate(positions):
        if index == trace.tb_lasti // 2:
            return position
    return (None, None, None, None)


def _line(source: sources.Source, number: int) -> str:
    return source.lines[number - 1].rstrip("\n") if 0 < number <= len(source.lines) else ""


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _units_of_bytes(text: str, column: int) -> int:
    return _units(text.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "replace"))


def _place(source: sources.Source, line: int, column: int, end_line: int, end_column: int) -> dict:
    return {
        "line": source.first_line + line,
        "column": source.indent + column,
        "endLine": source.first_line + end_line,
        "endColumn": source.indent + end_column,
    }
