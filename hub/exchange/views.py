"""The HTML doors of the import of items: upload, say what the columns mean, look at every row, take it in."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hub.accounts.models import User
from hub.core.errors import Refused
from hub.core.forms import status_of
from hub.core.pagination import paginate
from hub.core.permissions import authorize
from hub.exchange.forms import MappingForm, UploadForm
from hub.exchange.models import Sheet
from hub.exchange.pace import wait_before_uploading
from hub.exchange.sheets import taking_in
from hub.exchange.sheets.alike import Titles
from hub.exchange.sheets.plans import NEW, Plan
from hub.roadmap.models import RoadmapItem

RIGHT = "exchange.import_items"


# /roadmap/import/
@login_required
@require_http_methods(["GET", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """The uploads that wait, and a further one."""
    authorize(request.user, RIGHT)
    me = cast("User", request.user)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST":
        if wait := wait_before_uploading(me):
            return _too_often(request, wait)
        if sheet := _kept(form, me):
            return redirect("exchange:mapping", sheet.pk)
    waiting = Sheet.objects.of(me).defer("data")
    return render(request, "exchange/sheets.html", {"form": form, "sheets": waiting}, status=status_of(form))


def _too_often(request: HttpRequest, wait: int) -> HttpResponse:
    answer = render(request, "429.html", status=429)
    answer["Retry-After"] = str(wait)
    return answer


def _kept(form: UploadForm, me: User) -> Sheet | None:
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        return taking_in.keep_sheet(file.name, file.read(), by=me)
    except ValidationError as error:
        form.add_error("file", error.messages)
    except Refused as refusal:
        form.add_error(None, ValidationError(refusal.reason, code="refused"))
    return None


def _mine(request: HttpRequest, pk: int) -> Sheet:
    authorize(request.user, RIGHT)
    return get_object_or_404(Sheet.objects.of(request.user), pk=pk)


# /roadmap/import/<pk>/columns/
@login_required
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """What the columns mean: guessed, and changed by people."""
    sheet = _mine(request, pk)
    if sheet.taken_in_at:
        return redirect(sheet)
    grid = taking_in.grid_of(sheet.data)
    sent = request.POST if request.method == "POST" else None
    form = MappingForm(sent, grid=grid, columns=sheet.columns, states=sheet.states)
    if sent is not None and form.is_valid():
        try:
            taking_in.map_sheet(sheet, **form.told())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(_after_mapping(sheet, form))
    about = {"sheet": sheet, "grid": grid, "form": form}
    return render(request, "exchange/mapping.html", about, status=status_of(form))


def _after_mapping(sheet: Sheet, form: MappingForm) -> str:
    """The preview; the same page again when another column holds the states now, to say what they mean."""
    asked = [word for word in sheet.states if word not in form.words and not sheet.states[word]]
    return f"{sheet.get_absolute_url()}columns/#states" if asked else sheet.get_absolute_url()


# /roadmap/import/<pk>/
@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Every row and what would become of it; nothing is written before it is confirmed."""
    row = _mine(request, pk)
    refusal = ""
    if request.method == "POST":
        try:
            whole = request.POST.get("whole") == "1"
            taking_in.take_sheet_in(row, by=cast("User", request.user), all_or_nothing=whole)
        except Refused as refused:
            refusal = refused.reason
        else:
            messages.success(request, "Taken in. What became of each row stands below.")
            return redirect(row)
    if row.taken_in_at:
        return render(request, "exchange/report.html", {"sheet": row}, status=409 if refusal else 200)
    plan = taking_in.planned(row, by=cast("User", request.user))
    about = _preview(request, plan) | {"sheet": row, "refusal": refusal}
    return render(request, "exchange/preview.html", about, status=409 if refusal else 200)


def _preview(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """One page of the rows, those asked for; new ones with what is there and sounds the same."""
    counts, only = plan.counts(), request.GET.get("only", "")
    rows = [row for row in plan.rows if row.outcome == only] if only in counts else plan.rows
    page = paginate(request, rows)
    if any(row.outcome == NEW for row in page.object_list):
        visible = RoadmapItem.objects.visible_to(request.user)
        titles = Titles(visible.values_list("slug", "title"))
        for row in page.object_list:
            row.alike = titles.like(row.title) if row.outcome == NEW else []
    return {"plan": plan, "counts": counts, "only": only, "page": page, "good": len(plan.good)}


# /roadmap/import/<pk>/removal/
@login_required
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an upload."""
    row = _mine(request, pk)
    taking_in.drop_sheet(row, by=cast("User", request.user))
    messages.success(request, f"Dropped “{row}”. Nothing of it was written.")
    return redirect("exchange:sheets")
