"""A third reckoning of the figures: plain SQL over the two files of `export_ledger`, sharing no code with the portal.

The rules are those of the contract, "At T, from these two files alone"; each is one step of the statement.
"""

from pathlib import Path

NAMES = ("due", "submitted", "on_time", "accepted", "overdue", "late", "waived")
TABLES = """
    CREATE TEMP TABLE told_obligations (
        id bigint PRIMARY KEY, unit_code text, unit_name text, "group" text, cluster text, requirement text, kind text,
        period_start date, period_end date, cutoff_on date, opens_at timestamptz, due_at timestamptz,
        locks_at timestamptz
    ) ON COMMIT DROP;
    CREATE TEMP TABLE told_events (
        id bigint PRIMARY KEY, obligation_id bigint, at timestamptz, verb text, actor text, from_state text,
        to_state text, due_at timestamptz, note text
    ) ON COMMIT DROP;
"""
RECKON = """
WITH RECURSIVE
known AS (SELECT * FROM told_events WHERE at <= %(at)s),
moved AS (SELECT *, row_number() OVER (PARTITION BY obligation_id ORDER BY id) AS n
          FROM known WHERE verb IN ('extend', 'redate')),
forced(obligation_id, n, due_at) AS (  -- rule 2
    SELECT id, 0::bigint, due_at FROM told_obligations
    UNION ALL
    SELECT f.obligation_id, m.n, CASE WHEN m.at <= f.due_at THEN m.due_at ELSE f.due_at END
    FROM forced f JOIN moved m ON m.obligation_id = f.obligation_id AND m.n = f.n + 1
),
in_force AS (SELECT DISTINCT ON (obligation_id) obligation_id, due_at FROM forced ORDER BY obligation_id, n DESC),
answered AS (SELECT *, lead(verb) OVER (PARTITION BY obligation_id ORDER BY id) AS next_word
             FROM known WHERE verb IN ('submit', 'accept', 'return', 'refuse')),
standing AS (SELECT * FROM answered WHERE verb = 'submit' AND next_word IS DISTINCT FROM 'refuse'),
first_in AS (SELECT obligation_id, min(at) AS at FROM standing GROUP BY obligation_id),
called AS (  -- rule 5: each return or reopening, with the first hand-in after it that stands
    SELECT c.obligation_id, c.due_at, (
        SELECT s.at FROM standing s WHERE s.obligation_id = c.obligation_id AND s.id > c.id ORDER BY s.id LIMIT 1
    ) AS answer FROM known c WHERE c.verb IN ('return', 'reopen')
),
missed AS (SELECT DISTINCT obligation_id FROM called WHERE coalesce(answer, %(at)s) > due_at),
last_state AS (SELECT DISTINCT ON (obligation_id) obligation_id, to_state FROM known ORDER BY obligation_id, id DESC),
off AS (SELECT DISTINCT obligation_id FROM known WHERE verb = 'cancel'),
waivers AS (SELECT DISTINCT ON (obligation_id) obligation_id, verb FROM known WHERE verb IN ('waive', 'unwaive')
            ORDER BY obligation_id, id DESC),
each AS (
    SELECT o.*, f.due_at AS force_at, i.at AS in_at, m.obligation_id IS NOT NULL AS has_missed, l.to_state,
           coalesce(w.verb = 'waive', false) AS is_waived
    FROM told_obligations o JOIN in_force f ON f.obligation_id = o.id LEFT JOIN first_in i ON i.obligation_id = o.id
    LEFT JOIN missed m ON m.obligation_id = o.id LEFT JOIN last_state l ON l.obligation_id = o.id
    LEFT JOIN waivers w ON w.obligation_id = o.id
    WHERE o.id NOT IN (SELECT obligation_id FROM off)
      AND (%(group)s = '' OR o."group" = %(group)s) AND (%(cluster)s = '' OR o.cluster = %(cluster)s)
),
flags AS (
    SELECT each.*, NOT is_waived AND force_at <= %(at)s AS is_due,
           in_at IS NOT NULL AND in_at <= force_at AND NOT has_missed AS is_kept FROM each
)
SELECT grouping("group", cluster, unit_code, requirement) AS what,
       coalesce(CASE grouping("group", cluster, unit_code, requirement) WHEN 7 THEN "group" WHEN 11 THEN cluster
                WHEN 13 THEN unit_code WHEN 14 THEN requirement END, '') AS key,
       count(*) FILTER (WHERE is_due), count(*) FILTER (WHERE is_due AND in_at IS NOT NULL),
       count(*) FILTER (WHERE is_due AND is_kept),
       count(*) FILTER (WHERE is_due AND in_at IS NOT NULL AND to_state = 'accepted'),
       count(*) FILTER (WHERE is_due AND in_at IS NULL),
       count(*) FILTER (WHERE is_due AND in_at IS NOT NULL AND NOT is_kept), count(*) FILTER (WHERE is_waived)
FROM flags GROUP BY GROUPING SETS ((), ("group"), (cluster), (unit_code), (requirement))
"""
PARTS = {15: "totals", 7: "groups", 11: "clusters", 13: "units", 14: "requirements"}


def load(cursor, folder: Path) -> None:
    """Read the two files into tables of this transaction alone; empty fields are NULL."""
    cursor.execute(TABLES)
    for table, name in (("told_obligations", "obligations.csv"), ("told_events", "events.csv")):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            cursor.copy_expert(f"COPY {table} FROM STDIN WITH (FORMAT csv, HEADER true)", file)


def reckon(cursor, at: str, *, group: str = "", cluster: str = "") -> dict[str, dict[str, dict[str, int]]]:
    """Return the seven counts in all and by group, cluster, unit and requirement, as of `at` (ISO 8601)."""
    cursor.execute(RECKON, {"at": at, "group": group, "cluster": cluster})
    found: dict[str, dict[str, dict[str, int]]] = {part: {} for part in PARTS.values()}
    for what, key, *counts in cursor.fetchall():
        found[PARTS[what]][key] = dict(zip(NAMES, counts, strict=True))
    return found
