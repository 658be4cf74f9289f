"""Whether therapies kept to what was approved: facts, modules, practice, and what they ask for."""

from collections import defaultdict

from . import moments
from .duties import judge
from .therapies import curricula_of, facts_of, practices_of

#: What a therapy records of clients, by the last two parts of its type.
PROGRESS, ASSIGNED, REPORTED, ADDED = (
    "progress.module-completed", "practice.assigned", "practice.reported", "record.added")
#: What it asks of people, with the field that tells one from another of the same client.
ASKS = {"act.alert-raised": "sign", "act.duty-asked": "name", "act.review-proposed": None,
        "act.step-up-proposed": None}
PROPOSALS = {"act.review-proposed": "propose-review", "act.step-up-proposed": "propose-step-up"}
ENDED = "act.duty-ended"
#: Which act of the contract each event needs.
ACTS = {"act.alert-raised": "alert", "act.duty-asked": "duty", "act.plan-line-added": "plan-line",
        **PROPOSALS}
#: By the host alone: what it says of itself, and of corrections.
OF_HOST = {"therapy", "correction", "duty"}
#: Days after which a therapy's duty that is late was done by nobody.
LATE_DAYS = 7


def what(event):
    """A type without its owner."""
    return f"{event.entity}.{event.fact}"


def approved(facts, found):
    """Nothing is recorded by a therapy that was not approved at that moment."""
    for owner, therapy, events in facts.therapies:
        for event in events:
            if event.entity in OF_HOST or event.fact == "offering-withdrawn":
                continue
            found.checked += 1
            # What a host offers follows from the content that it took.
            content = facts.therapies.taken.get(event.cause)
            contract = therapy.contract_at(event.time) if content is None \
                else therapy.contents.get(content)
            if contract is None:
                found.violation(event, f"{owner} approved when it records {what(event)}")
            elif ACTS.get(what(event), "") and ACTS[what(event)] not in contract.get("acts", []):
                found.violation(
                    event, f"{what(event)} by a therapy whose contract has the act "
                    f"{ACTS[what(event)]}; {owner} has {contract.get('acts', [])}")


def own_facts(facts, found):
    """A therapy's own facts have the shape that its approved contract declares."""
    for owner, therapy, events in facts.therapies:
        for event in events:
            contract = therapy.contract_at(event.time) if what(event) == ADDED else None
            if contract is None:
                continue
            found.checked += 1
            declared = facts_of(contract).get(event["name"])
            if declared is None:
                found.violation(event, f"a fact that {owner} declares, not {event['name']}")
                continue
            for fault in shape_faults(declared, event):
                found.violation(event, f"{owner}'s {event['name']} {fault}")


def shape_faults(declared, event):
    if (declared["about"] == "client") != (event.get("client") is not None):
        yield f"about {declared['about']}"
    fields, data = declared.get("fields", {}), event["data"]
    for name in sorted(set(data) - set(fields)):
        yield f"without the field {name}"
    for name, field in sorted(fields.items()):
        if name not in data:
            if not field.get("optional", False):
                yield f"with the field {name}"
            continue
        values = data[name] if field.get("list", False) else [data[name]]
        if not isinstance(values, list) or not all(fits(field["type"], one) for one in values):
            yield f"with a {field['type']} in {name}"


def fits(kind, value):
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in ("integer", "number"):
        allowed = int if kind == "integer" else (int, float)
        return isinstance(value, allowed) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if kind == "date":
        try:
            moments.date(value)
        except ValueError:
            return False
        return True
    if kind == "identifier":
        return bool(value) and not any(letter.isspace() for letter in value)
    return len(value) <= 200 and value.isprintable()


def modules_in_order(facts, found):
    """A client finishes each part of a curriculum once, and where attendance or practice alone
    moves on, in the order of the curriculum."""
    for owner, therapy, events in facts.therapies:
        finished = defaultdict(list)
        for event in events:
            contract = therapy.contract_at(event.time) if what(event) == PROGRESS else None
            if contract is None:
                continue
            found.checked += 1
            place = place_of(contract, event["module"])
            if place is None:
                found.violation(event, f"a module that {owner} declares, not {event['module']}")
                continue
            curriculum, number = place
            if curriculum.get("moves", "client") != "client":
                continue
            own = finished[event["client"], curriculum["name"]]
            if event["module"] in own:
                found.violation(
                    event, f"{event['module']} of {owner} finished once by {event['client']}")
            elif "word" not in curriculum.get("when", ["attended"]):
                before = [module["name"] for module in curriculum["modules"][:number]]
                missing = [name for name in before if name not in own]
                if missing:
                    found.violation(
                        event, f"{missing[0]} of {owner} before {event['module']}, by "
                        f"{event['client']}")
            own.append(event["module"])


def place_of(contract, name):
    """The curriculum of a module, and the module's place in it."""
    for curriculum in curricula_of(contract):
        for number, module in enumerate(curriculum["modules"]):
            if module["name"] == name:
                return curriculum, number
    return None


def practice_given(facts, found):
    """What is practised is declared, a report has a person, and a contract without a program gives
    each module's practice with it."""
    for owner, therapy, events in facts.therapies:
        given = {(event.cause, event["client"], event["practice"])
                 for event in events if what(event) == ASSIGNED}
        for event in events:
            contract = therapy.contract_at(event.time)
            if contract is None or what(event) not in (ASSIGNED, REPORTED, PROGRESS):
                continue
            found.checked += 1
            if what(event) == PROGRESS:
                place = place_of(contract, event["module"])
                practice = place and place[0]["modules"][place[1]].get("practice")
                if practice and not contract.get("command") \
                        and (event.cause, event["client"], practice) not in given:
                    found.violation(
                        event, f"the practice {practice} of {owner} with {event['module']}")
                continue
            if event["practice"] not in practices_of(contract):
                found.violation(
                    event, f"a practice that {owner} declares, not {event['practice']}")
            if what(event) == REPORTED and event.actor is None:
                found.violation(event, f"a person who writes down how {event['practice']} went")


def asks_are_duties(facts, found):
    """What a therapy asks of people is somebody's duty until it is ended, or a service of the clinic
    has taken it over."""
    taken = taken_over(facts.history)
    for owner, _, events in facts.therapies:
        open_asks = {}
        for event in events:
            if what(event) in ASKS:
                if event.id in taken:
                    judge_ask(facts, found, owner, event, taken[event.id])
                    continue
                open_asks.setdefault((event["client"], about(event)), event)
            elif what(event) == ENDED:
                asked = open_asks.pop((event["client"], event["name"]), None)
                if asked is not None:
                    judge_ask(facts, found, owner, asked, event.time)
        for asked in open_asks.values():
            judge_ask(facts, found, owner, asked, facts.history.end)


def taken_over(history):
    """When a service took over what an act asks for: danger as a concern, a proposal as a review."""
    taken = {}
    for event in history.events:
        if event.kind in ("assessment.risk.concern-opened", "assessment.risk.concern-raised"):
            taken.setdefault(event.cause, event.time)
        elif event.fact == "proposal-taken":
            taken.setdefault(event["proposal"], event.time)
    return taken


def about(event):
    field = ASKS[what(event)]
    return event[field] if field else PROPOSALS[what(event)]


def judge_ask(facts, found, owner, asked, end):
    duties = [duty for duty in facts.duties.of(
        asked["client"], "flag", "acknowledge-alert", about=about(asked))
        if duty.opened.owner == owner]
    judge(facts, found, asked, f"{owner}'s {about(asked)} for {asked['client']}", duties,
          asked.time, end)
    for duty in duties:
        closed = duty.closed.time if duty.closed else facts.history.end
        late = moments.utc(duty.opened["due"]) + LATE_DAYS * 24 * 3_600_000
        if duty.opened.time >= asked.time and closed > late:
            found.put_down(
                duty.opened, f"{owner}'s {duty.about} for {duty.client} was not done",
                f"{duty.given[-1].get('person')} (position {duty.given[-1].position})")
