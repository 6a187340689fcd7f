"""The pages of rules as files that an editor can open: written to the user's cache folder when one is linked to."""

from __future__ import annotations

import hashlib

from pygls.uris import from_fs_path

from bcastplan import __version__
from bcastplan.files.value_cache import cache_folder
from bcastplan.files.writing import write_atomically
from bcastplan.rules.registry import Rule, all_rules


def page_of(rule: Rule) -> str:
    """The page of a rule in Markdown, as the documentation has it."""
    return f"# {rule.code} {rule.name}\n\n{rule.severity}, since {rule.since}\n\n{rule.docs}\n"


class RulePages:
    """Rule code -> URI of its page; where the folder cannot be written, findings have no links."""

    def __init__(self) -> None:
        self._uris: dict[str, str | None] = {}

    def uri(self, code: str) -> str | None:
        """The URI of a rule's page, None where there is none."""
        if code not in self._uris:
            self._uris[code] = self._written(code)
        return self._uris[code]

    def _written(self, code: str) -> str | None:
        rule = all_rules().get(code)
        if rule is None:
            return None
        page = page_of(rule).encode()
        # The pages of two installed versions, or of a changed source tree, must not replace each other.
        mark = hashlib.sha256(page).hexdigest()[:8]
        path = cache_folder() / "rules" / f"{__version__}-{mark}" / f"{code}.md"
        try:
            if not path.is_file():
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(path, page, of_user=False)
        except OSError:
            return None
        return str(from_fs_path(str(path)))
