"""The floors: what a page cannot do without, and nothing more. Not part of the portal's addresses."""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from campaigns.models import Plan

READY_TEXT = "Thực hiện văn hóa công sở và nơi công cộng. " * 520  # 30 kB
UNITS_SQL = """
    SELECT unit.code, unit.name, unit.short_name, unit.kind, cluster.name, o.next_due_at, o.state
    FROM campaigns_obligation o JOIN units_unit unit ON unit.id = o.unit_id JOIN units_cluster cluster
      ON cluster.id = o.cluster_id
    WHERE o.campaign_id = %s AND o.requirement_id = %s AND o.period_start = %s ORDER BY unit.sort_key LIMIT 124
"""
TABLE = Template("""<!doctype html><html lang="vi"><title>Đơn vị</title><body><p>{{ user.full_name }}</p><table>
{% for row in rows %}<tr><th scope="row"><a href="/council/units/{{ row.0 }}/" title="{{ row.1 }}">{{ row.2 }}</a></th>
<td>{{ row.3 }}</td><td>{{ row.4 }}</td><td>{{ row.5|date:"d/m/Y" }}</td><td>{{ row.5|date:"H:i" }}</td>
<td>{% if row.6 == "accepted" %}Đạt{% else %}{{ row.6 }}{% endif %}</td><td>{{ forloop.counter }}</td></tr>
{% endfor %}</table></body></html>""")


def ready_text(request: HttpRequest) -> HttpResponse:
    """F1: one query and 30 kB of text that is there already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM units_cluster")
        number = cursor.fetchone()[0]
    return HttpResponse(f"{number} {READY_TEXT}")


def table(request: HttpRequest, campaign: int, requirement: int, period: str) -> HttpResponse:
    """F2: session, person, one query, a template with 124 rows."""
    with connection.cursor() as cursor:
        cursor.execute(UNITS_SQL, [campaign, requirement, period])
        rows = cursor.fetchall()
    return HttpResponse(TABLE.render(Context({"rows": rows, "user": request.user})))


@csrf_exempt
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """FS: session, person, one row locked and saved."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=pk)
        plan.objectives = request.POST["objectives"]
        plan.save(update_fields=["objectives"])
    return HttpResponse("saved")


urlpatterns = [
    path("floor/text/", ready_text),
    path("floor/table/<int:campaign>/<int:requirement>/<str:period>/", table),
    path("floor/save/<int:pk>/", save),
]
