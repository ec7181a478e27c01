"""What every test can rely on: browser tests are skipped where there is no browser."""

import pytest

from run import chromium


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests marked `browser` on a computer without Chromium or Chrome."""
    browser_tests = [item for item in items if item.get_closest_marker("browser")]
    if browser_tests and not chromium():
        for item in browser_tests:
            item.add_marker(pytest.mark.skip(reason="no Chromium or Chrome on this computer"))
