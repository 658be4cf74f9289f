"""Frames as docs/protocol.md tells them: what is read, what is dropped, what stands beside it."""

import json
import pathlib
import re
import unittest

import frames
from frames import ORIGIN, BadMessage, Topic, attributes_text, chain_hash, messages, written

STREAM = "scheduler.session"
TOPIC = f"event.{STREAM}".encode()
INBOX = b"inbox.cli-t01.token.scheduler"
QUERY = b"query.scheduler.week.cli-t01"
PROTOCOL = pathlib.Path(__file__).parents[3] / "docs" / "protocol.md"


def attributes(number=1, **other):
    told = {
        "specversion": "1.0", "id": f"m-{number}", "source": "/c/scheduler",
        "type": f"{STREAM}.scheduled.v1", "time": "2026-10-05T11:00:00.000Z",
        "datacontenttype": "application/json", "sequence": number, "prevhash": ORIGIN}
    told.update(other)
    return {name: value for name, value in told.items() if value is not None}


def event(number=1, **other):
    return attributes_text(attributes(number, **other)), b"{}"


def page(*events, stream=STREAM, **other):
    own = attributes(type="replay-page.v2", inreplyto="q-1", sequence=9, **other)
    body = json.dumps({"from": 1, "stream": stream}).encode()
    return written(INBOX, (attributes_text(own), body), *events)


class Reading(unittest.TestCase):
    def read(self, *parts):
        """The messages, and the reasons of what was dropped beside them."""
        reasons = []
        return messages(parts, reasons.append), reasons

    def refused(self, reason, *parts):
        with self.assertRaises(BadMessage) as raised:
            self.read(*parts)
        self.assertEqual(reason, str(raised.exception))

    def dropped(self, reason, entry):
        """An entry that is dropped alone, between two that stand."""
        standing, reasons = self.read(written(TOPIC, event(1), entry, event(3)))
        self.assertEqual([1, 3], [message.attributes["sequence"] for message in standing])
        self.assertEqual([reason], reasons, entry)


class Frames(Reading):
    def test_a_frame_brings_what_its_entries_would_bring_by_themselves(self):
        entries = [event(number) for number in (1, 2, 3)]
        together, _ = self.read(written(TOPIC, *entries))
        alone = [self.read(written(TOPIC, entry))[0][0] for entry in entries]
        self.assertEqual([message.lines for message in alone],
                         [message.lines for message in together])
        self.assertEqual([(TOPIC, *entry) for entry in entries],
                         [message.lines for message in together])
        self.assertEqual({"scheduled"}, {message.fact for message in together})

    def test_a_frame_has_one_part(self):
        text, data = event()
        self.refused("part-count", TOPIC, text, data)
        self.refused("part-count")

    def test_lines_end_with_lf_and_come_in_pairs(self):
        whole = written(TOPIC, event())
        self.refused("bad-frame", whole[:-1])
        self.refused("bad-frame", b"")
        self.refused("bad-frame", TOPIC + b"\n")
        self.refused("bad-frame", whole + b"{}\n")
        self.refused("bad-frame", whole + b"\n")
        self.assertEqual(1, len(self.read(whole)[0]))

    def test_only_events_and_pages_have_more_than_one_entry(self):
        asked = attributes_text(attributes(type="scheduler.week.v1")), b"{}"
        self.assertEqual(1, len(self.read(written(QUERY, asked))[0]))
        self.refused("bad-frame", written(QUERY, asked, asked))
        answer = attributes_text(attributes(type="view.v1")), b"{}"
        self.refused("bad-frame", written(INBOX, answer, answer))

    def test_frames_have_limits(self):
        events = [event(number) for number in range(1, 1_001)]
        self.assertEqual(600, len(self.read(written(TOPIC, *events[:600]))[0]))
        # So many bytes, and so many entries, whatever is in them.
        self.refused("frame-too-long", written(TOPIC, *events))
        self.assertEqual(1_000, len(self.read(written(TOPIC, *[(b"{}", b"1")] * 1_000))[1]))
        self.refused("bad-frame", written(TOPIC, *[(b"{}", b"1")] * 1_001))
        self.refused("bad-frame", page(*[(b"{}", b"1")] * 1_001))
        largest = event()[0], b'"' + b"x" * (131_072 - 2) + b'"'
        self.assertEqual(1, len(self.read(written(TOPIC, largest))[0]))
        self.refused("frame-too-long", written(TOPIC, largest, largest))
        body = attributes_text(attributes(type="view.v1")), b'"' + b"x" * 524_288 + b'"'
        self.refused("frame-too-long", written(INBOX, body))

    def test_topics(self):
        for line in (b"event.scheduler.session.scheduled", b"event.scheduler", b"event..session",
                     b"Event.scheduler.session", b"event.scheduler.session\r", b"",
                     b"status.hub.heart", b"inbox.a.b", b"query.a.b.c.d.e.f", b"other.a.b",
                     "event.scheduler.s\u00e9ance".encode()):
            self.refused("bad-topic", written(line, event()))
        self.refused("topic-too-long", written(b"event.scheduler." + b"x" * 240, event()))
        for line, sender in ((b"event.a.b", "a"), (b"status.a.heartbeat", "a"),
                             (b"command.a.b.c", "c"), (b"query.a.replay.b.c", "c"),
                             (b"query.ledger.history.a.b.c", "c"), (b"inbox.a.b.c", "c")):
            self.assertEqual(sender, Topic(line).sender)


class Entries(Reading):
    def test_one_bad_entry_goes_and_the_others_stand(self):
        good = event(2)[0]
        for line in (b"", b"[]", b"null", b"{", b"{}", good + b"x", good + good, b"\xff" + good,
                     b"\xef\xbb\xbf" + good, good.replace(b",", b",\r"),
                     good.decode().encode("utf-16-le").replace(b"\n", b"")):
            self.dropped("bad-attributes", (line, b"{}"))

    def test_attributes_are_text_and_integers(self):
        for value in (b"{}", b"[]", b"1.5", b"1e3", b"true", b"null", b"NaN", b"Infinity",
                      b"9007199254740992", b"-9007199254740992", b"01", b"'a'", b'"\\ud800"',
                      b'"\\ude00\\ud83d"', b'"a\tb"', b'"\\x"', b'"\xc3"'):
            with_it = event(2)[0][:-1] + b',"other":' + value + b"}"
            self.dropped("bad-attributes", (with_it, b"{}"))
        for value in (b'""', b"-1", b"0", b"9007199254740991", b'"\\ud83d\\ude00"', b'"\\u000a"',
                      '"\u00e9"'.encode()):
            with_it = b' { "other" :\t' + value + b" ," + event(1)[0][1:] + b" "
            standing, reasons = self.read(written(TOPIC, (with_it, b"{}")))
            self.assertEqual((1, []), (len(standing), reasons), value)

    def test_a_name_stands_once(self):
        self.dropped("bad-attributes", (event(2)[0][:-1] + b',"id":"m-2"}', b"{}"))
        self.dropped("bad-attributes", (event(2)[0][:-1] + b',"\\u0069d":"m-2"}', b"{}"))

    def test_an_event_is_of_its_topic_and_has_its_place(self):
        for kind in ("scheduler.session", "scheduler.session.", "scheduler.session.scheduled",
                     "scheduler.sessions.scheduled.v1", "aftercare.session.scheduled.v1",
                     "scheduler.session.a.b.v1", "scheduler.session.scheduled.v0"):
            self.dropped("bad-attributes", event(2, type=kind))
        self.dropped("missing-attribute", event(2, sequence=None))
        self.dropped("missing-attribute", event(2, sequence=0))
        self.dropped("missing-attribute", event(2, prevhash=None))
        self.dropped("bad-attributes", event(2, sequence="2"))
        self.dropped("bad-attributes", event(2, prevhash="0"))
        self.dropped("bad-attributes", event(2, specversion="1.1"))
        for name in ("id", "source", "time", "datacontenttype", "specversion"):
            self.dropped("bad-attributes", event(2, **{name: None}))

    def test_lines_have_limits(self):
        self.dropped("attributes-too-long", event(2, subject="x" * 8_192))
        self.dropped("data-too-long", (event(2)[0], b'"' + b"x" * 131_072 + b'"'))

    def test_a_body_is_json_in_utf_8(self):
        for data in (b"", b"{", b"\xff", '{"a":1}'.encode("utf-16")):
            (message,), _ = self.read(written(TOPIC, (event()[0], data.replace(b"\n", b""))))
            with self.assertRaises(BadMessage):
                message.body  # noqa: B018


class Pages(Reading):
    def test_a_page_brings_events_as_a_live_frame_does(self):
        entries = [event(1), (b"[]", b"{}"), event(3)]
        live, live_reasons = self.read(written(TOPIC, *entries))
        (answer,), reasons = self.read(page(*entries))
        self.assertEqual([message.lines for message in live],
                         [message.lines for message in answer.events])
        self.assertEqual(["bad-attributes"], reasons)
        self.assertEqual(reasons, live_reasons)
        self.assertEqual(9, answer.attributes["sequence"])
        self.assertEqual({"from": 1, "stream": STREAM}, answer.body)
        self.assertFalse(answer.is_empty)

    def test_a_page_may_be_empty(self):
        (answer,), _ = self.read(page())
        self.assertTrue(answer.is_page and answer.is_empty)
        # One whose events all break a rule does not say that its owner has none.
        (answer,), reasons = self.read(page((b"[]", b"{}")))
        self.assertEqual((False, [], ["bad-attributes"]),
                         (answer.is_empty, answer.events, reasons))

    def test_a_page_whose_own_entry_breaks_a_rule_goes_whole(self):
        self.refused("missing-attribute", page(event(), prevhash=None))
        self.refused("bad-data", page(event(), stream="scheduler"))
        self.refused("bad-data", page(event(), stream=None))
        self.refused("bad-attributes", page(event(), prevhash="0"))

    def test_events_of_another_stream_are_none_of_the_page(self):
        (answer,), reasons = self.read(page(event(1), stream="scheduler.attendance"))
        self.assertEqual(([], ["bad-attributes"]), (answer.events, reasons))


class Chain(unittest.TestCase):
    def test_the_protocols_vector(self):
        text = PROTOCOL.read_text(encoding="utf-8")
        rows = [re.search(rf"^\| {name} \| `(.*)` \|$", text, re.MULTILINE)[1]
                for name in ("topic", "attributes, one line", "data", "hash")]
        *lines, expected = rows
        self.assertEqual(expected, chain_hash(*(line.encode() for line in lines)))
        topic, *entry = [line.encode() for line in lines]
        (message,) = messages([written(topic, entry)], self.fail)
        self.assertEqual("day-began", message.fact)
        self.assertEqual(expected, chain_hash(*message.lines))

    def test_the_limits_are_those_of_the_page(self):
        text = PROTOCOL.read_text(encoding="utf-8")
        for limit in (frames.TOPIC, frames.ATTRIBUTES, frames.EVENT_DATA, frames.FRAME,
                      frames.EVENTS, frames.MOST_EVENTS):
            self.assertIn(f" {limit:,} ", text.replace(";", " ").replace(".", " "))


if __name__ == "__main__":
    unittest.main()
