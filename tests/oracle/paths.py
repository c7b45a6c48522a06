"""Distances and shortest paths by walking outwards one step at a time."""

from collections.abc import Callable, Iterable

from oracle.data import Net

Step = Callable[[int, int], bool]


def distances(nodes: Iterable[int], step: Step) -> dict[tuple[int, int], int]:
    """Steps from each to each that it reaches (itself left out)."""
    nodes = list(nodes)
    found = {}
    for start in nodes:
        seen, edge, steps = {start}, [start], 0
        while edge:
            steps += 1
            edge = [j for j in nodes if j not in seen and any(step(i, j) for i in edge)]
            for j in edge:
                found[start, j] = steps
            seen.update(edge)
    return found


def geodesics(nodes: Iterable[int], step: Step, start: int, end: int) -> list[list[int]]:
    """Every shortest path from start to end, each written out."""
    nodes = list(nodes)
    paths, seen = [[start]], {start}
    while paths:
        # an organisation met with fewer steps is on no longer path that is shortest
        paths = [p + [j] for p in paths for j in nodes if j not in seen and step(p[-1], j)]
        seen.update(p[-1] for p in paths)
        arrived = [p for p in paths if p[-1] == end]
        if arrived:
            return arrived
    return []


def efficiency(nodes: Iterable[int], step: Step) -> float | None:
    """Mean 1/d over ordered pairs, 0 where there is no path; None below two."""
    nodes = list(nodes)
    pairs = len(nodes) * (len(nodes) - 1)
    return sum(1 / d for d in distances(nodes, step).values()) / pairs if pairs else None


def components(net: Net) -> list[list[int]]:
    """Weak components, by asking who is reachable from whom."""
    reach = distances(range(net.n), net.either)
    parts: list[list[int]] = []
    for i in range(net.n):
        for part in parts:
            if (part[0], i) in reach:
                part.append(i)
                break
        else:
            parts.append([i])
    return parts


def betweenness(
    nodes: Iterable[int], step: Step, directed: bool, counts: Callable[[int, int], bool]
) -> dict[int, float]:
    """Share of the shortest paths of each pair that counts which pass through i."""
    nodes = list(nodes)
    total = dict.fromkeys(nodes, 0.0)
    for a in nodes:
        for b in nodes:
            if a == b or (not directed and a > b) or not counts(a, b):
                continue
            paths = geodesics(nodes, step, a, b)
            for i in nodes:
                if paths and i not in (a, b):
                    total[i] += sum(i in p for p in paths) / len(paths)
    return total
