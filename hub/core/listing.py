"""How the API gives out long lists."""

from rest_framework.pagination import PageNumberPagination


class Page(PageNumberPagination):
    """Lists come in pages: `count`, `next`, `previous`, `results`."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
