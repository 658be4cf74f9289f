"""What a rule found."""

PEOPLE, CLOCK = "people", "the clock"


class Violation:
    def __init__(self, rule, position, expected):
        self.rule, self.position, self.expected = rule, position, expected

    def __str__(self):
        place = "end" if self.position is None else f"position {self.position}"
        return f"{self.rule}: {place}: {self.expected}"


class Case:
    """What did not happen though the product had told a person: its duty was done."""

    def __init__(self, rule, position, whose, what, told):
        self.rule, self.position, self.whose = rule, position, whose
        self.what, self.told = what, told

    def __str__(self):
        return (f"put down to {self.whose}: {self.rule}: position {self.position}: {self.what}; "
                f"told: {self.told}")


class Findings:
    """The violations of one rule, and how much it looked at: who saw nothing proved nothing."""

    def __init__(self, rule):
        self.rule = rule
        self.checked = 0
        self.violations, self.cases = [], []
        self.notes = []

    def violation(self, event, expected):
        """`event` is where the rule was broken, or `None` for the end of the history."""
        position = event.position if event is not None else None
        self.violations.append(Violation(self.rule, position, expected))

    def put_down(self, event, what, told, is_leapt=False):
        """`told` names the duty or alert that was open then. `is_leapt`: people had no time for
        it, since the clock had leapt over theirs."""
        whose = CLOCK if is_leapt else PEOPLE
        self.cases.append(Case(self.rule, event.position, whose, what, told))

    def note(self, text):
        self.notes.append(text)
