"""Loads and writes in the book for a while: `python -m tests.etl.busy SHOP TIMES`."""

import sys
import tempfile
from pathlib import Path

import warehouse
from book import Change, book
from etl.pipeline import load
from tests.made import sheet, taobao_line

shop = warehouse.shop(sys.argv[1])
with tempfile.TemporaryDirectory() as folder:
    for number in range(int(sys.argv[2])):
        path = Path(folder) / f"{number}.csv"
        path.write_text(sheet([taobao_line(f"B{number}", f"B{number}", "1.00", "LAMP")]), "utf-8")
        results, _ = load(shop, [(path, path.name)])
        assert [each.status for each in results] == ["loaded"]
        for _time in range(2):
            book(shop).append([Change("note", "busy", f"{number}")], who="阿代")
