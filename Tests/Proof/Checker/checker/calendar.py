"""The sessions on the calendar, with each one's versions."""

from collections import defaultdict

from . import moments


class Version:
    """A session as one event scheduled it."""

    def __init__(self, event):
        self.event = event
        self.id = event["session"]
        self.kind = event["kind"]
        self.group = event.get("group")
        self.clinician, self.room = event["clinician"], event["room"]
        self.start, self.end = moments.local(event["start"]), moments.local(event["end"])
        self.week = moments.date(event["week"])
        self.capacity, self.clients = event["capacity"], event["clients"]

    @property
    def date(self):
        return self.start // moments.DAY

    @property
    def content(self):
        return (self.kind, self.group, self.clinician, self.room, self.start, self.end,
                sorted(self.clients))

    def overlaps(self, start, end):
        return self.start < end and start < self.end

    def __str__(self):
        return f"session {self.id} ({moments.show_local(self.start)})"


class Session:
    """A session's changes in order: versions, and cancellations."""

    def __init__(self):
        self.changes = []

    @property
    def standing(self):
        """The last version, unless the session was cancelled."""
        last = self.changes[-1]
        return last if isinstance(last, Version) else None

    @property
    def offered(self):
        """The version that stood when the session began: what clients were in fact offered."""
        standing = None
        for change in self.changes:
            event = change.event if isinstance(change, Version) else change
            if isinstance(change, Version):
                if event.local <= change.start:
                    standing = change
            elif standing is not None and event.local <= standing.start:
                standing = None
        return standing

    @property
    def cancelled(self):
        """The version that a cancellation took off the calendar, if that was the last word."""
        if self.standing is not None:
            return None
        versions = [change for change in self.changes if isinstance(change, Version)]
        return versions[-1] if versions else None


class Calendar:
    def __init__(self, history):
        self.sessions = defaultdict(Session)
        # One stream, so the ledger's order is the order in which the scheduler changed its mind.
        changes = sorted(
            history.of("scheduler.session.scheduled", "scheduler.session.cancelled"),
            key=lambda event: event.sequence)
        for event in changes:
            scheduled = event.fact == "scheduled"
            self.sessions[event["session"]].changes.append(Version(event) if scheduled else event)
        self.standing = sorted(
            (s.standing for s in self.sessions.values() if s.standing),
            key=lambda version: (version.start, version.id))
        self.offered = [s.offered for s in self.sessions.values() if s.offered]
        self.cancelled = [s.cancelled for s in self.sessions.values() if s.cancelled]

    def in_week(self, monday):
        return [v for v in self.standing if monday <= v.date < monday + 7]
