"""Evaluations for programs: read them, start one, say what is compared, write down what was found."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hub.accounts.authentication import person
from hub.core import limits
from hub.core.api import ReadViewSet
from hub.core.permissions import authorize
from hub.core.serializers import PageField, slug
from hub.sigs import actions
from hub.sigs.models import Criterion, Evaluation, Finding, Group, Option


class FindingSerializer(serializers.ModelSerializer[Finding]):
    id = serializers.IntegerField(read_only=True)
    criterion = slug(field="key")
    author = slug(field="handle")

    class Meta:
        model = Finding
        fields = ["id", "criterion", "leaning", "text", "evidence_url", "author", "created_at"]


class OptionSerializer(serializers.ModelSerializer[Option]):
    findings = FindingSerializer(many=True, read_only=True)

    class Meta:
        model = Option
        fields = ["key", "name", "summary", "url", "status_quo", "findings"]


class CriterionSerializer(serializers.ModelSerializer[Criterion]):
    class Meta:
        model = Criterion
        fields = ["key", "name", "why"]


class EvaluationSerializer(serializers.ModelSerializer[Evaluation]):
    group = slug()
    created_by = slug(field="handle")
    options = OptionSerializer(many=True, read_only=True)
    criteria = CriterionSerializer(many=True, read_only=True)
    page = PageField()

    class Meta:
        model = Evaluation
        fields = [
            "slug", "group", "question", "context", "state", "created_by", "created_on", "options", "criteria", "page",
        ]  # fmt: skip


class QuestionSerializer(serializers.ModelSerializer[Evaluation]):
    class Meta:
        model = Evaluation
        fields = ["question", "context"]


class StartSerializer(serializers.ModelSerializer[Evaluation]):
    group: Any = serializers.SlugRelatedField(slug_field="slug", queryset=Group.objects.all())
    options = serializers.ListField(child=serializers.CharField(max_length=limits.NAME), required=False)
    criteria = serializers.ListField(child=serializers.CharField(max_length=limits.NAME), required=False)
    status_quo = serializers.BooleanField(default=True, help_text="Compare with leaving everything as it is.")

    class Meta:
        model = Evaluation
        fields = ["group", "question", "context", "options", "criteria", "status_quo"]


class ComparedOptionSerializer(serializers.ModelSerializer[Option]):
    class Meta:
        model = Option
        fields = ["name", "summary", "url", "status_quo"]


class ComparedByCriterionSerializer(serializers.ModelSerializer[Criterion]):
    class Meta:
        model = Criterion
        fields = ["name", "why"]


class SaidSerializer(serializers.ModelSerializer[Finding]):
    class Meta:
        model = Finding
        fields = ["leaning", "text", "evidence_url"]


class FoundSerializer(SaidSerializer):
    option = serializers.CharField(max_length=60, help_text="Key of the option.")
    criterion = serializers.CharField(max_length=60, help_text="Key of the criterion.")

    class Meta(SaidSerializer.Meta):
        fields = ["option", "criterion", *SaidSerializer.Meta.fields]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The option and criterion of those keys in this evaluation."""
        evaluation: Evaluation = self.context["evaluation"]
        for name, rows in (("option", evaluation.options), ("criterion", evaluation.criteria)):
            found = rows.filter(key=attrs[name]).first()
            if found is None:
                raise serializers.ValidationError({name: f"Nothing has the key {attrs[name]!r} here."})
            attrs[name] = found
        return attrs


class EvaluationViewSet(ReadViewSet):
    """What groups compare: options by criteria, with what was found and the evidence for it."""

    model = Evaluation
    serializer_class = EvaluationSerializer
    filterset_fields = ["state", "group__slug"]

    def prepare(self, rows: Any) -> Any:
        findings = Prefetch("findings", Finding.objects.select_related("criterion", "author"))
        options = Prefetch("options", Option.objects.prefetch_related(findings))
        return rows.select_related("group", "created_by").prefetch_related(options, "criteria")

    @extend_schema(request=StartSerializer, responses={201: EvaluationSerializer})
    def create(self, request: Request) -> Response:
        """Start an evaluation in a group."""
        told = self._told(StartSerializer)
        authorize(request.user, "sigs.start_evaluation", told["group"])
        made = actions.start_evaluation(by=person(request), **told)
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=QuestionSerializer, responses={200: EvaluationSerializer})
    def partial_update(self, request: Request, slug: str) -> Response:
        """Say the question better."""
        found = self._allowed("sigs.edit_evaluation")
        told = {"question": found.question, "context": found.context} | self._told(QuestionSerializer, found)
        return self._shown(actions.edit_evaluation(found, by=person(request), **told))

    @extend_schema(request=None, responses={200: EvaluationSerializer})
    @action(detail=True, methods=["post"])
    def closing(self, request: Request, slug: str) -> Response:
        """End the gathering; what was found stays as it is."""
        found = self._allowed("sigs.close_evaluation")
        return self._shown(actions.close_evaluation(found, by=person(request)))

    @extend_schema(request=None, responses={200: EvaluationSerializer})
    @action(detail=True, methods=["post"])
    def reopening(self, request: Request, slug: str) -> Response:
        """Gather findings again."""
        found = self._allowed("sigs.close_evaluation")
        return self._shown(actions.reopen_evaluation(found, by=person(request)))

    @extend_schema(request=ComparedOptionSerializer, responses={201: OptionSerializer})
    @action(detail=True, methods=["post"], url_path="options")
    def add_option(self, request: Request, slug: str) -> Response:
        """Compare one more option."""
        found = self._allowed("sigs.edit_evaluation")
        made = actions.add_option(found, by=person(request), **self._told(ComparedOptionSerializer))
        return Response(OptionSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ComparedOptionSerializer, responses={200: OptionSerializer})
    @action(detail=True, methods=["patch"], url_path=r"options/(?P<key>[-\w]{1,60})")
    def option(self, request: Request, slug: str, key: str) -> Response:
        """Say better what an option is."""
        row = get_object_or_404(self._allowed("sigs.edit_evaluation").options, key=key)
        told = ComparedOptionSerializer(row).data | self._told(ComparedOptionSerializer, row)
        return Response(OptionSerializer(actions.edit_option(row, by=person(request), **told)).data)

    @extend_schema(request=None, responses={204: None})
    @option.mapping.delete
    def remove_option(self, request: Request, slug: str, key: str) -> Response:
        """Take an option without findings out of the comparison."""
        row = get_object_or_404(self._allowed("sigs.edit_evaluation").options, key=key)
        actions.remove_option(row, by=person(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=ComparedByCriterionSerializer, responses={201: CriterionSerializer})
    @action(detail=True, methods=["post"], url_path="criteria")
    def add_criterion(self, request: Request, slug: str) -> Response:
        """Compare by one more criterion."""
        found = self._allowed("sigs.edit_evaluation")
        made = actions.add_criterion(found, by=person(request), **self._told(ComparedByCriterionSerializer))
        return Response(CriterionSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ComparedByCriterionSerializer, responses={200: CriterionSerializer})
    @action(detail=True, methods=["patch"], url_path=r"criteria/(?P<key>[-\w]{1,60})")
    def criterion(self, request: Request, slug: str, key: str) -> Response:
        """Say better what a criterion means."""
        row = get_object_or_404(self._allowed("sigs.edit_evaluation").criteria, key=key)
        told = ComparedByCriterionSerializer(row).data | self._told(ComparedByCriterionSerializer, row)
        return Response(CriterionSerializer(actions.edit_criterion(row, by=person(request), **told)).data)

    @extend_schema(request=None, responses={204: None})
    @criterion.mapping.delete
    def remove_criterion(self, request: Request, slug: str, key: str) -> Response:
        """Compare no longer by a criterion without findings."""
        row = get_object_or_404(self._allowed("sigs.edit_evaluation").criteria, key=key)
        actions.remove_criterion(row, by=person(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=FoundSerializer, responses={201: FindingSerializer})
    @action(detail=True, methods=["post"], url_path="findings")
    def add_finding(self, request: Request, slug: str) -> Response:
        """Write down what speaks for or against an option by a criterion."""
        found = self._allowed("sigs.add_finding")
        made = actions.add_finding(found, by=person(request), **self._told(FoundSerializer, evaluation=found))
        return Response(FindingSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=SaidSerializer, responses={200: FindingSerializer})
    @action(detail=True, methods=["patch"], url_path=r"findings/(?P<key>[0-9]{1,18})")
    def finding(self, request: Request, slug: str, key: str) -> Response:
        """Say better what was found."""
        row = self._finding(key)
        told = SaidSerializer(row).data | self._told(SaidSerializer, row)
        return Response(FindingSerializer(actions.edit_finding(row, by=person(request), **told)).data)

    @extend_schema(request=None, responses={204: None})
    @finding.mapping.delete
    def remove_finding(self, request: Request, slug: str, key: str) -> Response:
        """Take a finding back."""
        actions.remove_finding(self._finding(key), by=person(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _allowed(self, verb: str) -> Evaluation:
        """The evaluation of the address, if the caller may do that to it."""
        found: Evaluation = self.get_object()
        authorize(self.request.user, verb, found)
        return found

    def _finding(self, key: str) -> Finding:
        rows = Finding.objects.select_related("option__evaluation__group", "criterion")
        found = get_object_or_404(rows, pk=key, option__evaluation=self.get_object())
        authorize(self.request.user, "sigs.edit_finding", found)
        return found

    def _told(self, shape: Any, row: Any = None, **context: Any) -> dict[str, Any]:
        """What was sent, checked; of a row that is there only what changes."""
        form = shape(row, data=self.request.data, partial=row is not None, context=context)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def _shown(self, evaluation: Evaluation, code: int = status.HTTP_200_OK) -> Response:
        row = self.get_queryset().get(pk=evaluation.pk)
        return Response(EvaluationSerializer(row).data, status=code)
