"""A second, deliberately naive reckoning of the figures, from the two export files alone.

It follows the seven rules of the contract sentence by sentence, looks at every event again for every question and
shares no code with `campaigns.figures`. Rows are what csv.DictReader gives: strings, empty where there is nothing.
"""

from datetime import datetime

NAMES = ("due", "submitted", "on_time", "accepted", "overdue", "late", "waived")


def moment(text):
    return datetime.fromisoformat(text)


def reckon(obligations, events, at):
    """Return the seven counts at the time `at` (ISO 8601)."""
    counts = dict.fromkeys(NAMES, 0)
    for obligation in obligations:
        own = [e for e in events if e["obligation_id"] == obligation["id"] and moment(e["at"]) <= moment(at)]
        for name in what_it_counts_as(obligation, own, moment(at)):
            counts[name] += 1
    return counts


def reckon_by(obligations, events, at, column):
    """Return the counts for each value of a column of obligations.csv."""
    values = sorted({obligation[column] for obligation in obligations})
    return {v: reckon([o for o in obligations if o[column] == v], events, at) for v in values}


def what_it_counts_as(obligation, events, now):
    # 1. cancelled by T: nowhere; waived at T: in waived alone.
    if [e for e in events if e["verb"] == "cancel"]:
        return []
    waivers = [e["verb"] for e in events if e["verb"] in ("waive", "unwaive")]
    if waivers and waivers[-1] == "waive":
        return ["waived"]
    in_force = due_date_in_force(obligation, events)
    # 3. due.
    if in_force > now:
        return []
    names = ["due"]
    # 4. submitted: the first submit that no refusal has taken back. 7. overdue is the rest.
    standing_submits = [e for i, e in enumerate(events) if e["verb"] == "submit" and not is_taken_back(events, i)]
    if not standing_submits:
        return [*names, "overdue"]
    names.append("submitted")
    # 5. on time: the hand-in by the due date, and every return or reopening answered by its own date or still running.
    kept = moment(standing_submits[0]["at"]) <= in_force and all(
        was_answered_in_time(events, i, now) for i, e in enumerate(events) if e["verb"] in ("return", "reopen")
    )
    names.append("on_time" if kept else "late")
    # 6. accepted: the state at T.
    states = [e["to_state"] for e in events]
    return [*names, "accepted"] if states and states[-1] == "accepted" else names


def due_date_in_force(obligation, events):
    # 2. the first one, replaced by each extend or redate made not later than the one then in force.
    in_force = moment(obligation["due_at"])
    for e in events:
        if e["verb"] in ("extend", "redate") and moment(e["at"]) <= in_force:
            in_force = moment(e["due_at"])
    return in_force


def was_answered_in_time(events, index, now):
    own_date = moment(events[index]["due_at"])
    answers = [
        moment(later["at"])
        for i, later in enumerate(events)
        if i > index and later["verb"] == "submit" and not is_taken_back(events, i)
    ]
    return any(answer <= own_date for answer in answers) if answers else own_date >= now


def is_taken_back(events, index):
    """Whether the next thing that the council said to this submit was that it is not taken in."""
    for later in events[index + 1 :]:
        if later["verb"] in ("accept", "return", "submit"):
            return False
        if later["verb"] == "refuse":
            return True
    return False
