"""HFC, EIB, AOK, CSV and MON: problems of reading and writing lists and logs; the readers name the codes.

The page of a code is made from the text beside it: the first sentence says what is checked, the last what to do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from textwrap import TextWrapper

from bcastplan.exchange.aoki.aoki_problems import CODES as AOKI
from bcastplan.exchange.code_docs import ListCode
from bcastplan.exchange.eibi.eibi_problems import CODES as EIBI
from bcastplan.exchange.hfcc.hfcc_problems import CODES as HFCC
from bcastplan.exchange.monitoring.log_problems import CODES as LOGS
from bcastplan.exchange.tables.table_problems import CODES as TABLES
from bcastplan.rules.lists_hfcc import PAGES as HFCC_PAGES
from bcastplan.rules.registry import reading_rule

_SINCE = "0.1"
_WRAPPER = TextWrapper(width=112, break_long_words=False, break_on_hyphens=False)
_SENTENCE = re.compile(r"(?<=[.;])(?<!e\.g\.) (?=[A-Z])")

SOURCES = {
    "HFC": "ITU's description of the requirement file (`HFBC_requirements_itu.txt`), Resolution 535 (Rev. WRC-15), and "
    "the public HFCC files; `docs/hfcc.md` has every column.",
    "EIB": "The README of EiBi's lists (www.eibispace.de) and the lists themselves; `docs/lists.md` has every column.",
    "AOK": "Columns measured on the list of season B18 (Nagoya DXers Circle); `docs/lists.md` has every column.",
    "MON": "The scales SINPO and SIO as monitors use them; `docs/monitoring.md` has the columns of a log.",
    "CSV": "RFC 4180 for cells and quotes; `docs/lists.md` has the columns and the mapping.",
}


_WHY_IT_MATTERS = "A value that one format holds and another does not is never dropped without a message."


def page(family: str, doc: ListCode) -> str:
    """The documentation of a code, all headings in order."""
    sentences = [sentence.rstrip(";") for sentence in _SENTENCE.split(doc.text)]
    what, why, fix = sentences[0], " ".join(sentences[1:-1]), sentences[-1]
    parts = {
        "What it checks": what,
        "Why it matters": why or _WHY_IT_MATTERS,
        "Example": doc.example,
        "How to fix": fix,
        "Source": SOURCES[family],
    }
    return doc.summary + "".join(f"\n\n## {heading}\n{_WRAPPER.fill(text)}" for heading, text in parts.items()) + "\n"


def _register(codes: Mapping[str, ListCode]) -> None:
    for code, doc in codes.items():
        # Each code needs a function of its own, because the registry takes the page from its docstring.
        def documented() -> None: ...

        documented.__doc__ = page(code[:3], doc)
        reading_rule(code, doc.name, doc.severity, since=_SINCE, fields=doc.fields)(documented)


_register(
    {
        code: ListCode(doc.name, doc.severity, HFCC_PAGES[code].summary, doc.text, *HFCC_PAGES[code][1:])
        for code, doc in HFCC.items()
    }
)
_register(EIBI)
_register(AOKI)
_register(TABLES)
_register(LOGS)
