"""Scopes and variables, as src/python/scopes.py builds them up."""

import symtable
from dataclasses import dataclass, field

type Table = symtable.SymbolTable


@dataclass(eq=False)
class Scope:
    kind: str
    name: str
    line: int
    table: Table | None
    parent: "Scope | None"
    mark: str = ""
    variables: "dict[str, Variable]" = field(default_factory=dict)

    @property
    def inlined(self):
        return self.kind == "comprehension"

    def symbol(self, name):
        try:
            return self.table.lookup(name) if self.table else None
        except KeyError:
            return None

    def binds(self, name):
        symbol = self.symbol(name)
        return symbol is not None and symbol.is_local()

    def described(self):
        return {"kind": self.kind, "name": self.name, "line": self.line}


@dataclass(eq=False)
class Variable:
    name: str
    owner: Scope | None
    sharers: list[Scope] = field(default_factory=list)


def visible_class(scope):
    """The class body whose names this scope sees: annotations and type parameters do, functions do not."""
    while scope.kind in ("annotations", "type parameters", "type variable", "type alias"):
        scope = scope.parent
        if scope.kind == "class":
            return scope
    return None


def arguments_of(arguments):
    everything = [
        *arguments.posonlyargs,
        *arguments.args,
        arguments.vararg,
        *arguments.kwonlyargs,
        arguments.kwarg,
    ]
    return [argument for argument in everything if argument is not None]
