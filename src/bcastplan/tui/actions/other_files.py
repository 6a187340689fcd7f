"""Opens files besides the plan: another plan, schedules of others to compare with, a list to import, a first plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bcastplan.files.regular import is_folder, is_there
from bcastplan.model.counts import count
from bcastplan.reference.choices import Choice
from bcastplan.tui.actions.controller import Controller, asks, in_thread
from bcastplan.tui.screens.dialogs import Ask
from bcastplan.tui.screens.pick import Pick

if TYPE_CHECKING:
    from bcastplan.workspace.editing.references import References
    from bcastplan.workspace.editing.session import Session
    from bcastplan.workspace.lists.list_import import Imported, Request

ANOTHER_FILE, NOTHING = "another file…", "nothing"


class OtherFiles(Controller):
    """Everything that reads files which are not open yet."""

    @asks
    async def open_another(self) -> None:
        """Open another plan, schedule or list."""
        text = "A folder with schedules, a schedule file, or a list (HFCC, EiBi, Aoki; zipped too):"
        path = await self.app.push_screen_wait(Ask("Open", text, value=".", judge=judge_path))
        if path and await self.screen.saves.may_leave():
            self.screen.plan_load.load((path.strip(),), ())

    @asks
    async def choose_references(self) -> None:
        """Choose the schedules of others to compare with."""
        from bcastplan.workspace.editing.references import reference_names

        session = self.opened
        names = reference_names(session)
        choices = [Choice(name, name, "compared with now") for name in names]
        choices += [Choice(name, name, "in the plan's folder") for name in _lists_beside(session) if name not in names]
        choices += [Choice(ANOTHER_FILE, "+", ANOTHER_FILE), Choice(NOTHING, "-", "compare with nothing")]
        explanation = "Tab marks a schedule. Enter compares with the marked schedules only."
        picked = await self.app.push_screen_wait(
            Pick("Compare with", choices, chosen=names, several=True, explanation=explanation, heads=("Schedule", ""))
        )
        if picked is None:
            return
        chosen = [] if NOTHING in picked else [name for name in picked if name != ANOTHER_FILE]
        if ANOTHER_FILE in picked:
            question = Ask("Compare with", "A schedule or list (YAML, HFCC, EiBi, Aoki; zipped too):", judge=judge_path)
            other = await self.app.push_screen_wait(question)
            if other:
                chosen.append(other.strip())
        self.tell(f"reading {', '.join(chosen)}" if chosen else "comparing with nothing")
        self._read_references(session, chosen)

    def read_references_of_plans(self) -> None:
        """Read what the plans name under `against` now, and compare with that."""
        from bcastplan.workspace.opening.open_plans import plan_references

        plans = self.opened.workspace.plans
        names = list(dict.fromkeys(name for opened in plans for name in plan_references(opened)))
        self.tell(f"reading {', '.join(names)}" if names else "comparing with nothing")
        self._read_references(self.opened, names)

    @in_thread("references", "Not read")
    def _read_references(self, session: Session, names: list[str]) -> None:
        from bcastplan.workspace.editing.references import read_references

        self.deliver(self._take_references, session, read_references(names))

    def _take_references(self, session: Session, references: References) -> None:
        from bcastplan.workspace.editing.references import use_references

        # Another plan may have been opened while the schedules were read.
        if session is not self.session:
            return
        before = len(self.opened.table)
        use_references(self.opened, references)
        self.screen.shown_plan.changed(before)
        for problem in references.problems:
            self.tell(f"{problem.place.file}: {problem.message}", "error")

    # Importing

    @asks
    async def start_import(self) -> None:
        """Make schedules of a list."""
        await self.import_list()

    async def import_list(self) -> None:
        """Ask which list, and which part of it; a worker reads it."""
        from bcastplan.exchange.archive import read_input
        from bcastplan.model.errors import UnreadableInput
        from bcastplan.tui.screens.import_dialog import ImportList
        from bcastplan.workspace.lists.list_import import FORMATS

        file = await self.app.push_screen_wait(
            Ask("Import", "A list to make schedules of (HFCC, EiBi or Aoki; zipped too):", judge=judge_path)
        )
        if not file:
            return
        try:
            kinds = [source.kind for source in read_input(file.strip())]
        except UnreadableInput as error:
            self.tell(error.reason, "error", "Cannot be read")
            return
        kind = next((str(kind) for kind in kinds if kind in FORMATS), None)
        if kind is None:
            self.tell(f"{file} is no list that can be imported", "error")
            return
        request = await self.app.push_screen_wait(ImportList(kind, file.strip(), self.folder))
        if request is not None:
            self.tell(f"reading {file}")
            self._import(request)

    @property
    def folder(self) -> str:
        """The folder of the plan that is open, else the one that was named, else the current one."""
        session = self.session
        if session is not None and session.documents:
            root = session.workspace.plans[0].plan.root
        else:
            root = next((path for path in self.screen.paths if is_folder(path)), ".")
        return root if is_folder(root) else "."

    @in_thread("import", "Nothing imported")
    def _import(self, request: Request) -> None:
        from bcastplan.workspace.lists.list_import import import_list

        self.deliver(self._take_import, import_list(request))

    @asks
    async def _take_import(self, imported: Imported) -> None:
        from bcastplan.tui.screens.dialogs import Decide, Way

        if imported.unreadable or not imported.files:
            reason = (
                imported.findings[0].message if imported.findings else "no transmission of the list meets your choice"
            )
            self.tell(reason, "error", "Nothing imported")
            return
        files = list(imported.files)
        existing = imported.existing
        text = f"{count(imported.transmissions, 'transmission')} in {count(len(files), 'file')}:\n"
        text += "\n".join(f"  {name}{'  (is there already)' if name in existing else ''}" for name in files)
        ways = [Way("write", "Write the files"), Way("back", "Leave it")]
        if existing:
            # The first way has the focus, and Enter alone must not replace anything.
            ways = [ways[1], Way("write", "Write, and replace the files that are there", grave=True)]
        way = await self.app.push_screen_wait(Decide("Import", text, ways))
        if way != "write":
            return
        try:
            imported.write(existing)
        except OSError as error:
            self.tell(f"{error.filename or ''}: {error.strerror or error}", "error", "Not written")
            return
        self.tell(f"wrote {len(files)} file{'' if len(files) == 1 else 's'}")
        if await self.screen.saves.may_leave():
            # Who had no plan open has one now in the folder that was imported into.
            inside = self.session is not None and self.session.documents
            self.screen.plan_load.load(self.screen.paths if inside else (self.folder,), self.screen.against)

    # A first plan

    @asks
    async def welcome(self) -> None:
        """Offer what a newcomer can do."""
        from bcastplan.workspace.editing.repairs import broken_files
        from bcastplan.workspace.seasons.new_plan import sample_names

        session = self.session
        explanation = (
            next((problem.message for plan in session.workspace.plans for problem in plan.problems), "")
            if session
            else ""
        )
        broken = broken_files(session) if session is not None else []
        choices = [
            Choice("new", "New plan", "a plan file and a first schedule, with comments that say what to change"),
            *(
                Choice(f"sample:{name}", "Sample", f"{name}: a copy of it, to look around in")
                for name in sample_names()
            ),
            Choice("import", "Import", "make schedules of an HFCC zip, or of an EiBi or Aoki list"),
            Choice("open", "Open", "another folder or file"),
            Choice("quit", "Quit", "leave"),
        ]
        heading = "There is no schedule here yet. What would you like to do?"
        if broken:
            choices.insert(0, Choice("problems", "Problems", "see what is wrong, and repair it"))
            heading = f"Nothing can be read of {count(len(broken), 'file')}. What would you like to do?"
            explanation = f"{broken[0]}: {explanation}"
        picked = await self.app.push_screen_wait(
            Pick(heading, choices, explanation=explanation, heads=("What", "What it does"))
        )
        way, _, name = (picked[0] if picked else "").partition(":")
        if way == "problems":
            self.screen.problems.show()
        elif way == "new":
            await self._new_plan()
        elif way == "sample":
            self._open_sample(name)
        elif way == "import":
            await self.import_list()
        elif way == "open":
            self.open_another()
        elif way == "quit":
            self.app.exit()

    async def _new_plan(self) -> None:
        from bcastplan.model.season import parse_season, season_of
        from bcastplan.workspace.seasons.new_plan import AlreadyThere, start_plan

        service = await self.app.push_screen_wait(
            Ask("New plan", "What is the service called?", value="Radio Example", judge=_judge_service)
        )
        if not service:
            self.welcome()
            return
        # Plans are made for the next season; the present one is on the air.
        coming = season_of(self.screen.clock().date()).next
        text = f"For which season? {coming} is the next one."
        answer = await self.app.push_screen_wait(Ask("New plan", text, value=str(coming), judge=_judge_season))
        if not answer:
            self.welcome()
            return
        try:
            files = start_plan(self.folder, service.strip(), parse_season(answer.strip()))
        except (AlreadyThere, OSError) as error:
            self.tell(str(error), "error", "Not written")
            return
        self.tell(f"wrote {', '.join(files)}")
        self.screen.plan_load.load((self.folder,), ())

    def _open_sample(self, name: str) -> None:
        from bcastplan.workspace.seasons.new_plan import AlreadyThere, copy_sample

        try:
            copy = copy_sample(name, self.folder)
        except (AlreadyThere, OSError) as error:
            self.tell(str(error), "error", "Not copied")
            self.welcome()
            return
        self.tell(f"copied to {copy}")
        self.screen.plan_load.load((copy,), ())


def judge_path(text: str) -> str | None:
    """What is wrong with an answer that must name a file or folder that is there; None where nothing is."""
    path = text.strip()
    if not path:
        return "name a file or folder"
    return None if is_there(path) else f"there is no {path}"


def _judge_season(text: str) -> str | None:
    from bcastplan.model.season import parse_season

    try:
        parse_season(text.strip())
    except ValueError as fault:
        return str(fault)
    return None


def _judge_service(text: str) -> str | None:
    return None if text.strip() and text.isprintable() else "write a name of printable characters"


def _lists_beside(session: Session) -> list[str]:
    """Archives in the plans' folders, which may be lists of others."""
    archives: list[str] = []
    for opened in session.workspace.plans:
        root = Path(opened.plan.root)
        if root.is_dir():
            # HFCC publishes its seasons as archives; a table or a text may be anything.
            archives += [path.as_posix() for path in sorted(root.glob("*.zip"))]
    return archives
