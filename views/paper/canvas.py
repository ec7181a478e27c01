"""An SVG being drawn: words, boxes, strokes, stripes. Only places on the paper are floats."""

from dataclasses import dataclass, field

from views.html import text
from views.paper.lettering import clean

INK, SOFT, GRID = "#16202C", "#55606C", "#DFE4EA"
SIZE = 10.5  # of letters, where a picture is as wide as a phone


@dataclass
class Drawing:
    """An SVG being drawn, `wide` units wide; its height grows with what is put on it."""

    wide: float
    high: float = 0.0
    body: list[str] = field(default_factory=list)

    def words(
        self,
        x: float,
        y: float,
        said: str,
        *,
        size: float = SIZE,
        ink: str = INK,
        at: str = "start",
        bold: bool = False,
    ) -> None:
        """A line of text on the line y; `at` start, middle or end of it is x."""
        weight = ' font-weight="700"' if bold else ""
        anchor = f' text-anchor="{at}"' if at != "start" else ""
        said = text(clean(said))
        self.body.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{ink}"{anchor}{weight}>{said}</text>'
        )

    def box(
        self, x: float, y: float, wide: float, high: float, fill: str, title: str = "", *, round_: float = 0
    ) -> None:
        """A filled rectangle."""
        inside = f"<title>{text(clean(title))}</title>" if title else ""
        edge = f' rx="{round_:g}"' if round_ else ""
        self.body.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(wide, 0):.1f}" height="{max(high, 0):.1f}"{edge} fill="{fill}">{inside}</rect>'
        )

    def stroke(
        self, x: float, y: float, x2: float, y2: float, ink: str = GRID, *, thick: float = 1, dash: str = ""
    ) -> None:
        """A straight line."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.body.append(
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}" stroke-width="{thick:g}"{dashed}/>'
        )

    def hatched(self, colour: str) -> str:
        """A fill of stripes: what may still change."""
        name = f"hatch{colour.lstrip('#')}"
        pattern = (
            f'<defs><pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect width="5" height="5" fill="#FFFFFF"/><rect width="2.4" height="5" fill="{colour}"/></pattern></defs>'
        )
        if pattern not in self.body:
            self.body.append(pattern)
        return f"url(#{name})"

    def svg(self, title: str) -> str:
        """The drawing as it stands in a page, as wide as there is room."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.wide:g} {self.high:g}" role="img" '
            f'aria-label="{text(clean(title))}">{"".join(self.body)}</svg>'
        )
