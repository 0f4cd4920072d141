"""A site's own `expect` list, held against what everybody was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.probe import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.intent import Expectation, Site
    from tests.lab.flows import Flow


def disappointed(intent: Site, found: Sequence[Flow]) -> list[str]:
    """Give a line for each expectation that isn't met, and for each that nobody was asked about."""
    return [line for each in intent.expect for line in _judged(each, found)]


def _judged(expectation: Expectation, found: Sequence[Flow]) -> Iterator[str]:
    """A ping is taken for reached where any door is."""
    for start in expectation.from_:
        for end in expectation.to:
            asked = [flow for flow in found if flow.place == start and _is_at(flow, end, expectation)]
            what = f"{start} to {end}, {expectation.port or 'ping'}"
            answers = [flow.verdict for flow in asked if isinstance(flow.verdict, Answer)]
            if not asked:
                yield f"{what}: nobody was asked"
            elif bool(answers) != expectation.reach:
                yield f"{what}: {'reached' if answers else 'not reached'}"
            elif answers and expectation.seen_as:
                seen = {answer.seen_as for answer in answers}
                if not seen & {str(address) for address in expectation.seen_as}:
                    yield f"{what}: seen as {', '.join(sorted(seen))}"


def _is_at(flow: Flow, end: str, expectation: Expectation) -> bool:
    """Whether a door is one of those that are meant: an address with all that is served there, or somebody's own."""
    door = flow.door
    own = end.rpartition("/")[2] == door.name and not door.published
    if door.address != end and not own:
        return False
    ports = expectation.port
    if ports is None or isinstance(ports, str):
        return True
    return any(port.protocol == door.protocol and port.first <= door.port <= port.last for port in ports)
