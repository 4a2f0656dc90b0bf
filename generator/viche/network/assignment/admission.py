"""Who gets in when places are short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from viche.network.people import Attendee


def admit(
    people: Sequence[Attendee],
    places: int,
    *,
    earlier: Collection[str] = (),
    needs: Mapping[str, int] | None = None,
    axis: str = "",
) -> tuple[list[Attendee], list[Attendee]]:
    """Those who get in, and those who wait; both in the order of registration.

    Who took part in the earlier stage comes before the others; else, who registered earlier. The
    members whom the profile groups need come before everybody: without them a group would lack its
    member, and no seating could mend that.

    Args:
        people: in the order of registration.
        places: how many there is room for.
        earlier: the codes of those who took part in the earlier stage.
        needs: how many members are needed, by the letter of the axis. Members without a letter
            make up for those that are missing anywhere.
        axis: the axis that ``needs`` speaks of, as ``sphere``.
    """
    by_rank = sorted(people, key=lambda person: person.code not in earlier)
    lacking = Counter(needs or {})
    first, loose = [], []
    for person in by_rank:
        letter = person.given.get(axis)
        if person.member and letter is None:
            loose.append(person)
        elif person.member and letter is not None and lacking[letter] > 0:
            lacking[letter] -= 1
            first.append(person)
    first += loose[: lacking.total()]
    queue = [*first, *(person for person in by_rank if person not in first)]
    inside = {person.code for person in queue[:places]}
    return (
        [person for person in people if person.code in inside],
        [person for person in people if person.code not in inside],
    )
