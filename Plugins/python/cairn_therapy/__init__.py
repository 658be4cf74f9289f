"""A therapy for Cairn: a fold over facts that answers with actions.

    from cairn_therapy import Alert, Therapy, run

    class Breathing(Therapy):
        def attended(self, state, attendance, context):
            yield from super().attended(state, attendance, context)

    if __name__ == "__main__":
        run(Breathing)

What a therapy offers, teaches and may do stands in ``plugin.json`` beside it, and nowhere else.
"""

from .actions import (
    Action,
    Alert,
    AssignPractice,
    CloseDuty,
    CompleteModule,
    Duty,
    PlanLine,
    ProposeReview,
    ProposeStepUp,
    Record,
)
from .contract import Contract, Undeclared
from .desk import TherapyDesk
from .facts import Attendance, Context, Fact
from .pipe import run
from .therapy import State, Therapy

__all__ = [
    "Action", "Alert", "AssignPractice", "Attendance", "CloseDuty", "CompleteModule", "Context",
    "Contract", "Duty", "Fact", "PlanLine", "ProposeReview", "ProposeStepUp", "Record", "State",
    "Therapy", "TherapyDesk", "Undeclared", "run",
]
