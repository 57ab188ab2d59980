"""Where a name stands in the source: `ast` counts bytes, pages count UTF-16, and some names have no place of their own."""

import re


def units(text):
    return len(text.encode("utf-16-le")) // 2


class Text:
    """The program's text, with places found by line (from 1) and byte column, as `ast` gives them."""

    def __init__(self, source):
        self.source = source
        # Not `splitlines`: Python's lines end at \n, \r\n and \r only.
        self.lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", source)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def offset(self, line, column):
        text = self.lines[line - 1]
        return self.starts[line - 1] + len(text.encode()[:column].decode())

    def place(self, start, end):
        line = self.source.count("\n", 0, start) + 1
        begin = self.starts[line - 1]
        return {
            "line": line,
            "column": units(self.source[begin:start]),
            "length": units(self.source[start:end]),
        }

    def start(self, node):
        return self.offset(node.lineno, node.col_offset)

    def end(self, node):
        return self.offset(node.end_lineno, node.end_col_offset)

    def of(self, node):
        return self.place(self.start(node), self.end(node))

    def found(self, pattern, start):
        match = re.compile(pattern).search(self.source, start)
        return self.place(*match.span(1))

    def at(self, node, name):
        """`name` at the beginning of the node, after any stars."""
        return self.found(rf"[*\s]*({re.escape(name)})", self.start(node))

    def ending(self, node, name):
        end = self.end(node)
        return self.place(end - len(name), end)

    def after_keyword(self, node):
        return self.found(r"(?:async[\s\\]+)?(?:def|class)[\s\\]+(\w+)", self.start(node))

    def after_as(self, type_node, name):
        return self.found(rf"\bas[\s\\]+({re.escape(name)})\b", self.end(type_node))

    def listed(self, node):
        """The names of a `global` or `nonlocal` statement."""
        start, end = self.start(node), self.end(node)
        words = list(re.finditer(r"\w+", self.source[start:end]))[1:]
        return [self.place(start + word.start(), start + word.end()) for word in words]

    def rest_of(self, node):
        """The `**rest` of a mapping pattern, after its last key and pattern."""
        before = [self.end(child) for child in [*node.keys, *node.patterns]]
        return self.found(r"\*\*\s*(\w+)", max([self.start(node), *before]))
