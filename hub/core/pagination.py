"""Long lists in pages: a wrong page number shows the nearest page, and links never outgrow a line."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PER_PAGE = 50


def paginate(request: HttpRequest, rows: Any, per_page: int = PER_PAGE) -> Page:
    """The page of `rows` that the address asks for (?page=2). One count and one slice, nothing more."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def paginate_keys(request: HttpRequest, rows: Any, dressed: Any, per_page: int = PER_PAGE) -> Page:
    """As `paginate`, for thousands of wide rows: only the keys are counted and skipped over.

    `rows` gives choice and order, `dressed` the same rows with all that the page shows of them.
    """
    page = paginate(request, rows.values_list("pk", flat=True), per_page)
    keys = list(page.object_list)
    found = dressed.in_bulk(keys)
    page.object_list = [found[key] for key in keys if key in found]
    return page


def page_numbers(page: Page) -> Sequence[int | None]:
    """First, last and the neighbours of this page; None stands for a gap. At most nine entries."""
    last = page.paginator.num_pages
    wanted = sorted({1, last, *range(page.number - 2, page.number + 3)} & set(range(1, last + 1)))
    numbers: list[int | None] = []
    for number in wanted:
        if numbers and number - (numbers[-1] or 0) > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers
