"""What a rule found."""


class Violation:
    def __init__(self, rule, position, expected):
        self.rule, self.position, self.expected = rule, position, expected

    def __str__(self):
        place = "end" if self.position is None else f"position {self.position}"
        return f"{self.rule}: {place}: {self.expected}"


class Findings:
    """The violations of one rule, and how much it looked at: who saw nothing proved nothing."""

    def __init__(self, rule):
        self.rule = rule
        self.checked = 0
        self.violations = []
        self.notes = []

    def violation(self, event, expected):
        """`event` is where the rule was broken, or `None` for the end of the history."""
        position = event.position if event is not None else None
        self.violations.append(Violation(self.rule, position, expected))

    def note(self, text):
        self.notes.append(text)
