"""What every test can rely on: browser tests are skipped where there is no browser; what a module shares is made once."""

import pytest

from run import chromium


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests marked `browser` on a computer without Chromium or Chrome; keep together what shares a fixture.

    All other tests go one by one to whichever worker is free (`--dist loadgroup`), however many stand in one file.
    """
    for item in items:
        fixtures = item._fixtureinfo.name2fixturedefs.values() if isinstance(item, pytest.Function) else ()
        if any(each.scope == "module" for known in fixtures for each in known):
            item.add_marker(pytest.mark.xdist_group(item.path.name))
    browser_tests = [item for item in items if item.get_closest_marker("browser")]
    if browser_tests and not chromium():
        for item in browser_tests:
            item.add_marker(pytest.mark.skip(reason="no Chromium or Chrome on this computer"))
