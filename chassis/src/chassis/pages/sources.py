"""Where a package keeps its templates and catalogues."""

from importlib import import_module
from pathlib import Path


def folder_of(package: str) -> Path:
    module = import_module(package)
    if module.__file__ is not None:
        return Path(module.__file__).parent
    return Path(next(iter(module.__path__)))
