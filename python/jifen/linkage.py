"""The linkage graph, and how far the network reaches."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from jifen import _jifen
from jifen._arguments import day_text, text_of
from jifen._optional import needed
from jifen.table import Table

__all__ = ["Coverage", "LinkGraph"]


class LinkGraph:
    """People and the links between them: `leads` to an exemplar, `serves` to a contact.

    It is that of all days, `on` one that of the links in force that day. Both are views on one frozen graph and cost
    nothing to make. Two people may have several links.
    """

    def __init__(self, core: _jifen.LinkGraph) -> None:
        self._core = core

    def on(self, day: date | str) -> LinkGraph:
        """The links in force that day."""
        return LinkGraph(self._core.on(day_text("day", day)))

    def only(self, kind: str) -> LinkGraph:
        """The links of one kind: `leads` or `serves`."""
        return LinkGraph(self._core.only(text_of("kind", kind)))

    @property
    def day(self) -> date | None:
        """The day that it is a view of; None: of all days."""
        return self._core.day

    @cached_property
    def links(self) -> Table:
        """`source`, `target`, `kind`, `from`, `until`."""
        return Table(self._core.links())

    @cached_property
    def components(self) -> Table:
        """`person`, `component`: two have the same number when links, whatever their direction, join them."""
        return Table(self._core.components())

    def steps_from(self, person: str) -> Table:
        """`person`, `steps`: whom links lead to from her, along their direction, in how few steps."""
        return Table(self._core.steps_from(text_of("person", person)))

    @cached_property
    def pairs(self) -> Table:
        """`person`, `partner`: as many pairs of linked people as can be had without anybody in two of them."""
        return Table(self._core.pairs())

    def to_graphviz(self) -> str:
        """The graph in the DOT language: people who have a link, by their ids, and the links with kind and days."""
        return self._core.graphviz()

    def to_networkx(self, *, everybody: bool = False) -> Any:
        """A `networkx.MultiDiGraph` of ids; links have `kind`, `from` and `until`. Without `everybody`, people who
        have no link are left out."""
        graph = needed("networkx", "a networkx graph").MultiDiGraph()
        if everybody:
            graph.add_nodes_from(self.components["person"])
        graph.add_edges_from(
            (source, target, {"kind": kind, "from": begin, "until": end})
            for source, target, kind, begin, end in self._rows()
        )
        return graph

    def to_igraph(self, *, everybody: bool = False) -> Any:
        """A directed `igraph.Graph`; vertices have `name`, the id, and links `kind`, `from` and `until`."""
        igraph = needed("igraph", "an igraph graph")
        rows = list(self._rows())
        people = dict.fromkeys(self.components["person"]) if everybody else {}
        people |= dict.fromkeys(person for row in rows for person in row[:2])
        place = {person: number for number, person in enumerate(people)}
        columns = zip(*(row[2:] for row in rows), strict=True) if rows else ((), (), ())
        return igraph.Graph(
            n=len(place),
            edges=[(place[row[0]], place[row[1]]) for row in rows],
            directed=True,
            vertex_attrs={"name": list(place)},
            edge_attrs={name: list(column) for name, column in zip(("kind", "from", "until"), columns, strict=True)},
        )

    def _rows(self) -> Any:
        return zip(*(self.links[name] for name in self.links.columns), strict=True)

    def __len__(self) -> int:
        """The number of links."""
        return self._core.count_links()

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        when = f" on {self.day}" if self.day else ""
        return f"<LinkGraph{when}: {self._core.count_people():,} people, {len(self):,} links>"


class Coverage:
    """How far the network reaches on one day: 1 + 10 + 100 of every member, and who and what is left out.

    A member is whoever holds one of the rulebook's linkage roles that day, scored or not; service counts up to the day.
    """

    def __init__(self, core: _jifen.NetworkCoverage) -> None:
        self._core = core

    @property
    def day(self) -> date:
        return self._core.day

    @cached_property
    def members(self) -> Table:
        """Each member's exemplars, contacts and people served, and what is missing to the targets."""
        return Table(self._core.members())

    @cached_property
    def reach(self) -> Table:
        """`person`, `unit`, `members`: by how many members everybody registered that day is reached; 0: by nobody."""
        return Table(self._core.reach())

    @cached_property
    def uncontacted(self) -> Table:
        """`unit`, `household`, `last_contact`: households without a valid contact in the months that were asked about;
        `last_contact` is blank where there was none in the window."""
        return Table(self._core.uncontacted())

    def by(self, level: str) -> Table:
        """The sums by the units of a level, such as `township`; what lies in none of them stands in a last row.

        ArgumentError: no unit has the level.
        """
        return Table(self._core.by(text_of("level", level)))

    def sums(self, unit: str | None = None) -> dict[str, int]:
        """The sums of a unit and all below it, or of the district. `without_contact` is left out unless asked for."""
        table = Table(self._core.sums(None if unit is None else text_of("unit", unit)))
        return {name: count for name, count in table[0].items() if count is not None}

    def __repr__(self) -> str:
        sums = self.sums()
        return (
            f"<Coverage on {self.day}: {sums['members']:,} members, {sums['people']:,} people, "
            f"{sums['reached_by_nobody']:,} reached by nobody>"
        )
