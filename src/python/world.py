"""What a program can change outside its own namespace, taken down and put back: nothing leaks into the next session.

A world is the state of the interpreter around one session: builtins, `sys`, imported modules, warnings, files, … Each
session has its own; blocks of two sessions may take turns.
"""

import builtins
import gc
import os
import random
import sys
import warnings
import weakref
from types import ModuleType

HOME = "/home/pyodide"
FOLDERS = (HOME, "/tmp")
SYS_NAMES = (
    "stdin",
    "stdout",
    "stderr",
    "__stdin__",
    "__stdout__",
    "__stderr__",
    "path",
    "argv",
    "meta_path",
    "path_hooks",
    "displayhook",
    "excepthook",
    "unraisablehook",
    "breakpointhook",
    "ps1",
    "ps2",
    "tracebacklimit",
    "last_exc",
    "last_type",
    "last_value",
    "last_traceback",
    "dont_write_bytecode",
)
_FINALIZER_STATE = ("_registry", "_shutdown", "_registered_with_atexit", "_dirty", "_index_iter")
_MISSING = object()


class _NeverRaised(Warning):
    """A category of no warning."""


_CONSTANTS = (int, float, complex, str, bytes, bool, tuple, frozenset)
# Standard modules whose own code rebinds such names: putting these back would break them.
_MOODY = {
    "sys",
    "builtins",
    "__main__",
    "warnings",
    "_warnings",
    "threading",
    "linecache",
    "traceback",
    "signal",
}


def _attributes(module: ModuleType) -> dict[str, object]:
    """What a program may rebind and nobody else does: functions, classes, public constants."""
    return {
        name: value
        for name, value in vars(module).items()
        if callable(value) or (isinstance(value, _CONSTANTS) and not name.startswith("_"))
    }


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in {
        "_pyodide",
        "pyodide",
        "_pyodide_core",
        "pyodide_js",
        "js",
        __package__,
    }


def _files() -> dict[str, bytes | None]:
    """Every file (its bytes) and folder (None) that programs write to."""
    found: dict[str, bytes | None] = {}
    for folder in FOLDERS:
        for parent, folders, names in os.walk(folder):
            found.update((os.path.join(parent, name), None) for name in folders)
            for name in names:
                path = os.path.join(parent, name)
                try:
                    with open(path, "rb") as file:
                        found[path] = file.read()
                except OSError:
                    continue
    return found


def _put_files(wanted: dict[str, bytes | None]) -> None:
    for folder in FOLDERS:
        for parent, folders, names in os.walk(folder, topdown=False):
            for name in names:
                os.unlink(os.path.join(parent, name))
            for name in folders:
                path = os.path.join(parent, name)
                os.unlink(path) if os.path.islink(path) else os.rmdir(path)
    for path, content in wanted.items():
        if content is None:
            os.makedirs(path, exist_ok=True)
    for path, content in wanted.items():
        if content is not None:
            with open(path, "wb") as file:
                file.write(content)


class World:
    """The interpreter's state at one moment."""

    def __init__(self):
        self.sys = {name: getattr(sys, name, _MISSING) for name in SYS_NAMES}
        self.lists = {
            name: list(getattr(sys, name))
            for name in ("path", "argv", "meta_path", "path_hooks")
            if isinstance(getattr(sys, name, None), list)
        }
        self.recursion_limit = sys.getrecursionlimit()
        self.int_digits = sys.get_int_max_str_digits()
        self.switch_interval = sys.getswitchinterval()
        self.modules = dict(sys.modules)
        self.attributes = {
            name: _attributes(module)
            for name, module in self.modules.items()
            if isinstance(module, ModuleType) and name not in _MOODY and not _is_ours(name)
        }
        self.filters = list(warnings.filters)
        self.showwarning = warnings.showwarning
        self.formatwarning = warnings.formatwarning
        self.environment = dict(os.environ)
        self.files = _files()
        self.folder = os.getcwd()
        self.gc = (gc.isenabled(), gc.get_threshold(), gc.get_debug(), list(gc.callbacks))
        self.hooks = (sys.gettrace(), sys.getprofile())
        # Once a program has ended, `weakref.finalize` takes the whole interpreter for shut down.
        self.finalizers = {name: vars(weakref.finalize)[name] for name in _FINALIZER_STATE}
        self.finalizers["_registry"] = dict(self.finalizers["_registry"])

    def restore(self) -> None:
        """Make the interpreter what it was, as seen by the next program."""
        for name, value in self.sys.items():
            if value is not _MISSING:
                setattr(sys, name, value)
            elif hasattr(sys, name):
                delattr(sys, name)
        for name, items in self.lists.items():
            getattr(sys, name)[:] = items
        for name, value in self.finalizers.items():
            setattr(weakref.finalize, name, dict(value) if name == "_registry" else value)
        sys.settrace(self.hooks[0])
        sys.setprofile(self.hooks[1])
        sys.setrecursionlimit(self.recursion_limit)
        sys.set_int_max_str_digits(self.int_digits)
        sys.setswitchinterval(self.switch_interval)
        self._restore_modules()
        self._restore_warnings()
        self._restore_environment()
        enabled, thresholds, debug, callbacks = self.gc
        gc.enable() if enabled else gc.disable()
        gc.set_threshold(*thresholds)
        gc.set_debug(debug)
        gc.callbacks[:] = callbacks

    def _restore_modules(self) -> None:
        for name, module in list(sys.modules.items()):
            if name not in self.modules and not _is_ours(name) and not _may_stay(module):
                del sys.modules[name]
                parent, _, child = name.rpartition(".")
                if parent in sys.modules:
                    vars(sys.modules[parent]).pop(child, None)
        for name, module in self.modules.items():
            if sys.modules.get(name) is not module:
                sys.modules[name] = module
        for name, attributes in self.attributes.items():
            namespace = vars(self.modules[name])
            for key, value in attributes.items():
                if namespace.get(key, _MISSING) is not value:
                    namespace[key] = value

    def _restore_warnings(self) -> None:
        warnings.filters[:] = self.filters
        warnings.simplefilter(
            "default", _NeverRaised, append=True
        )  # counts a new version of the filters
        warnings.filters[:] = self.filters
        warnings.showwarning = self.showwarning
        warnings.formatwarning = self.formatwarning

    def _restore_environment(self) -> None:
        if dict(os.environ) != self.environment:
            os.environ.clear()
            os.environ.update(self.environment)
        if self.files or _files():
            os.chdir("/")
            _put_files(self.files)
        os.chdir(self.folder)


_names = vars(builtins)
_plain_names = dict(_names)


def take_builtins() -> dict[str, object] | None:
    """Put Python's own builtins back after the program; give what the program had made of them, if anything.

    The engine itself needs `len` and friends, and none of them may be used here before they are back.
    """
    if _names == _plain_names:
        return None
    theirs = _names.copy()
    _names.clear()
    _names.update(_plain_names)
    return theirs


def give_builtins(theirs: dict[str, object] | None) -> None:
    """Give a session the builtins that it has left behind."""
    if theirs is not None:
        _names.clear()
        _names.update(theirs)


def _may_stay(module: object) -> bool:
    """A module of the standard library stays loaded, for speed, unless the program has put something of its own in it."""
    spec = getattr(module, "__spec__", None)
    origin = getattr(spec, "origin", None) or ""
    if not (origin in ("built-in", "frozen") or origin.startswith("/lib/python")):
        return False
    return not any(
        getattr(value, "__module__", None) == "__main__" for value in vars(module).values()
    )


def reseed() -> None:
    """Each session draws its own random numbers: a seed that one session set says nothing to the next."""
    random.seed()
