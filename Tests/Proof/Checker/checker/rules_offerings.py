"""Whether the plan kept to what therapies ask of their sessions."""

from collections import defaultdict

from . import moments
from .people import HEARING, HOUR_OF_MINUTES

#: Words of contracts that are not those of concerns, with the concern that says so.
CONCERNS = {"psychosis": "acute-psychosis", "suicidal-crisis": "suicide-risk",
            "violence-at-home": "danger-at-home", "withdrawal": "severe-withdrawal"}


def terms_kept(facts, found):
    """No session of a therapy is held outside its size band, by somebody without the role, in a room
    without what it needs, or with a client who has not consented or whom it is not for."""
    offers, consents = offers_of(facts.history), consents_of(facts.history)
    covers = covers_of(facts.history)
    concerns = open_concerns(facts.history)
    for version in facts.calendar.offered:
        event = version.event
        if event.get("therapy") is None:
            continue
        found.checked += 1
        # A host may have heard an hour before the scheduler: what the ledger had before counts too.
        known = [offer for at, offer in offers[event["therapy"], event["offering"]]
                 if at <= event.time + HEARING or offer.position < event.position]
        if not known:
            found.violation(event, f"an offer of {event['therapy']} for {version}")
            continue
        # What was offered anew a moment ago may not have been heard of yet.
        faults = [list(faults_of(facts, version, offer, consents, concerns, covers))
                  for offer in known[-2:]]
        if all(faults):
            for fault in faults[-1]:
                found.violation(event, f"{version} of {event['therapy']} {fault}")


def faults_of(facts, version, offer, consents, concerns, covers):
    clients = len(version.clients)
    if offer.get("least") is not None and clients < offer["least"]:
        yield f"with {offer['least']} clients or more, not {clients}"
    if offer.get("most") is not None and clients > offer["most"]:
        yield f"with {offer['most']} clients or fewer, not {clients}"
    leader = covers.get(version.id, version.clinician)
    if offer.get("credential") is not None \
            and not facts.clinic.has_role(leader, offer["credential"]):
        yield f"led by a {offer['credential']}, not by {leader}"
    has = (facts.clinic.rooms.get(version.room) or {}).get("features") or []
    for feature in offer.get("room") or []:
        if feature not in has:
            yield f"in a room that has {feature}, not in {version.room}"
    for client in version.clients:
        purpose = offer.get("consent")
        if purpose is not None and not is_live(consents[client, purpose], version):
            yield f"without {client}, whose consent {purpose} is not live"
        for word in offer.get("notFor") or []:
            kind = CONCERNS.get(word, word)
            if any(begin + HOUR_OF_MINUTES < version.start and (end is None or version.start < end)
                   for begin, end in concerns[client, kind]):
                yield f"without {client}, who has an open concern {kind}"


def offers_of(history):
    """By therapy and offering: what was offered and when."""
    found = defaultdict(list)
    for event in history.events:
        if event.kind == f"{event.owner}.catalog.session-offered" and event.retraction is None:
            found[event.owner, event["offering"]].append((event.time, event))
    return found


def covers_of(history):
    return {event["session"]: event["clinician"]
            for event in history.of("scheduler.session.covered") if event.retraction is None}


def consents_of(history):
    """By client and purpose: the words on it, in order."""
    found = defaultdict(list)
    events = history.also_retracted(
        "assessment.consent.given", "assessment.consent.withdrawn")
    for event in sorted(events, key=lambda event: event.sequence):
        found[event["client"], event["purpose"]].append(event)
    return found


def is_live(words, version):
    """Whether the last word before the session says that the client consents. What was said within the
    hour before it may not have been heard of, and what was entered in error was believed for a time."""
    if any(word.retraction is not None for word in words):
        return True
    said = [word for word in words if word.time <= version.event.time + HEARING]
    late = [word for word in words
            if version.event.time + HEARING < word.time
            and word.local + HOUR_OF_MINUTES < version.start]
    for word in late:
        if word.fact == "withdrawn":
            return False
    last = said[-1:] and said[-1]
    if not last or last.fact == "withdrawn":
        return False
    return last.get("expires") is None or version.date <= moments.date(last["expires"])


def open_concerns(history):
    """By client and kind: the spans in which a concern was open, in minutes of the wall clock."""
    found = defaultdict(list)
    events = history.of("assessment.risk.concern-opened", "assessment.risk.concern-closed")
    for event in sorted(events, key=lambda event: event.sequence):
        spans = found[event["client"], event["kind"]]
        if event.fact == "concern-opened":
            if not spans or spans[-1][1] is not None:
                spans.append((event.local, None))
        elif spans and spans[-1][1] is None:
            spans[-1] = (spans[-1][0], event.local)
    return found
