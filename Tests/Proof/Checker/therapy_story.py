"""A therapy in the small history of the tests: approved, taught, practised, and one duty of it."""

import fixtures
from fixtures import ACTOR, day, later, show_utc, to_utc

CONTRACT = {
    "contract": 1, "id": "calm", "version": "1", "title": {"en": "Calm"},
    "offerings": [{"name": "calm", "title": "Calm", "kind": "skills", "phases": ["p1"],
                   "minutes": 60, "perWeek": 1}],
    "curriculum": [{"name": "calm", "offering": "calm", "modules": [
        {"name": "first", "title": "First", "practice": "breathe"},
        {"name": "second", "title": "Second"}]}],
    "practice": [{"name": "breathe", "title": "Breathe"}],
    "facts": [{"name": "call-logged", "about": "client", "fields": {
        "minutes": {"type": "integer"}, "on": {"type": "date", "optional": True},
        "words": {"type": "text", "list": True, "optional": True}}}],
    "commands": [{"name": "log-call", "records": "call-logged", "roles": ["clinician"]}],
    "acts": ["duty"],
}


def tell(story):
    """c-1 attends twice, practises, is called, and a person does what the therapy asks."""
    approve(story, 1)
    story.add("calm.therapy.contract-taken", day(1, "13:00"), version="1", hash="h")
    story.add("calm.catalog.session-offered", day(1, "13:00"), offering="calm", title="Calm",
              kind="skills", phases=["p1"], minutes=60, perWeek=1)
    complete(story, day(8, "13:00"), "first", "x-1")
    story.add("calm.practice.assigned", day(8, "13:00"), cause="x-1", client="c-1",
              practice="breathe", due=fixtures.date(15))
    story.add("calm.practice.reported", day(15, "13:00"), ACTOR, client="c-1",
              practice="breathe", isDone=True)
    complete(story, day(15, "13:00"), "second", "x-2")
    story.add("calm.record.added", day(16), ACTOR, name="call-logged", client="c-1",
              data={"minutes": 12})
    ask(story, day(17), "phone")
    # One of the group's sessions is the therapy's.
    story.find("scheduler.session.scheduled", group="a").data.update(
        therapy="calm", offering="calm")


def approve(story, number, contract=None):
    return story.add("supervisor.plugin.approved", day(number), plugin="calm", version="1",
                     hash="h", contract=CONTRACT if contract is None else contract,
                     unconfined=False)


def complete(story, at, module, cause=None, client="c-1"):
    return story.add("calm.progress.module-completed", at, cause=cause, client=client,
                     module=module)


def ask(story, at, name):
    """The therapy asks for something, which is done the next day."""
    story.add("calm.act.duty-asked", at, client="c-1", name=name, roles=["clinician"],
              dueStaffHours=8, what="Call.")
    opened = story.add(
        "calm.duty.opened", at, duty=f"d-{name}", kind="flag", client="c-1", about=name,
        role="clinician", person="t1", since=show_utc(to_utc(at)),
        due=show_utc(to_utc(later(at, days=1))), words="Call.")
    story.add("calm.act.duty-ended", later(at, days=1), ACTOR, client="c-1", name=name, how="done")
    fixtures.done(story, opened, later(at, days=1))
