"""Random legal histories of obligations, drawn by walking the moves table, in the shape of the two export files."""

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from campaigns.figures import LedgerEvent, LedgerRow

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
OPENING = datetime(2024, 2, 2, 8, 0, tzinfo=HANOI)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
OPEN = {"pending", "drafting", "signing", "submitted", "returned"}
# design.md, section 5: verb → (from, to); "=" stays.
MOVES = {
    "start": ({"pending"}, "drafting"),
    "send": ({"drafting", "returned"}, "signing"),
    "hand_back": ({"signing"}, "drafting"),
    "submit": ({"drafting", "signing", "returned"}, "submitted"),
    "return": ({"submitted"}, "returned"),
    "refuse": ({"submitted"}, "drafting"),
    "accept": ({"submitted"}, "accepted"),
    "reopen": ({"accepted"}, "returned"),
    "extend": (OPEN, "="),
    "redate": ({"pending"}, "="),
    "waive": (OPEN, "="),
    "unwaive": (OPEN, "="),
    "cancel": (OPEN, "="),
}
OFTEN = ("start", "submit", "submit", "submit", "return", "refuse", "accept", "reopen")
SETS_DATE = {"extend", "redate", "return", "reopen"}
OBLIGATION_COLUMNS = ["id", "unit_code", "unit_name", "group", "cluster", "requirement", "kind"]
OBLIGATION_COLUMNS += ["period_start", "period_end", "cutoff_on", "opens_at", "due_at", "locks_at"]
EVENT_COLUMNS = ["id", "obligation_id", "at", "verb", "actor", "from_state", "to_state", "due_at", "note"]


def iso(moment):
    return moment.isoformat(timespec="seconds")


class Walk:
    """One obligation on its way through the table."""

    def __init__(self, due_at):
        self.state, self.at, self.waived, self.cancelled = "pending", OPENING, False, False
        self.due_at = self.in_force = due_at
        self.dates = [due_at]  # what boundaries there are to step on
        self.moves = []

    def legal(self, at):
        if self.cancelled:
            return []
        verbs = [verb for verb, (sources, _to) in MOVES.items() if self.state in sources]
        illegal = {"waive"} if self.waived else {"unwaive"}
        if at > self.in_force:
            illegal.add("redate")
        return [verb for verb in verbs if verb not in illegal]

    def make(self, verb, at, date):
        to = MOVES[verb][1]
        before, self.state, self.at = self.state, self.state if to == "=" else to, at
        if verb in ("extend", "redate") and at <= self.in_force:
            self.in_force = date
        if verb in ("waive", "unwaive"):
            self.waived = verb == "waive"
        self.cancelled = verb == "cancel"
        if verb in SETS_DATE:
            self.dates.append(date)
        self.moves.append((at, verb, before, self.state, date if verb in SETS_DATE else None))


def end_of(moment):
    return moment.replace(hour=23, minute=59, second=59)


@st.composite
def steps_in_time(draw, now, dates):
    """A moment not before `now`: the same second, a boundary and the seconds around it, or just some time later."""
    boundaries = [date + around for date in dates for around in (-SECOND, timedelta(0), SECOND) if date + around >= now]
    later = st.sampled_from([SECOND, timedelta(hours=5), DAY, 3 * DAY, 20 * DAY]).map(lambda step: now + step)
    return draw(st.one_of(st.just(now), later, *([st.sampled_from(boundaries)] * 2 if boundaries else [])))


@st.composite
def walks(draw):
    walk = Walk(end_of(OPENING + draw(st.integers(0, 40)) * DAY))
    for _ in range(draw(st.integers(0, 12))):
        at = draw(steps_in_time(walk.at, walk.dates))
        legal = walk.legal(at)
        if not legal:
            break
        verb = draw(st.sampled_from(legal + [verb for verb in OFTEN if verb in legal] * 2))
        walk.make(verb, at, end_of(at + draw(st.integers(0, 15)) * DAY))
    return walk


@st.composite
def exports(draw, most=4):
    """Rows of obligations.csv and events.csv of a few obligations, read back from real CSV text."""
    walked = draw(st.lists(walks(), min_size=1, max_size=most))
    obligations, moves = [], []
    for number, walk in enumerate(walked, start=1):
        place = {
            "unit_code": draw(st.sampled_from(["10015", "NV", "TH-10018"])),
            "group": draw(st.sampled_from(["agency", "school"])),
            "cluster": draw(st.sampled_from(["CUM-XA-1", "KHOI-TIEU-HOC"])),
        }
        facts = {"id": str(number), "requirement": "PLAN", "kind": "plan", "due_at": iso(walk.due_at)}
        obligations.append(dict.fromkeys(OBLIGATION_COLUMNS, "") | facts | place | {"opens_at": iso(OPENING)})
        moves += [(at, str(number), *rest) for at, *rest in walk.moves]
    moves.sort(key=lambda move: move[0])
    events = [
        {
            "id": str(number),
            "obligation_id": obligation,
            "at": iso(at),
            "verb": verb,
            "actor": "canbo.nv",
            "from_state": before,
            "to_state": after,
            "due_at": iso(date) if date else "",
            "note": "",
        }
        for number, (at, obligation, verb, before, after, date) in enumerate(moves, start=1)
    ]
    return through_csv(obligations, OBLIGATION_COLUMNS), through_csv(events, EVENT_COLUMNS)


def through_csv(rows, columns):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return list(csv.DictReader(io.StringIO(text.getvalue())))


@st.composite
def exports_and_times(draw, **how):
    """An export and a time at which to ask: at an event or a date, a second around it, or anywhere."""
    obligations, events = draw(exports(**how))
    told = [o["due_at"] for o in obligations] + [e[c] for e in events for c in ("at", "due_at") if e[c]]
    near = st.tuples(st.sampled_from(told), st.sampled_from([-SECOND, timedelta(0), SECOND, DAY]))
    anywhere = st.integers(0, 200 * 24).map(lambda hours: OPENING + timedelta(hours=hours))
    at = draw(st.one_of(near.map(lambda pair: datetime.fromisoformat(pair[0]) + pair[1]), anywhere))
    return obligations, events, at


def ledger(obligations, events):
    """The rows of an export as `campaigns.figures` takes them."""
    return [
        LedgerRow(
            obligation_id=int(o["id"]),
            unit_code=o["unit_code"],
            group=o["group"],
            cluster=o["cluster"],
            requirement=o["requirement"],
            kind=o["kind"],
            due_at=datetime.fromisoformat(o["due_at"]),
            opens_at=datetime.fromisoformat(o["opens_at"]),
            events=tuple(
                LedgerEvent(
                    at=datetime.fromisoformat(e["at"]),
                    verb=e["verb"],
                    to_state=e["to_state"],
                    due_at=datetime.fromisoformat(e["due_at"]) if e["due_at"] else None,
                    id=int(e["id"]),
                )
                for e in events
                if e["obligation_id"] == o["id"]
            ),
        )
        for o in obligations
    ]
