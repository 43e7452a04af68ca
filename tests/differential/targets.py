"""The names that must each be reached at least `LEAST` times over about 1,300 cases."""

from __future__ import annotations

LEAST = 100

PERIODS = ("day", "week", "month", "quarter", "half", "year", "window")

VERDICTS = [
    "cancels",
    "cancelled",
    "outside_window",
    "unknown_item",
    "not_in_force",
    "role_not_held",
    "recorded_late",
    "unverified",
    "wrong_channel",
    "wrong_subject",
    "unknown_level",
    "veto",
    "zero",
    "exclusive",
    "repeat",
    "counted",
    "part_counted",
    "capped",
]

REASONS = ("selected", "below_the_line", "vetoed", "not_eligible: grade", "not_eligible: days_in_role")

DECIDERS = [
    "rank_by",
    "person",
    "total",
    "items",
    "linkage",
    "five_knows",
    "duties",
    "category",
    "fewest_deductions",
    "days_in_role",
]

BROKEN = (
    *(f"people:{why}" for why in ("never", "stale", "empty")),
    *(f"{stage}:{why}" for stage in ("matters", "circumstances", "needs", "help") for why in ("never", "stale")),
    "nowhere",
)

DEFAULTED_KEYS: dict[str, tuple[str, ...]] = {
    "total": ("base", "floor", "ceiling", "caps"),
    "category": ("caps", "title", "source"),
    "item": (
        *(
            "category",
            "points",
            "points_per_unit",
            "by_level",
            "ladder",
            "once",
            "subject",
            "channels",
            "verified",
        ),
        *("roles", "caps", "from", "until", "veto", "title", "source"),
    ),
    "linkage": ("roles", "gender", "exemplars", "contacts", "served"),
    "five_knows": ("if_nobody",),
    "duty": ("roles", "each", "at_least", "points", "if_none_due"),
    "selection": ("roles", "rank_by", "of", "round", "by", "quota", "eligible", "ties", "at_the_line"),
}

ENUMS: dict[str, tuple[str, ...]] = {
    "item.once": PERIODS,
    "item.subject": ("household", "person", "any"),
    "linkage.gender": ("female", "male"),
    "five_knows.if_nobody": ("zero", "full"),
    "duty.per": PERIODS,
    "duty.each": ("household", "holder"),
    "duty.if_none_due": ("zero", "full"),
    "selection.of": ("candidates", "eligible"),
    "selection.round": ("down", "nearest", "up"),
    "selection.quota": ("largest_remainder", "sainte_lague", "dhondt"),
    "selection.at_the_line": ("break", "take_all", "take_none"),
}

TARGETS: tuple[str, ...] = (
    *(f"verdict:{verdict}" for verdict in VERDICTS),
    *(f"cut:{stage}:{per}" for stage in ("item", "category", "total", "once") for per in PERIODS),
    *("cut:exclusive", "cut:deduction"),
    *("ladder:step", "ladder:deduction", "ladder:no_step"),
    *("version:used", "version:gap", "item:not_in_force"),
    *("rate:rounded", "rate:half_to_even_down", "rate:half_to_even_up"),
    *("known_at:entry_dropped", "known_at:cancellation_dropped", "known_at:knowledge_dropped"),
    *(
        f"{table}:{edge}_inside"
        for table in ("roles", "links", "households", "people", "items")
        for edge in ("begins", "ends")
    ),
    *("roles:several_at_once", "roles:several_units_at_once", "roles:handed_over", "roles:double_leader"),
    *(f"answer:{state}" for state in ("fresh", "stale", "missing", "partial", "asked_and_none")),
    "answer:on_the_last_fresh_day",
    *(f"broken:{link}" for link in BROKEN),
    *("five_knows:nobody:zero", "five_knows:nobody:full", "five_knows:household_without_people"),
    *(f"duty:{per}:{each}" for per in PERIODS for each in ("household", "holder")),
    *("duty:done_in_full", "duty:done_in_part", "duty:not_done", "duty:at_least_several"),
    *("duty:none_due:zero", "duty:none_due:full"),
    *(
        f"quota:{method}:{how}"
        for method in ("largest_remainder", "sainte_lague", "dhondt")
        for how in ("plain", "surplus")
    ),
    *(f"line:{mode}" for mode in ("break", "take_all", "take_none")),
    *(f"round:{mode}" for mode in ("down", "nearest", "up", "nearest:half_down", "nearest:half_up")),
    *(f"reason:{reason}" for reason in REASONS),
    *(f"decided_by:{decider}" for decider in DECIDERS),
    *("strata:one", "strata:several", "places:more_than_eligible"),
    *("total:base", "total:floor", "total:ceiling", "total:deductions", "total:vetoed", "rank:tie"),
    *("category:cut", "part:linkage", "part:five_knows", "part:duties"),
    *(f"linkage:{key}:{how}" for key in ("exemplars", "contacts", "served") for how in ("met", "short", "none")),
    *(
        f"{use}:{section}.{key}"
        for section, keys in DEFAULTED_KEYS.items()
        for key in keys
        for use in ("said", "left_out")
    ),
    *(f"enum:{name}={value}" for name, values in ENUMS.items() for value in values),
    *(
        f"rows:{table}:{kind}"
        for table in ("units", "households", "people", "roles", "links", "ledger", "knowledge")
        for kind in ("duplicate", "conflict", "rejected")
        if kind != "conflict" or table not in ("roles", "links")
    ),
    *(f"window:{form}" for form in ("year", "half", "quarter", "month", "range", "one_day", "across_years")),
    *("days:chinese", "days:slashed"),
    *(f"entry:{name}" for name in ("first_day", "day_before", "last_day", "end", "leap_day", "no_subject")),
    *("entry:on_the_last_day_in_time", "entry:recorded_before_its_date", "entry:unknown_subject"),
    *(f"cancels:{kind}" for kind in ("own", "a_cancelling_row", "an_entry", "unknown")),
    "exclusive:tie",
)
