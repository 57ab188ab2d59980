"""What programs rebind in modules (functions, classes, constants), found quickly and put back."""

from operator import itemgetter
from types import ModuleType

MISSING = object()
_CONSTANTS = (int, float, complex, str, bytes, bool, tuple, frozenset)
_OURS = {"_pyodide", "pyodide", "_pyodide_core", "pyodide_js", "js", __package__}
_KEPT_ELSEWHERE = {"builtins", "__main__"}

Changes = dict[str, dict[str, object]]


def is_ours(name: str) -> bool:
    """Modules of the engine and of Pyodide: no program's business."""
    return name.partition(".")[0] in _OURS


class _Holding:
    """The names of one module that a program may rebind and nobody else does, with their values."""

    def __init__(self, module: ModuleType):
        self.namespace = vars(module)
        self.values = {
            name: value
            for name, value in self.namespace.items()
            if callable(value) or (isinstance(value, _CONSTANTS) and not name.startswith("_"))
        }
        self._take = itemgetter(*self.values) if len(self.values) > 1 else None
        self._plain = tuple(self.values.values())

    def changes(self) -> dict[str, object]:
        namespace = self.namespace
        try:
            # One comparison in C, of identities first: nearly always nothing has changed.
            if self._take is not None and self._take(namespace) == self._plain:
                return {}
        except (
            Exception
        ):  # a name is gone, or a value of the program's own does not like to be compared
            pass
        return {
            name: namespace.get(name, MISSING)
            for name, value in self.values.items()
            if namespace.get(name, MISSING) is not value
        }


class Modules:
    """What all modules held at one moment."""

    def __init__(self, modules: dict[str, ModuleType]):
        self._holdings = {
            name: _Holding(module)
            for name, module in modules.items()
            if isinstance(module, ModuleType) and name not in _KEPT_ELSEWHERE and not is_ours(name)
        }

    def changes(self) -> Changes:
        """What modules hold now in place of what they held then."""
        found = {name: holding.changes() for name, holding in self._holdings.items()}
        return {name: changed for name, changed in found.items() if changed}

    def restore(self, theirs: Changes) -> None:
        """Put everything back, and then what a session had changed."""
        for name, changed in self.changes().items():
            holding = self._holdings[name]
            holding.namespace.update((key, holding.values[key]) for key in changed)
        for name, changed in theirs.items():
            namespace = self._holdings[name].namespace
            for key, value in changed.items():
                if value is MISSING:
                    namespace.pop(key, None)
                else:
                    namespace[key] = value
