"""What stands in files, key by key, for editors and readers: descriptions, examples and JSON Schemas.

The forms describe; ``model.values`` reads. Whatever a parser accepts, its form accepts too, as text and as the value
that a YAML program with types would make of it.
"""

from bcastplan.model.forms.json_schema import FORMS, schema_of, schema_text
from bcastplan.model.forms.plan import PlanForm
from bcastplan.model.forms.schedule import ScheduleForm

__all__ = ["FORMS", "PlanForm", "ScheduleForm", "schema_of", "schema_text"]
