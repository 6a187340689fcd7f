"""Every key, paste and click goes, in order, to what the input before it opened.

Textual hands a key to the widget that has the focus when the key arrives. In a burst that is too early: the key before
may still be mounting a dialog, moving the focus or loading a file. So input waits here, in one queue, and the next
event goes on only when the last one has been worked off.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from typing import TypeVar

from textual import events
from textual._queue import Queue
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump
from textual.worker import Worker, WorkerState

Result = TypeVar("Result")

READS_FILES = frozenset({"load", "references", "import"})
"""Groups of thread workers whose end opens something; input waits for them, and not for those that only compute."""
SEEN_AFTER_SECONDS = 0.5
"""How long something has to be under way before a key can be an answer to it, and not typed ahead."""
# Most work is done within some turns of the event loop; only what takes longer is waited for with pauses.
_YIELDS = 20
_LONGEST_PAUSE_SECONDS = 0.01


class OrderedApp(App[Result]):
    """An app whose input keeps its order."""

    _due: events.Event | None = None
    """The event that was let through and is on its way to the app."""

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[events.Event] = deque()
        self._releasing: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Hold input that comes while the input before it is still being worked off."""
        if not isinstance(event, (events.InputEvent, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif event is self._due:
            self._due = None
            await self._act_on(event)
        elif isinstance(event, events.Key) and self.interrupts(event):
            # What was typed before the interruption was meant for what is now stopped.
            self._held.clear()
            await super().on_event(_as_pressed(event))
        elif self._releasing is None and not _with_alt(event) and self._goes_at_once(event):
            await self._act_on(_as_pressed(event))
        else:
            self._hold(_as_pressed(event))

    async def _act_on(self, event: events.Event) -> None:
        typed = self.typed_as(event) if isinstance(event, events.Key) else event
        if typed is not None:
            await super().on_event(typed)

    def typed_as(self, event: events.Key) -> events.Key | None:
        """What a key stands for where the keys before it have led; None where it waits for the next one."""
        return event

    def interrupts(self, event: events.Key) -> bool:
        """Whether a key stops what is under way: it goes through at once, and what was typed before it is dropped."""
        return False

    def waits_for_more(self) -> bool:
        """Whether what the next key acts on is still being worked out."""
        return False

    @property
    def holds_input(self) -> bool:
        """Whether input waits, or is on its way."""
        return self._releasing is not None or self._due is not None

    def at_rest(self, *, but: MessagePump | None = None) -> bool:
        """Whether everything that came of the input so far has been done.

        Args:
            but: a node that need not be at rest: the one that asks.
        """
        if self.waits_for_more() or not all(_rests(pump) for pump in self._pumps() if pump is not but):
            return False
        # Each open dialog keeps one worker waiting, and that one will open nothing before it is answered.
        dialogs = sum(_is_awaited(result) for screen in self.screen_stack for result in screen._result_callbacks)
        return _unparked(list(self.workers)) <= dialogs and not self.screen._callbacks

    def _pumps(self) -> Iterator[MessagePump]:
        yield self
        for screen in self.screen_stack:
            yield from screen.walk_children(with_self=True)

    def _goes_at_once(self, event: events.Event) -> bool:
        return isinstance(event, events.MouseMove) or self.at_rest(but=self)

    def _hold(self, event: events.Event) -> None:
        held = self._held
        # Of several movements in a row only the last place matters, and a terminal sends hundreds.
        if isinstance(event, events.MouseMove) and held and isinstance(held[-1], events.MouseMove):
            held.pop()
        held.append(event)
        if self._releasing is None:
            self._releasing = asyncio.create_task(self._release(), name="input in order")

    async def _release(self) -> None:
        """Let the events through one by one, each when the one before it has been worked off."""
        try:
            while self._held and self._running and not self._exit:
                if not isinstance(self._held[0], events.MouseMove):
                    await self._rest()
                if self._held:
                    self._due = self._taken()
                    self.post_message(self._due)
            await self._rest()
        finally:
            self._releasing = None
            # Input came after the last look at the queue, and nobody else would let it go.
            if self._held and self._running and not self._exit:
                self._hold(self._held.pop())

    def _taken(self) -> events.Event:
        """The event that is next; a key with Alt that means nothing here is Escape and the key, sent in one go."""
        event = self._held.popleft()
        if not isinstance(event, events.Key) or not _with_alt(event) or event.key in self.screen.active_bindings:
            return event
        key = event.key.removeprefix("alt+")
        self._held.appendleft(events.Key(key, event.character or (key if len(key) == 1 else None)))
        return events.Key("escape", "\x1b")

    async def _rest(self) -> None:
        turns, pause = 0, 0.0
        while not self.at_rest() and self._running and not self._exit:
            turns += 1
            if turns > _YIELDS:
                pause = min(_LONGEST_PAUSE_SECONDS, pause + 0.001)
            await asyncio.sleep(pause)


def _as_pressed(event: events.Event) -> events.Event:
    """The key that was pressed: Enter that was typed before we had the terminal arrives as a line feed."""
    return events.Key("enter", "\r") if isinstance(event, events.Key) and event.key == "ctrl+j" else event


def _with_alt(event: events.Event) -> bool:
    """Whether a key came behind an Escape, as a terminal sends keys with Alt."""
    return isinstance(event, events.Key) and event.key.startswith("alt+")


def _rests(pump: MessagePump) -> bool:
    """Whether a node waits for its next message, with none on its way."""
    # A node that is closed takes no message any more, and would never come to rest.
    if pump._closed:
        return True
    queue: Queue[Message | None] = pump._message_queue
    # Textual has no public way to ask this; the tests of bursts notice when a release changes these names.
    return queue.empty() and bool(queue.ready_event._waiters) and not pump._next_callbacks


def _is_awaited(result: object) -> bool:
    """Whether a worker waits for what a dialog will give."""
    future = getattr(result, "future", None)
    return future is not None and not future.done()


def _unparked(workers: list[Worker[object]]) -> int:
    """How many workers may still open something; those that only compute in a thread open nothing."""
    busy = (WorkerState.PENDING, WorkerState.RUNNING)
    return sum(
        worker.state in busy and (not worker._thread_worker or worker.group in READS_FILES) for worker in workers
    )
