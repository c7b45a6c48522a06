"""A tie as marks: its curve cut at the marks it joins, and its arrow."""

from __future__ import annotations

import numpy as np

from partnernet.kernels.dyads import Floats
from partnernet.kernels.layout import curve, part_of_curve
from partnernet.pictures.marks import Drawn, Path, polyline

SAYS = ("", " oneside", " silent")
_FINE = 121


def tie(a: Floats, b: Floats, push: float, r: float, *, width: int, says: int, extra: str = "",
        arrow: bool | None = None, fine: bool = False) -> list[Drawn]:
    """The line from a to b, pushed sideways in its middle.

    ``says`` decides its dash and whether it has an arrow at b (``arrow`` overrules); ``extra``:
    further roles, of which ``leaves`` and ``faint`` colour the arrow too. ``fine``: for maps of
    many organisations, where lines are thinner.
    """
    arrow = says > 0 if arrow is None else arrow
    control, places = curve(a, b, np.array(push), _FINE)
    start, stop = _cut(places, a, b, r + 2.5, r + (2.5 if not arrow else 6.5 if fine else 9.0))
    p, c, q = part_of_curve(a, control, b, start, stop)
    role = f"tie {'v' if fine else 'w'}{width}{SAYS[says]}{f' {extra}' if extra else ''}"
    out: list[Drawn] = [Path((("M", (float(p[0]), float(p[1]))),
                              ("Q", (float(c[0]), float(c[1]), float(q[0]), float(q[1])))), role)]
    if arrow:
        out.append(_arrow(c, q, (5.4 + 0.7 * width) * (0.7 if fine else 1.0), extra))
    return out


def _cut(places: Floats, a: Floats, b: Floats, near_a: float, near_b: float) -> tuple[float, float]:
    """The parameters between which the curve is clear of both marks."""
    clear = ((np.hypot(*(places - a).T) >= near_a) & (np.hypot(*(places - b).T) >= near_b))
    free = np.flatnonzero(clear)
    if len(free) < 2:
        return 0.4, 0.6
    return float(free[0]) / (_FINE - 1), float(free[-1]) / (_FINE - 1)


def _arrow(control: Floats, tip: Floats, size: float, extra: str) -> Drawn:
    """An arrow head whose foot stands at the end of the line."""
    way = tip - control
    way = way / (np.hypot(*way) or 1.0)
    side = np.array([-way[1], way[0]]) * size * 0.5
    point = tip + way * (size - 0.5)
    corners = [point, tip + side, tip - side]
    role = " ".join(["arrow", *(f"{word}-arrow" for word in extra.split()
                               if word in ("leaves", "faint"))])
    return polyline([(float(x), float(y)) for x, y in corners], role, closed=True)
