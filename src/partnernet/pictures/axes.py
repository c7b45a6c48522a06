"""Pictures on matplotlib Axes, for publication: the same marks, at any size, in any style sheet."""

from __future__ import annotations

import warnings
from typing import Any, Literal

import matplotlib as mpl
from matplotlib import font_manager, textpath
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from matplotlib.text import Text as Words

from partnernet.pictures import shapes
from partnernet.pictures.legend import with_legend
from partnernet.pictures.lettering import LEADING, text_width
from partnernet.pictures.marks import Circle, Drawn, Group, Mark, Path, Picture, Rect, Step, Text
from partnernet.pictures.style import Style, colour, mark_role, style_of

_CODES = {"M": Outline.MOVETO, "L": Outline.LINETO, "Q": Outline.CURVE3, "C": Outline.CURVE4,
          "Z": Outline.CLOSEPOLY}
_PER_INCH = 120.0
"""Units on an inch of a figure of our own: words of 12.5 units become 7.5 points."""
_SAMPLES = ("Regional Health Service, 34 organisations", "Concejalía de Salud Pública",
            "samordning mellan nivåerna")


def paint(picture: Picture, ax: Axes | None = None, *, legend: bool = True,
          dark: bool = False) -> Axes:
    """Paint a picture on Axes; sizes of words and lines follow the Axes whenever it is drawn.

    Parameters
    ----------
    picture
        What to paint.
    ax
        Where; without it on a figure of its own, which no pyplot state keeps alive.
    legend
        Whether the legend is drawn underneath.
    dark
        Whether the colours are those for dark ground.

    Returns
    -------
    Axes
        The Axes, without ticks and spines, in units of the picture, y downwards.
    """
    whole = with_legend(picture) if legend else picture
    if ax is None:
        figure = Figure(figsize=(whole.width / _PER_INCH, whole.height / _PER_INCH))
        ax = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    ax.set_axis_off()
    ax.set_autoscale_on(False)
    ax.set_xlim(0, whole.width)
    ax.set_ylim(whole.height, 0)
    ax.set_aspect("equal", adjustable="box")
    painter = _Painter(ax, dark)
    if whole.paper:
        painter.add(Rect(0, 0, whole.width, whole.height, "paper"))
    for mark in whole.marks:
        painter.add(mark)
    ax.add_artist(painter.fit)
    painter.fit.adjust()
    return ax


_HINTED = 0.97
"""On a coarse raster letters are set a little wider than their outlines."""
_SHORT = 6
"""Words so short may be a little wider than laid out: nothing stands that near."""


class _Fit(Artist):
    """Drawn before all else: gives every word and line its size in points at this moment."""

    def __init__(self, ax: Axes) -> None:
        super().__init__()
        self.ax = ax
        self.words: list[tuple[Words, float, tuple[float, str] | None]] = []
        self.lines: list[tuple[PathPatch, float, tuple[float, ...] | None]] = []
        self.set_zorder(-1000)
        self.set_in_layout(False)

    def adjust(self) -> None:
        """Set the sizes from where the Axes stands now."""
        (x0, _), (x1, _) = self.ax.transData.transform([(0, 0), (1, 0)])
        points = abs(x1 - x0) * 72 / self.ax.figure.dpi
        scaled = bool(mpl.rcParams["lines.scale_dashes"])
        for words, size, halo in self.words:
            words.set_fontsize(size * points)
            if halo is not None:
                words.set_path_effects(
                    [withStroke(linewidth=halo[0] * points, foreground=halo[1])])
        for patch, width, dash in self.lines:
            patch.set_linewidth(width * points)
            if dash is not None:
                unit = 1 / max(width, 0.1) if scaled else points
                patch.set_linestyle((0, tuple(part * unit for part in dash)))

    def draw(self, renderer: RendererBase, *args: Any, **kwargs: Any) -> None:
        """Adjust; nothing of its own is drawn."""
        self.adjust()


class _Painter:
    """Adds marks to Axes in the order of painting."""

    def __init__(self, ax: Axes, dark: bool) -> None:
        self.ax = ax
        self.dark = dark
        self.fit = _Fit(ax)
        self.letters = _Letters()

    def add(self, mark: Drawn) -> None:
        """One thing, and what is in it."""
        if isinstance(mark, Group):
            for inner in mark.marks:
                self.add(inner)
        elif isinstance(mark, Mark):
            self._mark(mark)
        elif isinstance(mark, Text):
            self._text(mark)
        elif isinstance(mark, Path):
            self._outline(mark.steps, style_of(mark.role), mark.width)
        elif isinstance(mark, Circle):
            steps = tuple((letter, tuple(
                number + (mark.y if k % 2 else mark.x) for k, number in enumerate(numbers)))
                for letter, numbers in shapes.circle(mark.r))
            self._outline(steps, style_of(mark.role), None)
        else:
            self._outline(_rect(mark), style_of(mark.role), None)

    def _outline(self, steps: tuple[Step, ...], style: Style, width: float | None) -> None:
        vertices: list[tuple[float, float]] = []
        codes: list[Any] = []
        for letter, numbers in steps:
            pairs = [(numbers[k], numbers[k + 1]) for k in range(0, len(numbers), 2)]
            pairs = pairs or [(0.0, 0.0)]
            vertices += pairs
            codes += [_CODES[letter]] * len(pairs)
        width = style.width if width is None else width
        lined = style.stroke not in (None, "none")
        patch = PathPatch(
            Outline(vertices, codes), capstyle="butt", joinstyle="round",
            facecolor=self._rgba(style.fill or "none", style.fill_opacity),
            edgecolor=self._rgba(style.stroke or "none", style.stroke_opacity),
            linewidth=0.0, zorder=2, clip_on=False)
        self.ax.add_patch(patch)
        if lined:
            self.fit.lines.append((patch, width or 1.0, style.dash))

    def _rgba(self, name: str, opacity: float | None) -> tuple[str, float] | str:
        value = colour(name, dark=self.dark)
        return value if value == "none" or opacity is None else (value, opacity)

    def _mark(self, mark: Mark) -> None:
        role = mark_role(mark.look.shape, hollow=mark.hollow, extra=mark.role)
        self._outline(shapes.outline(mark).steps, style_of(role), None)
        within = shapes.inside(mark)
        if mark.sign:
            self._text(Text((mark.sign,), mark.x, mark.y + 0.41 * mark.r, mark.r * 1.15, "on-mark",
                            "middle"))
        elif within is not None:
            self._outline(within.steps, style_of(within.role), None)

    def _text(self, text: Text) -> None:
        style = style_of(text.role)
        bold = (style.weight or 400) >= 600
        size = text.size * self.letters.shrink(text.lines, bold)
        halo = None if style.halo is None else (style.width or 3.2,
                                                colour(style.halo, dark=self.dark))
        for k, line in enumerate(text.lines):
            down = k * text.size * LEADING
            words = Words(
                text.x, text.y + down, line, color=colour(style.fill or "ink", dark=self.dark),
                horizontalalignment=_ALIGN[text.anchor], verticalalignment="baseline",
                rotation=-text.turn, rotation_mode="anchor", zorder=2, parse_math=False,
                usetex=False, fontweight="bold" if bold else "normal", clip_on=False)
            if style.serif:
                words.set_fontfamily("serif")
            self.ax.add_artist(words)
            self.fit.words.append((words, size, halo))


_ALIGN: dict[str, Literal["left", "center", "right"]] = {
    "start": "left", "middle": "center", "end": "right"}


def _rect(rect: Rect) -> tuple[Step, ...]:
    x0, y0, x1, y1 = rect.box()
    r = min(rect.radius, rect.width / 2, rect.height / 2)
    if r <= 0:
        return (("M", (x0, y0)), ("L", (x1, y0)), ("L", (x1, y1)), ("L", (x0, y1)), ("Z", ()))
    return (("M", (x0 + r, y0)), ("L", (x1 - r, y0)), ("Q", (x1, y0, x1, y0 + r)),
            ("L", (x1, y1 - r)), ("Q", (x1, y1, x1 - r, y1)), ("L", (x0 + r, y1)),
            ("Q", (x0, y1, x0, y1 - r)), ("L", (x0, y0 + r)), ("Q", (x0, y0, x0 + r, y0)),
            ("Z", ()))


class _Letters:
    """How far words must shrink where the style sheet's font is wider than the one laid out for."""

    def __init__(self) -> None:
        self.path = textpath.TextToPath()
        self.faces = {bold: font_manager.FontProperties(weight="bold" if bold else "normal",
                                                        size=100) for bold in (False, True)}
        self.usual = {bold: min(1.0, *(_HINTED * self._ratio(words, bold) for words in _SAMPLES))
                      for bold in (False, True)}

    def shrink(self, lines: tuple[str, ...], bold: bool) -> float:
        """The usual factor, or a smaller one where these words are wider still."""
        long = [line for line in lines if len(line.strip()) > _SHORT]
        return min([self.usual[bold], *(self._ratio(line, bold) for line in long)])

    def _ratio(self, words: str, bold: bool) -> float:
        """Width laid out for, over width in the font."""
        with warnings.catch_warnings():  # of letters that the font lacks, painting itself warns
            warnings.simplefilter("ignore")
            wide, _, _ = self.path.get_text_width_height_descent(words, self.faces[bold],
                                                                 ismath=False)
        return text_width(words, 100, bold=bold) / wide if wide > 0 else 1.0
