"""Builds the standard library that the page loads, as one zip that grows: each part is the bytes that turn the zip before it into a larger one.

Runs inside Pyodide at build time, so that byte code has the magic number of the readers' Python. `stdlib` holds byte
code for what starting Python and the lessons import, `library` the sources of the same (for tracebacks and inspect) and
more modules with byte code, `rest` all others. Paths and times are fixed: the same Pyodide gives the same bytes.
"""

import sys

_ROOT = "/lib/python314.zip/"


def _loaded(*, frozen: bool = False) -> set[str]:
    """Files of the modules that came from the zip; those frozen into Python itself only name a file there."""
    modules = [(module, getattr(module, "__spec__", None)) for module in list(sys.modules.values())]
    origins = {
        getattr(module, "__file__", None) or "": getattr(spec, "origin", "")
        for module, spec in modules
    }
    return {
        file.removeprefix(_ROOT)
        for file, origin in origins.items()
        if file.startswith(_ROOT) and (origin == "frozen") == frozen
    }


# Before this file imports anything: what starting Python loads by itself.
_boot = _loaded()
_frozen = _loaded(frozen=True)

import importlib  # noqa: E402
import importlib._bootstrap_external as bootstrap  # noqa: E402
import importlib.util  # noqa: E402
import io  # noqa: E402
import zipfile  # noqa: E402


def _imported(names: list[str]) -> set[str]:
    for name in names:
        importlib.import_module(name)
    return _loaded()


def _bytecode(name: str, source: bytes) -> bytes:
    code = compile(source, _ROOT + name, "exec", dont_inherit=True)
    # Unchecked, so that the source need not be there when the module is imported.
    return bytes(bootstrap._code_to_hash_pyc(code, importlib.util.source_hash(source), False))


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


def module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def parts(
    archive: str, lesson_modules: list[str], library_modules: list[str]
) -> list[dict[str, object]]:
    """Name, offset in the growing zip, bytes and modules of each part, in the order in which they must be added."""
    source = zipfile.ZipFile(archive)
    contents = {info.filename: source.read(info) for info in source.infolist() if not info.is_dir()}
    first = {name for name in _boot | _imported(lesson_modules) if name in contents}
    second = {name for name in _imported(library_modules) if name in contents} - first
    frozen = {name for name in _frozen if name in contents}
    third = set(contents) - first - second - frozen

    def with_bytecode(names: set[str]) -> dict[str, bytes]:
        return {name + "c": _bytecode(name, contents[name]) for name in names}

    def plain(names: set[str]) -> dict[str, bytes]:
        return {name: contents[name] for name in names}

    plan = [
        ("stdlib", first, with_bytecode(first)),
        ("library", second, plain(first | frozen | second) | with_bytecode(second)),
        ("rest", third, plain(third)),
    ]
    archive_so_far = io.BytesIO()
    made = []
    for name, modules, files in plan:
        with zipfile.ZipFile(archive_so_far, "a" if made else "w", zipfile.ZIP_STORED) as target:
            # Adding to a zip overwrites its directory: that place is where this part begins.
            offset = target.start_dir if made else 0
            for file in sorted(files, key=lambda path: (path.rpartition("/")[0], path)):
                target.writestr(_entry(file), files[file])
        made.append(
            {
                "name": name,
                "offset": offset,
                "bytes": archive_so_far.getvalue()[offset:],
                "modules": sorted(module_name(path) for path in modules if path.endswith(".py")),
            }
        )
    return made
