"""Who is where, and when: the sessions that stand on the calendar."""

from collections import defaultdict

from . import moments


def no_overlap(facts, found):
    """No client, clinician or room is in two sessions at once."""
    uses = defaultdict(list)
    for version in facts.calendar.standing:
        found.checked += 1
        uses["clinician", version.clinician].append(version)
        uses["room", version.room].append(version)
        for client in set(version.clients):
            uses["client", client].append(version)
    for (kind, name), versions in sorted(uses.items()):
        latest = None
        for version in versions:
            if latest is not None and version.start < latest.end:
                found.violation(
                    version.event, f"{kind} {name} is in {latest} until "
                    f"{moments.show_local(latest.end)} and in {version}; expected one at a time")
            if latest is None or version.end > latest.end:
                latest = version


def unchanged_after_start(facts, found):
    """A session that has begun is neither changed nor cancelled any more."""
    for session in facts.calendar.sessions.values():
        standing = None
        for change in session.changes:
            is_version = hasattr(change, "event")
            event = change.event if is_version else change
            found.checked += 1
            began = standing is not None and event.local > standing.start
            if began and not (is_version and change.content == standing.content):
                found.violation(
                    event, f"{standing} had begun at {moments.show_local(event.local)}; "
                    "expected no change after that")
            standing = change if is_version else None


def within_capacity(facts, found):
    """No session has more clients, and no group more members, than the tightest limit allows."""
    clinic = facts.clinic
    for version in facts.calendar.standing:
        found.checked += 1
        limits = {"its own": version.capacity}
        if version.room in clinic.rooms:
            limits["the room's"] = clinic.rooms[version.room]["seats"]
        else:
            found.violation(version.event, f"a room of the clinic, not {version.room}")
        if version.group in clinic.groups:
            limits["the group's"] = clinic.groups[version.group]["capacity"]
            limits["the clinic's"] = clinic.group_capacity
        whose, limit = min(limits.items(), key=lambda pair: pair[1])
        if len(version.clients) > limit:
            found.violation(
                version.event, f"at most {limit} clients ({whose} limit) in {version}, "
                f"not {len(version.clients)}")
        if len(set(version.clients)) != len(version.clients):
            found.violation(version.event, f"each client once in {version}")
    members = defaultdict(set)
    changes = facts.history.of("peer-groups.membership.joined", "peer-groups.membership.left")
    for event in sorted(changes, key=lambda event: event.sequence):
        found.checked += 1
        group = event["group"]
        if event.fact == "left":
            members[group].discard(event["client"])
            continue
        members[group].add(event["client"])
        if group not in clinic.groups:
            found.violation(event, f"a group of the clinic, not {group}")
        elif len(members[group]) > min(clinic.groups[group]["capacity"], clinic.group_capacity):
            found.violation(event, f"a free seat in {group}; {len(members[group])} hold one now")


def not_in_closure(facts, found):
    """No session lies on a day when the clinic is closed."""
    for version in facts.calendar.standing:
        found.checked += 1
        if version.date in facts.clinic.closures:
            found.violation(
                version.event, f"no session on {moments.show_date(version.date)}: a closure")


def staff_hours_kept(facts, found):
    """No clinician has a session outside working hours."""
    for version in facts.calendar.standing:
        found.checked += 1
        if version.clinician not in facts.clinic.staff:
            found.violation(
                version.event, f"a clinician of the clinic, not {version.clinician}")
        elif not facts.clinic.works(version.clinician, version.start, version.end):
            found.violation(
                version.event, f"{version} within the working hours of {version.clinician}")


def commitments_kept(facts, found):
    """No session lies over a hard commitment that was known when it was scheduled."""
    later = 0
    for version in facts.calendar.standing:
        for client in version.clients:
            found.checked += 1
            known = facts.clients.possible_commitments(client, version.event)
            if all(overlapping(spans, version) for spans in known):
                found.violation(
                    version.event, f"{version} outside the commitments of {client}: "
                    f"{', '.join(span.text for span in overlapping(known[0], version))}")
            else:
                later += any(
                    version.event.time < time and overlapping(spans, version)
                    and facts.history.clock.local(time) <= version.start - moments.DAY
                    for time, _, spans in facts.clients.commitments[client])
    if later:
        found.note(f"{later} seats lie over a commitment that was told after the session was "
                   "scheduled and a day or more before it began: not planned again")


def overlapping(spans, version):
    return [span for span in spans if span.overlaps(version.start, version.end)]


def do_not_pair_kept(facts, found):
    """Two clients who must not meet share no session and do not arrive at the same hour."""
    sessions = defaultdict(list)
    for version in facts.calendar.standing:
        for client in version.clients:
            sessions[client, version.date].append(version)
    dates = defaultdict(set)
    for client, date in sessions:
        dates[client].add(date)
    for pair in facts.clients.rules:
        if len(pair) != 2:
            continue
        first, second = sorted(pair)
        for date in sorted(dates[first] & dates[second]):
            for one in sessions[first, date]:
                for other in sessions[second, date]:
                    found.checked += 1
                    if one.start // 60 == other.start // 60 or one.id == other.id:
                        judge_meeting(facts, found, pair, one, other)
    for event in facts.history.of("peer-groups.membership.joined"):
        for pair, rule in facts.clients.forbidden(event.local):
            if event["client"] in pair:
                found.checked += 1
                for other in pair - {event["client"]}:
                    if other in facts.clients.members(event["group"], event.local):
                        found.violation(
                            event, f"{event['client']} in another group than {other}, by the "
                            f"rule at position {rule.position}")


def judge_meeting(facts, found, pair, one, other):
    start = max(one.start, other.start)
    for forbidden, rule in facts.clients.forbidden(start):
        if forbidden == pair:
            later = max(one.event, other.event, key=lambda event: event.order)
            meet = f"meet in {one}" if one.id == other.id else f"arrive for {one} and {other}"
            first, second = sorted(pair)
            found.violation(
                later, f"{first} and {second} {meet}; expected apart, by the rule at position "
                f"{rule.position}")


def ages_apart(facts, found):
    """Adults and adolescents share no group and no session."""
    ages = facts.clients.ages
    for version in facts.calendar.standing:
        found.checked += 1
        bands = {ages(client) for client in version.clients} - {None}
        if len(bands) > 1:
            found.violation(version.event, f"one age band in {version}, not {sorted(bands)}")
        group = facts.clinic.groups.get(version.group)
        if group and bands - {group["ages"]}:
            found.violation(
                version.event, f"only {group['ages']} clients in {version} of {version.group}")
    for event in facts.history.of("peer-groups.membership.joined"):
        found.checked += 1
        group = facts.clinic.groups.get(event["group"])
        if group and ages(event["client"]) not in (None, group["ages"]):
            found.violation(
                event, f"{event['client']} ({ages(event['client'])}) in a group of that age "
                f"band, not in {event['group']}")
