"""New therapy: what it does beyond its contract."""

from cairn_therapy import AssignPractice, Therapy, run


class NewTherapy(Therapy):
    def practised(self, state, practice, done, fact, context):
        """A practice that was not done is given again."""
        if not done:
            due = self.contract.due(practice, context.date)
            yield AssignPractice(fact.client, practice, due)


if __name__ == "__main__":
    run(NewTherapy)
