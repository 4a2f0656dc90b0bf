"""Rules that reach across fields and files. Each function takes what is loaded and lists problems.

An error is something that would print or publish nonsense. Where the method gives advice rather
than a law (60–120 people, 1–10 days between stages), the problem is a warning.
"""

from viche.load.rules.cells import cell_problems, organiser_problems, session_organiser_problems
from viche.load.rules.closed import day_problems, session_day_problems
from viche.load.rules.pages import heading_problems, link_problems, title_problems
from viche.load.rules.plans import kit_problems, plan_problems
from viche.load.rules.programmes import Names, names, programme_problems
from viche.load.rules.protocols import lens_problems, pages_of_steps_problems, protocol_problems
from viche.load.rules.sessions import (
    MOST_PEOPLE,
    card_problems,
    form_problems,
    length_problems,
    session_name_problems,
    session_problems,
    step_problems,
    variant_problems,
)
from viche.load.rules.siblings import (
    date_problems,
    session_id_problems,
    session_title_problems,
)
from viche.load.rules.translations import page_problems, translation_problems

__all__ = [
    "MOST_PEOPLE",
    "Names",
    "card_problems",
    "cell_problems",
    "date_problems",
    "day_problems",
    "form_problems",
    "heading_problems",
    "kit_problems",
    "length_problems",
    "lens_problems",
    "link_problems",
    "names",
    "organiser_problems",
    "page_problems",
    "pages_of_steps_problems",
    "plan_problems",
    "programme_problems",
    "protocol_problems",
    "session_day_problems",
    "session_id_problems",
    "session_name_problems",
    "session_organiser_problems",
    "session_problems",
    "session_title_problems",
    "step_problems",
    "title_problems",
    "translation_problems",
    "variant_problems",
]
