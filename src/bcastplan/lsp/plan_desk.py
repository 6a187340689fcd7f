"""The plans that an editor works on: which one a text belongs to, opened beside the server, kept at the latest texts.

A text belongs to the plan around it: the folder of the nearest ``bcastplan.yaml``, else the folder that the editor has
open, else it stands alone. A home folder or a whole disk is never searched because an editor has it open.
"""

from __future__ import annotations

import asyncio
import gc
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from pygls.uris import from_fs_path, to_fs_path

from bcastplan.exchange.file_kind import recognise
from bcastplan.files.regular import is_there, read_regular
from bcastplan.lsp.editor_text import EditorText
from bcastplan.model.collector import set_aside, take_back
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.plan import PLAN_FILE
from bcastplan.workspace.editing.typed_plan import TypedPlan
from bcastplan.workspace.opening.discovery import discover, identity, posix

_SETTLE_SECONDS = 0.005  # in which changes that come together are taken together
_SLOW_SECONDS = 0.15  # a check that takes longer waits as long for the next change
_LONGEST_WAIT_SECONDS = 2.0
_IDLE_SECONDS = 3.0


@dataclass
class EditedPlan:
    """One plan with what the editor sees of it.

    Attributes:
        paths: what is opened.
        root: the folder by which texts belong to it, or the one file.
        typed: the plan, None until it has been opened.
        opening: the task that opens it, None while there is nothing to open.
        again: whether it has to be opened once more after that.
        waiting: the timer after which the next findings are sent.
        published: what the editor was told, by URI.
        cost_seconds: how long the last findings took.
    """

    paths: list[str]
    root: str
    typed: TypedPlan | None = None
    opening: asyncio.Task[None] | None = None
    again: bool = False
    waiting: asyncio.TimerHandle | None = None
    published: dict[str, object] = field(default_factory=dict)
    cost_seconds: float = 0.0


class PlanDesk:
    """Open texts by URI, and the plans they belong to; ``tell`` is called when the findings of one may have changed."""

    def __init__(self, tell: Callable[[EditedPlan], None], fault: Callable[[str, BaseException], None]) -> None:
        self.texts: dict[str, EditorText] = {}
        self.folders: list[str] = []
        self.plans: dict[str, EditedPlan] = {}
        self._places: dict[str, tuple[list[str], str]] = {}
        self._tidying: asyncio.TimerHandle | None = None
        self._opened_since = False
        self._tell = tell
        self._fault = fault
        self._worker = ThreadPoolExecutor(1, "opening")

    # Texts come, change and go

    def open(self, text: EditorText) -> None:
        """Take a text that was opened."""
        self.texts[text.uri] = text
        if is_new_plan(text):
            self._start_anew()  # texts around it belong to it now
        else:
            self._take_in(text)

    def _take_in(self, text: EditorText) -> None:
        self._places.pop(text.uri, None)
        plan = self._plan_for(text)
        if plan is not None:
            self._follow(plan, text)

    def change(self, text: EditorText) -> None:
        """Take a text that was changed."""
        plan = self._plan_for(text)
        if plan is not None:
            self._follow(plan, text)

    def close(self, uri: str) -> None:
        """Forget a closed text. With the last text of a plan the plan goes too; else the file on disk counts again."""
        text = self.texts.pop(uri, None)
        plan = self._known_plan(text) if text is not None else None
        if plan is None:
            return
        if text is not None and is_new_plan(text):
            self._start_anew()
        elif not any(self._known_plan(other) is plan for other in self.texts.values()):
            self._drop(plan)
        elif text is not None and not _is_on_disk(text):
            self.reopen(plan)

    def disk_changed(self, uris: Iterable[str]) -> None:
        """Open plans anew in which files that no editor has open have changed on disk."""
        files = [path_of(uri) for uri in uris if uri not in self.texts]
        # A plan file that comes or goes changes which plan the texts around it belong to.
        if any(file is not None and PurePosixPath(file).name == PLAN_FILE for file in files):
            self._start_anew()
            return
        for plan in list(self.plans.values()):
            if any(file is not None and _lies_in(file, plan.root) for file in files):
                self.reopen(plan)

    def use_folders(self, uris: Iterable[str]) -> None:
        """Take the folders that the editor has open."""
        self.folders = [path for uri in uris if (path := path_of(uri)) is not None]
        self._start_anew()

    def _start_anew(self) -> None:
        """Look anew which plans the texts belong to."""
        for plan in list(self.plans.values()):
            self._drop(plan)
        for text in list(self.texts.values()):
            self._take_in(text)

    def end(self) -> None:
        """Cancel openings and checks that are under way."""
        for plan in list(self.plans.values()):
            self._stop(plan)
        self._worker.shutdown(wait=False, cancel_futures=True)

    # Which plan a text belongs to

    def _plan_for(self, text: EditorText) -> EditedPlan | None:
        """The plan of a text, a new one where it is the first of it; None where it is none of ours."""
        known = self._known_plan(text)
        if known is not None:
            return known
        if text.too_long or not is_ours(text):
            return None
        paths, root = self._around(text)
        plan = self.plans[root] = EditedPlan(paths, root)
        return plan

    def _known_plan(self, text: EditorText) -> EditedPlan | None:
        _, root = self._around(text)
        return self.plans.get(root)

    def plan_of(self, text: EditorText) -> EditedPlan | None:
        """The plan of a text that belongs to one."""
        plan = self._known_plan(text)
        return plan if plan is not None and plan.typed is not None and plan.typed.holds(key_of(text)) else None

    def _around(self, text: EditorText) -> tuple[list[str], str]:
        """What is opened for a text, and the root of its plan."""
        if text.uri not in self._places:
            self._places[text.uri] = self._place_of(name_of(text.uri))
        return self._places[text.uri]

    def _place_of(self, name: str) -> tuple[list[str], str]:
        is_plan = PurePosixPath(name).name == PLAN_FILE
        beside = str(PurePosixPath(name).parent / "beside") if is_plan else name  # a plan file itself is searched
        unsaved = [name_of(text.uri) for text in self.texts.values() if is_new_plan(text)]
        plan_folder = discover([beside], unsaved=unsaved).plans[0]
        if name in unsaved:
            return [name], identity(str(PurePosixPath(name).parent))
        if plan_folder.plan_file is not None or is_plan:
            return [plan_folder.root], identity(plan_folder.root)
        around = [folder for folder in self.folders if _lies_in(name, folder) and _may_be_searched(folder)]
        if around:
            # Of folders within each other, the innermost has the longest path.
            folder = max(around, key=len)
            return [folder], identity(folder)
        return [name], identity(name)

    def belongs_to(self, plan: EditedPlan, file: str) -> bool:
        """Whether this plan tells the findings of a file: its root is the nearest around it of all open plans."""
        around = [root for root in self.plans if _lies_in(file, root)]
        return not around or plan.root == max(around, key=len)

    # Plans follow their texts

    def _texts_of(self, plan: EditedPlan) -> dict[str, EditorText]:
        return {
            key_of(text): text
            for text in self.texts.values()
            if not text.too_long and _lies_in(name_of(text.uri), plan.root)
        }

    def _follow(self, plan: EditedPlan, text: EditorText) -> None:
        """Take a text into its plan, opening that anew where it is not in it yet."""
        if plan.typed is None or key_of(text) not in plan.typed.texts:
            self.reopen(plan)
        else:
            self._soon(plan)

    def reopen(self, plan: EditedPlan) -> None:
        """Open a plan anew in a thread; one that is being opened already is opened once more afterwards."""
        if plan.opening is not None:
            plan.again = True
        else:
            plan.opening = asyncio.get_running_loop().create_task(self._opened(plan))

    async def _opened(self, plan: EditedPlan) -> None:
        try:
            typed = await self._open_in_thread(plan)
            while plan.again:
                plan.again = False
                typed = await self._open_in_thread(plan)
        except Exception as error:
            self._fault(f"opening {plan.root}", error)
            return
        finally:
            plan.opening = None
        plan.typed, self._opened_since = typed, True
        self._soon(plan)

    async def _open_in_thread(self, plan: EditedPlan) -> TypedPlan:
        held = self._texts_of(plan)
        texts = {key: text.content for key, text in held.items()}
        unsaved = [name_of(text.uri) for text in held.values() if is_ours(text) and not is_there(name_of(text.uri))]
        paths = list(dict.fromkeys((*plan.paths, *unsaved)))

        def opened() -> TypedPlan:
            typed = TypedPlan.open(paths, texts)
            typed.prepare()
            return typed

        return await asyncio.get_running_loop().run_in_executor(self._worker, opened)

    def _soon(self, plan: EditedPlan) -> None:
        """Tell the findings of a plan after a short wait, together with those of changes that come until then."""
        if plan.opening is not None or plan.waiting is not None:
            return
        wait = min(plan.cost_seconds, _LONGEST_WAIT_SECONDS) if plan.cost_seconds > _SLOW_SECONDS else _SETTLE_SECONDS
        plan.waiting = asyncio.get_running_loop().call_later(wait, self._now, plan)

    def _now(self, plan: EditedPlan) -> None:
        plan.waiting = None
        started = time.monotonic()
        try:
            if self._take(plan):
                self._tell(plan)
        except Exception as error:
            self._fault(f"checking {plan.root}", error)
        plan.cost_seconds = time.monotonic() - started
        self._tidy_later()

    def _tidy_later(self) -> None:
        """Collect garbage once nothing has come for a while, because everything waits for a collection."""
        if self._tidying is not None:
            self._tidying.cancel()
        self._tidying = asyncio.get_running_loop().call_later(_IDLE_SECONDS, self._tidy)

    def _tidy(self) -> None:
        self._tidying = None
        # A plan that was replaced still lies among what was set aside.
        if self._opened_since:
            take_back()
            self._opened_since = False
        gc.collect()
        set_aside()

    def _take(self, plan: EditedPlan) -> bool:
        """Give an opened plan the latest state of all its texts; False where it has to be opened anew first."""
        if plan.typed is None or plan.opening is not None:
            return False
        for key, text in self._texts_of(plan).items():
            if not plan.typed.take(key, text.content):
                self.reopen(plan)
                return False
        return True

    async def settled(self, text: EditorText) -> EditedPlan | None:
        """Wait until the plan of a text is open and has its latest state, and return it.

        None where it belongs to none.
        """
        plan = self._known_plan(text)
        # While the opening is awaited, more may be typed that needs another one.
        while plan is not None and (plan.opening is not None or not self._take(plan)):
            opening = plan.opening
            if opening is None:
                return None
            await asyncio.wait([opening])
        return self.plan_of(text)

    def _drop(self, plan: EditedPlan) -> None:
        self._stop(plan)
        plan.typed = None
        self.plans.pop(plan.root, None)
        self._tell(plan)

    def _stop(self, plan: EditedPlan) -> None:
        if plan.opening is not None:
            plan.opening.cancel()
            plan.opening = None
        if plan.waiting is not None:
            plan.waiting.cancel()
            plan.waiting = None

    def each_text(self, plan: EditedPlan) -> Iterator[tuple[str, EditorText]]:
        """The open texts of a plan, by the identity of their files."""
        yield from self._texts_of(plan).items()


def is_ours(text: EditorText) -> bool:
    """Whether a text is a schedule or a plan file: by its mark, a plan file by its name too."""
    named = PurePosixPath(name_of(text.uri)).name == PLAN_FILE
    return named or recognise("", text.content.encode("utf-8", "surrogatepass")) == "yaml"


def is_new_plan(text: EditorText) -> bool:
    """Whether a text is a plan file that has not been saved yet."""
    path = path_of(text.uri)
    return path is not None and PurePosixPath(path).name == PLAN_FILE and not is_there(path)


def path_of(uri: str) -> str | None:
    """The path of a file, POSIX separators; None where a URI names none."""
    try:
        path = to_fs_path(uri) if urlsplit(uri).scheme == "file" else None
    except ValueError:
        return None
    return posix(path) if path and "\0" not in path else None


def name_of(uri: str) -> str:
    """The name under which a text is opened: its path, or for a text without a file the last part of its URI."""
    path = path_of(uri)
    if path is not None:
        return path
    last = PurePosixPath(unquote(uri).partition(":")[2].replace("\0", "")).name
    return last or "untitled"


def key_of(text: EditorText) -> str:
    """What the text's file is recognised by."""
    return identity(name_of(text.uri))


def uri_of(file: str) -> str | None:
    """The URI of a file, None for a member of an archive."""
    return None if "!" in file else from_fs_path(os.path.abspath(file))  # noqa: PTH100 - links stay as they are named


def _is_on_disk(text: EditorText) -> bool:
    """Whether the file holds what the editor had."""
    path = path_of(text.uri)
    try:
        return path is not None and read_regular(path).decode("utf-8-sig") == text.content
    except (OSError, ValueError, UnreadableInput):
        return False


def _lies_in(file: str, folder: str) -> bool:
    place, root = PurePosixPath(identity(file)), identity(folder)
    return place.is_relative_to(root)


def _may_be_searched(folder: str) -> bool:
    """Whether a folder without a plan file may be searched: not the home folder, nor a folder above it."""
    place = Path(identity(folder))
    homes = [Path.home().resolve()]
    return not any(home == place or home.is_relative_to(place) for home in homes)
