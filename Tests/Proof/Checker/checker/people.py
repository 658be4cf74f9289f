"""Where each client stands at a time: registered, enrolled, in which phase, in which seat."""

from collections import defaultdict

from . import moments

#: A service may not yet have heard of what happened within this time, in milliseconds.
HEARING = 60_000
#: An hour, in minutes of the wall clock.
HOUR_OF_MINUTES = 60


class Stay:
    """One enrollment."""

    def __init__(self, opened):
        self.opened = opened
        self.closed = None
        self.phases = [(opened.local, opened["phase"])]

    def spans(self, first, last):
        """Whether it began before a day and did not end by the end of another."""
        return self.opened.local < first * moments.DAY and (
            self.closed is None or self.closed.local >= (last + 1) * moments.DAY)

    def only_phase(self, first, last):
        """The phase that held all through these days, or `None` if it changed."""
        before = [phase for at, phase in self.phases if at < first * moments.DAY]
        within = [at for at, _ in self.phases
                  if first * moments.DAY <= at < (last + 1) * moments.DAY]
        return before[-1] if before and not within else None

    def at(self, minutes):
        """Whether it is open at a local time."""
        return self.opened.local <= minutes and (
            self.closed is None or self.closed.local > minutes)


class Seat:
    """One membership of a group."""

    def __init__(self, joined):
        self.joined = joined
        self.group = joined["group"]
        self.left = None

    def spans(self, first, last):
        return self.joined.local < first * moments.DAY and (
            self.left is None or self.left.local >= (last + 1) * moments.DAY)

    def at(self, minutes):
        return self.joined.local <= minutes and (self.left is None or self.left.local > minutes)


class Clients:
    def __init__(self, history):
        self.history = history
        self.registered = {}
        for event in history.of("assessment.client.registered"):
            self.registered.setdefault(event["client"], event)
        self.commitments = defaultdict(list)
        for event in history.of(
                "assessment.client.registered", "assessment.client.commitments-changed"):
            spans = [moments.WeeklyTime(text) for text in event["commitments"]]
            self.commitments[event["client"]].append((event.time, event.position, spans))
        self.stays = self._stays(history)
        self.seats = self._seats(history)
        self.rules = self._pairing_rules(history)

    def ages(self, client):
        event = self.registered.get(client)
        return event["ages"] if event else None

    def possible_commitments(self, client, event):
        """What a service may take a client's commitments to be when it records an event: the last
        that it must have heard of, any that are just being told, and any that were told before it
        at a later hour: where the clock leaps, a service comes to an hour after others have."""
        told, moment = self.commitments[client], event.time
        heard = [spans for time, _, spans in told if time < moment - HEARING]
        fresh = [spans for time, _, spans in told if moment - HEARING <= time <= moment]
        ahead = [spans for time, position, spans in told
                 if time > moment and position < event.position]
        return (heard[-1:] or [[]] * (not fresh)) + fresh + ahead

    def commitments_at(self, client, minutes):
        """What a client's commitments may have been for a session that began at a local time: the
        last that were told before it, and any that were told within the hour before."""
        told = [(self.history.clock.local(time), spans)
                for time, _, spans in self.commitments[client]]
        heard = [spans for at, spans in told if at < minutes - HOUR_OF_MINUTES]
        fresh = [spans for at, spans in told if minutes - HOUR_OF_MINUTES <= at <= minutes]
        return heard[-1:] + fresh

    def forbidden(self, minutes, margin=1):
        """The pairs that must not meet at a local time, by a rule that is older than a margin."""
        pairs = []
        for pair, rules in self.rules.items():
            known = [event for event in rules if event.local <= minutes - margin]
            late = [event for event in rules if minutes - margin < event.local <= minutes]
            if known and known[-1].fact == "forbidden" and not any(
                    event.fact == "allowed" for event in late):
                pairs.append((pair, known[-1]))
        return pairs

    def members(self, group, minutes):
        return [client for client, seats in self.seats.items()
                if any(seat.group == group and seat.at(minutes) for seat in seats)]

    @staticmethod
    def _stays(history):
        stays = defaultdict(list)
        for event in sorted(
                history.of("scheduler.enrollment.opened", "scheduler.enrollment.phase-changed",
                           "scheduler.enrollment.closed"), key=lambda event: event.sequence):
            own = stays[event["client"]]
            if event.fact == "opened":
                own.append(Stay(event))
            elif own and event.fact == "phase-changed":
                own[-1].phases.append((event.local, event["to"]))
            elif own and own[-1].closed is None:
                own[-1].closed = event
        return stays

    @staticmethod
    def _seats(history):
        seats = defaultdict(list)
        for event in sorted(
                history.of("peer-groups.membership.joined", "peer-groups.membership.left"),
                key=lambda event: event.sequence):
            own = seats[event["client"]]
            if event.fact == "joined":
                own.append(Seat(event))
                continue
            for seat in own:
                if seat.group == event["group"] and seat.left is None:
                    seat.left = event
        return seats

    @staticmethod
    def _pairing_rules(history):
        rules = defaultdict(list)
        for event in sorted(
                history.of("peer-groups.pairing.forbidden", "peer-groups.pairing.allowed"),
                key=lambda event: event.sequence):
            rules[frozenset((event["first"], event["second"]))].append(event)
        return rules
