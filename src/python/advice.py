"""One plain sentence for the errors that closures and scopes bring about. Python's own text stays; this is added."""

import re

_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "UnboundLocalError",
        r"cannot access local variable '(?P<name>.+?)' where",
        "Python treats `{name}` as local in the whole function, because the function assigns to it somewhere; "
        "to change the outer variable instead, declare `nonlocal {name}` (or `global {name}` for one of the module).",
    ),
    (
        "NameError",
        r"cannot access free variable '(?P<name>.+?)' where",
        "The inner function ran before the enclosing function had given `{name}` a value (or after it was deleted): "
        "the cell that both share is still empty.",
    ),
    (
        "NameError",
        r"name '(?P<name>.+?)' is not defined",
        "Python looked for `{name}` in the local, enclosing, global and built-in scopes and found it in none: "
        "check the spelling, and that the line which defines it runs before this one.",
    ),
    (
        "SyntaxError",
        r"no binding for nonlocal '(?P<name>.+?)' found",
        "`nonlocal {name}` needs an enclosing function that assigns `{name}`, and there is none; "
        "a variable of the module is reached with `global {name}`.",
    ),
    (
        "SyntaxError",
        r"name '(?P<name>.+?)' is used prior to (?P<word>nonlocal|global) declaration",
        "Move `{word} {name}` to the top of the function: it must come before the first use of `{name}`.",
    ),
    (
        "SyntaxError",
        r"name '(?P<name>.+?)' is assigned to before (?P<word>nonlocal|global) declaration",
        "Move `{word} {name}` to the top of the function: it must come before the first assignment to `{name}`.",
    ),
    (
        "SyntaxError",
        r"name '(?P<name>.+?)' is parameter and (?P<word>nonlocal|global)",
        "A parameter is already a local variable, so `{name}` cannot also be {word}: rename one of the two.",
    ),
    (
        "SyntaxError",
        r"name '(?P<name>.+?)' is nonlocal and global",
        "A name is either nonlocal or global in one function: keep the declaration that you mean for `{name}`.",
    ),
    (
        "SyntaxError",
        r"annotated name '(?P<name>.+?)' can't be (?P<word>nonlocal|global)",
        "Leave out the annotation here: `{name}` belongs to another scope, and is annotated there.",
    ),
    (
        "SyntaxError",
        r"nonlocal declaration not allowed at module level",
        "`nonlocal` speaks of an enclosing function's variables; at the top of a module there is no such function.",
    ),
    (
        "SyntaxError",
        r"'(?P<word>return|yield)' outside function",
        "`{word}` stands outside any function: indent it into the body of one.",
    ),
    (
        "SyntaxError",
        r"Missing parentheses in call to 'print'",
        "`print` is a function in Python 3: write `print(...)`.",
    ),
    (
        "IndentationError",
        r"expected an indented block after (?P<what>.+?) on line (?P<line>\d+)",
        "The body of the {what} on line {line} is missing: indent at least one line under it (`pass` will do).",
    ),
    (
        "IndentationError",
        r"unexpected indent|unindent does not match",
        "The spaces at the start of this line do not fit the lines before it: lines of one block start in one column.",
    ),
    (
        "TypeError",
        r"'NoneType' object is not callable",
        "This name holds `None`, not a function: often the enclosing function lacks `return inner`, "
        "or a decorator does not return the wrapper.",
    ),
    (
        "TypeError",
        r"'(?P<kind>int|float|str|list|tuple|dict|set|bool|bytes|range)' object is not callable",
        "The parentheses call this value, but it is of type `{kind}`, not a function: perhaps the function was called "
        "already, or its name was given to something else.",
    ),
    (
        "TypeError",
        r"'(?P<kind>function|method|builtin_function_or_method|functools\.partial)' object is not "
        r"(?P<what>subscriptable|iterable|an iterator)|unsupported operand type\(s\) for .*'(?:function|method)'"
        r"|'[^']+' not supported between instances of .*'(?:function|method)'"
        r"|can only concatenate .*\(not \"(?:function|method)\"\)",
        "A function stands where its result was meant: add the parentheses that call it.",
    ),
    (
        "AttributeError",
        r"'function' object has no attribute '(?P<name>.+?)'",
        "A function itself has no `{name}`: if its result was meant, add the parentheses that call it.",
    ),
    (
        "AttributeError",
        r"'NoneType' object has no attribute '(?P<name>.+?)'",
        "The value before `.{name}` is `None`: often a function that lacks a `return`.",
    ),
    (
        "TypeError",
        r"(?P<name>[\w.<>]+)\(\) missing \d+ required (?:positional|keyword-only) arguments?: (?P<what>.+)",
        "The call of `{name}` leaves out {what}.",
    ),
    (
        "TypeError",
        r"(?P<name>[\w.<>]+)\(\) takes (?P<count>.+?) positional arguments? but (?P<given>.+) (?:was|were) given",
        "The call gives `{name}` more arguments than it takes; in a decorator, let the wrapper take `*args, **kwargs`.",
    ),
    (
        "RecursionError",
        r"",
        "The function calls itself and never stops: it needs a case that returns without another call "
        "(in a wrapper, call the original function, not the wrapper's own name).",
    ),
    (
        "ValueError",
        r"[Cc]ell is empty",
        "This cell has no value yet: the enclosing function has not assigned the variable, or has deleted it.",
    ),
)


def advice_on(error: BaseException) -> str | None:
    """A sentence for learners, when this subject has one for the error."""
    names = {kind.__name__ for kind in type(error).__mro__}
    try:
        message = str(error.msg if isinstance(error, SyntaxError) else error)
    except BaseException:
        return None
    for kind, pattern, sentence in _RULES:
        found = re.search(pattern, message) if kind in names else None
        if found:
            return sentence.format(**{name: text or "" for name, text in found.groupdict().items()})
    return None
