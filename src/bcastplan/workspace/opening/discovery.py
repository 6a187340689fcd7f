"""Paths of the command line -> plans and the files that belong to each; nothing is parsed here.

Every folder with a ``bcastplan.yaml`` is a plan; a file belongs to the nearest one above it, up to the repository
root; without one, the folder that was named (or the file's own) is the plan.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bcastplan.files.regular import is_file, is_folder, is_there
from bcastplan.model.paths import below, glob_matches
from bcastplan.model.plan import PLAN_FILE
from bcastplan.workspace.opening.excluded_files import ExcludedFiles

STDIN = "-"
_LIST_SUFFIXES = frozenset({".txt", ".csv", ".zip", ".dat", ".lst"})
_YAML_SUFFIXES = frozenset({".yaml", ".yml"})
_CANDIDATE_SUFFIXES = _LIST_SUFFIXES | _YAML_SUFFIXES
_SKIPPED_FOLDERS = frozenset({"__pycache__", "node_modules", "venv"})
_REPOSITORY_MARKS = (".git", ".hg", ".jj", ".svn")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be a schedule; an explicit one must be."""

    name: str
    """As given, POSIX separators."""
    explicit: bool
    stands_for: str | None = None
    """Of standard input: the file whose text it is."""
    text: str | None = None
    """A text to read instead of the file's."""


@dataclass(slots=True)
class PlanFolder:
    """One plan and its candidates, in the order found."""

    root: str
    plan_file: str | None
    candidates: list[Candidate] = field(default_factory=list)
    whole: bool = False
    """Whether the folder was searched from its root, so that a glob that matches nothing is worth a word."""


@dataclass(slots=True)
class Discovery:
    """All plans under the paths, and the folders that could not be searched: (name, reason)."""

    plans: list[PlanFolder] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    folders: dict[str, set[str]] = field(default_factory=dict)
    """Folders that were named -> what the candidates in them are recognised by (``identity``)."""
    identities: dict[str, str] = field(default_factory=dict)
    """File that was found in a folder -> its ``identity``."""
    excluded: dict[str, int] = field(default_factory=dict)
    """Folders that were named -> how many candidates and folders in them were passed over."""


def discover(
    paths: Iterable[str],
    *,
    exclude: Sequence[str] = (),
    stdin_name: str | None = None,
    unsaved: Iterable[str] = (),
) -> Discovery:
    """Find the plans and candidate files under ``paths``.

    Args:
        paths: files, folders or ``-``.
        exclude: patterns, as in .gitignore, of files and folders that a search passes over.
        stdin_name: the file whose text standard input is; it belongs to the plan that the file belongs to.
        unsaved: plan files that an editor has and no disk; their folders are plans all the same.
    """
    finder = _Finder(exclude, stdin_name, unsaved)
    # Standard input goes first, so that its text stands for the file, and a
    # search that finds the file does not read it too.
    for path in sorted(paths, key=lambda path: path != STDIN) if stdin_name else paths:
        finder.add(path)
    return finder.discovery


class _Finder:
    def __init__(self, exclude: Sequence[str], stdin_name: str | None, unsaved: Iterable[str]) -> None:
        self.exclude = exclude
        self.unsaved = {os.path.realpath(PurePosixPath(name).parent) for name in unsaved}
        self.stdin_name = posix(stdin_name) if stdin_name else None
        self.discovery = Discovery()
        self.by_root: dict[str, PlanFolder] = {}
        self.seen: dict[str, tuple[PlanFolder, int]] = {}
        self.real_folders: dict[str, str] = {}

    def add(self, path: str) -> None:
        name = posix(path)
        if path == STDIN and self.stdin_name is not None:
            root, plan_file = self.plan_above(self.stdin_name)
            plan = self.plan(root, plan_file)
            self.seen[identity(self.stdin_name)] = (plan, len(plan.candidates))
            plan.candidates.append(Candidate(STDIN, True, self.stdin_name))
        elif path == STDIN:
            self.admit(self.plan("", None), STDIN, True)
        elif is_folder(path):
            self.add_folder(name)
        # Whoever names a plan file means its plan, and that is its folder.
        elif PurePosixPath(name).name == PLAN_FILE and self.has_plan(Path(name).parent):
            folder = str(PurePosixPath(name).parent)
            if is_folder(folder):
                self.add_folder(folder)
            else:  # neither the plan file nor its folder has been saved yet
                self.plan(folder, name)
        else:
            root, plan_file = self.plan_above(name)
            self.admit(self.plan(root, plan_file), name, True)

    def has_plan(self, folder: Path) -> bool:
        """Whether a folder has a plan file, on disk or in an editor."""
        return is_there(folder / PLAN_FILE) or (bool(self.unsaved) and os.path.realpath(folder) in self.unsaved)

    def add_folder(self, folder: str) -> None:
        root, plan_file = self.plan_above(f"{folder}/x" if folder != "." else "x")
        if plan_file is None:
            root = folder
        top = self.plan(root, plan_file)
        held = self.discovery.folders.setdefault(folder, set())
        asked: set[str] = set()
        nearest: dict[str, PlanFolder] = {}
        for name in self.walk(folder):
            key = self.discovery.identities[name] = self.identity_inside(name)
            held.add(key)
            # The plans of a folder and of those above it are noted before its first file comes.
            inside = name.rpartition("/")[0]
            plan = nearest.get(inside) or nearest.setdefault(inside, self.nearest(name, top))
            if plan.root not in asked:
                asked.add(plan.root)
                # A plan above the named folder was searched in part only, and may well have files elsewhere.
                plan.whole = plan.whole or _holds(folder, plan.root)
            self.admit(plan, name, False, key)

    def admit(self, plan: PlanFolder, name: str, explicit: bool, key: str | None = None) -> None:
        """Take a file once, however often and by whatever path it is named; ``key`` is its identity where known."""
        key = key or identity(name)
        if key not in self.seen:
            self.seen[key] = (plan, len(plan.candidates))
            plan.candidates.append(Candidate(name, explicit))
        elif explicit:
            first, number = self.seen[key]
            # A file that a search found and that is then named is held to be a schedule, but is read once only.
            known = first.candidates[number]
            first.candidates[number] = Candidate(known.name, True, known.stands_for, known.text)

    def plan(self, root: str, plan_file: str | None) -> PlanFolder:
        # Links may lead to one folder by several names, which are one plan.
        key = os.path.realpath(root) if root else ""
        if key not in self.by_root:
            self.by_root[key] = PlanFolder(root, plan_file)
            self.discovery.plans.append(self.by_root[key])
        return self.by_root[key]

    def nearest(self, name: str, top: PlanFolder) -> PlanFolder:
        """The plan of a file found in a folder: one inside the folder, else the folder's own."""
        for above in PurePosixPath(name).parents:
            inside = self.by_root.get(self.real(str(above)))
            if inside is not None:
                return inside
        return top

    def identity_inside(self, name: str) -> str:
        """The ``identity`` of a file found in a folder; the folder's own is looked up once."""
        folder, _, own = name.rpartition("/")
        if os.path.islink(name):  # noqa: PTH114 - a thousand of them
            return identity(name)
        return os.path.join(self.real(folder or ("/" if name.startswith("/") else ".")), own)  # noqa: PTH118

    def real(self, folder: str) -> str:
        """The real path of a folder, looked up once in a search: every file in it asks for it."""
        if folder not in self.real_folders:
            self.real_folders[folder] = os.path.realpath(folder)
        return self.real_folders[folder]

    def plan_above(self, name: str) -> tuple[str, str | None]:
        """Root and plan file of the nearest plan above a file; the file's own folder without one."""
        own = name.rpartition("/")[0] or str(PurePosixPath(name).parent)
        folder = Path(own)
        shown = own
        # A bound on the way up, in case links make it endless.
        for _ in range(64):
            if is_file(folder / PLAN_FILE) or (self.unsaved and self.has_plan(folder)):
                return shown, join(shown, PLAN_FILE)
            # A plan above a repository belongs to somebody else's work.
            if any(is_there(folder / mark) for mark in _REPOSITORY_MARKS):
                break
            resolved = folder.resolve()
            if resolved.parent == resolved:
                break
            folder = resolved.parent
            shown = _parent(shown, folder)
        return own, None

    def walk(self, folder: str) -> Iterator[str]:
        """Candidate files below a folder, sorted; plans on the way are noted before their files."""

        # os.walk passes over folders that it may not read, without a word; a plan must not look complete then.
        def refused(error: OSError) -> None:
            self.discovery.unreadable.append((posix(error.filename or folder), _reason(error)))

        excluded = ExcludedFiles(folder, self.exclude)
        for here, folders, files in os.walk(folder, onerror=refused):
            searched = sorted(name for name in folders if _is_searched(name))
            # os.walk goes into what is left in this very list.
            folders[:] = [name for name in searched if not excluded.excludes(join(here, name), is_folder=True)]
            shown = posix(here) if folder != "." else posix(here).removeprefix("./")
            on_disk = PLAN_FILE in files and is_file(join(here, PLAN_FILE))
            if on_disk or (self.unsaved and os.path.realpath(here) in self.unsaved):
                self.plan(shown, join(shown, PLAN_FILE))
            candidates = sorted(name for name in files if name != PLAN_FILE and _is_candidate(name))
            taken = [name for name in candidates if not excluded.excludes(join(here, name), is_folder=False)]
            passed_over = len(searched) - len(folders) + len(candidates) - len(taken)
            self.discovery.excluded[folder] = self.discovery.excluded.get(folder, 0) + passed_over
            yield from (join(shown, name) for name in taken)


def posix(path: str) -> str:
    """A path as messages show it: as given, with forward slashes."""
    shown = path.replace(os.sep, "/")
    return shown.rstrip("/") or shown


def identity(name: str) -> str:
    """What two names of one file have in common."""
    try:
        return STDIN if name == STDIN else os.path.realpath(name)
    except ValueError:  # a null character, as a plan file may name it
        return name


def join(folder: str, name: str) -> str:
    """A file in a folder, as messages show it."""
    return name if folder in ("", ".") else f"{folder}/{name}"


def is_yaml_name(name: str) -> bool:
    """Whether a file is YAML by its name."""
    return PurePosixPath(name).suffix.lower() in _YAML_SUFFIXES


def may_be_schedule(name: str) -> bool:
    """Whether a file at this path below a folder is looked at when the folder is searched, plan files included."""
    path = PurePosixPath(name.replace(os.sep, "/"))
    return all(map(_is_searched, path.parts[:-1])) and _is_candidate(path.name)


def _is_searched(folder: str) -> bool:
    return not folder.startswith(".") and folder not in _SKIPPED_FOLDERS


def _is_candidate(file: str) -> bool:
    return not file.startswith(".") and os.path.splitext(file)[1].lower() in _CANDIDATE_SUFFIXES  # noqa: PTH122


def matches_glob(name: str, root: str, pattern: str) -> bool:
    """Whether a file of the plan at ``root`` matches one of its globs; ``*.yaml`` matches in every folder below."""
    inside = below(name, root)
    return glob_matches(inside, pattern) or ("/" not in pattern and glob_matches(PurePosixPath(inside).name, pattern))


def files_matching(root: str, name: str) -> list[str]:
    """The file that a plan in the folder ``root`` names, or the files that a glob of it matches; none where none is."""
    path = name if Path(name).is_absolute() else join(root, name)
    return [path] if is_there(path) else _globbed(root, name)


def _globbed(root: str, pattern: str) -> list[str]:
    """Files below a plan's folder, or beside it, that a pattern of the plan matches, sorted."""
    if Path(pattern).is_absolute() or not any(mark in pattern for mark in "*?["):
        return []
    return sorted(posix(str(path)) for path in Path(root).glob(pattern) if path.is_file())


def _holds(folder: str, root: str) -> bool:
    """Whether a plan's folder is a folder that was named, or lies in it."""
    return PurePosixPath(os.path.realpath(root)).is_relative_to(os.path.realpath(folder))


def _parent(shown: str, folder: Path) -> str:
    """How a folder above is shown: absolute when what was named is, else relative to here."""
    if not PurePosixPath(shown).is_absolute():
        return os.path.relpath(folder).replace(os.sep, "/")
    parent = str(PurePosixPath(shown).parent)
    return parent if os.path.realpath(parent) == str(folder) else folder.as_posix()


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "no permission to read the folder"
    return error.strerror or str(error)
