"""The rule about what therapies ask of their sessions: kept, and broken in one way each."""

import unittest

from fixtures import ACTOR, date, day, later
from test_check_history import SESSION, RuleTest


class Terms(RuleTest):
    RULE = "therapy-terms"

    def setUp(self):
        super().setUp()
        self.session = self.story.find(SESSION, therapy="calm")
        self.offer = self.story.find("calm.catalog.session-offered")
        self.clients = self.session.data["clients"]

    def asks(self, **terms):
        self.offer.data.update(terms)

    def consent(self, client, at=None, **more):
        return self.story.add("assessment.consent.given", at or day(1, "13:00"), ACTOR,
                              client=client, purpose="family", **more)

    def test_a_session_of_what_nobody_offers(self):
        self.session.data["offering"] = "other"
        self.assert_breaks(self.RULE)

    def test_one_within_its_terms(self):
        self.asks(least=len(self.clients), most=len(self.clients), credential="clinician")
        self.assert_kept()

    def test_too_few_and_too_many(self):
        self.asks(least=len(self.clients) + 1)
        self.assert_breaks(self.RULE)
        self.asks(least=1, most=len(self.clients) - 1)
        self.assert_breaks(self.RULE)

    def test_somebody_without_the_role(self):
        self.asks(credential="prescriber")
        self.assert_breaks(self.RULE)

    def test_whoever_covers_it_counts(self):
        self.asks(credential="clinician")
        self.story.add("scheduler.session.covered", later(self.session.at, hours=1), ACTOR,
                       session=self.session.data["session"], clinician="n1")
        self.assert_breaks(self.RULE)

    def test_a_room_without_what_it_needs(self):
        self.asks(room=["quiet"])
        self.assert_breaks(self.RULE)
        next(room for room in self.story.clinic["rooms"]
             if room["id"] == self.session.data["room"])["features"] = ["quiet"]
        self.assert_kept()

    def test_a_client_who_never_consented(self):
        self.asks(consent="family")
        self.assert_breaks(self.RULE)
        for client in self.clients:
            self.consent(client)
        self.assert_kept()

    def test_a_consent_that_is_over(self):
        self.asks(consent="family")
        for client in self.clients[1:]:
            self.consent(client)
        given = self.consent(self.clients[0], expires=self.session.data["start"][:10])
        self.assert_kept()
        given.data["expires"] = date(1)
        self.assert_breaks(self.RULE)

    def test_a_consent_that_was_taken_back_long_before(self):
        self.asks(consent="family")
        for client in self.clients:
            self.consent(client)
        self.story.add("assessment.consent.withdrawn", later(self.session.at, hours=2), ACTOR,
                       client=self.clients[0], purpose="family", withdrawn=date(1))
        self.assert_breaks(self.RULE)

    def test_but_not_one_that_was_entered_in_error(self):
        self.asks(consent="family")
        for client in self.clients:
            self.story.retract(self.consent(client), day(25))
        self.assert_kept()

    def test_a_concern_that_it_is_not_for(self):
        self.asks(notFor=["psychosis", "left-handedness"])
        self.assert_kept()
        self.story.add("assessment.risk.concern-opened", day(1, "13:00"), client=self.clients[0],
                       concern="k-1", kind="acute-psychosis", urgency="now", finding="x")
        self.assertIn(self.RULE, self.broken())

    def broken(self):
        from test_check_history import broken_rules
        return broken_rules(self.story)


if __name__ == "__main__":
    unittest.main()
