"""The products' page: loss makers first, the rest of many on demand."""

from tests.made import Desk, sheet, taobao_line
from tests.pages.visit import Visit


def test_of_many_products_fifty_are_drawn_until_somebody_asks(bare: Desk) -> None:
    lines = [taobao_line(f"O{n}", f"O{n}", "10.00", f"P-{n:03}", day="2026-06-01") for n in range(51)]
    bare.accept(("orders.csv", sheet(lines)))
    visit = Visit("products", "en-US", shop=bare.name)
    assert visit.errors == []
    shown = visit.html.count('<span class="sub">P-')
    [toggle] = [each for each in visit.app.toggle if each.key == "all_products"]
    assert (shown, toggle.label) == (50, "Show all 51 products")
    toggle.set_value(True).run()
    assert visit.html.count('<span class="sub">P-') == 51
