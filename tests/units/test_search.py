"""The database folds, sorts and finds as `units.vietnamese` does."""

import random
import unicodedata

import pytest
from django.db import connection

from tests import factories as make
from units.models import Kind, Unit
from units.vietnamese import fold, search_text

pytestmark = pytest.mark.django_db
ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậéẻẽẹịòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵAĂÂĐÊÔƠƯÐøŁßçüö"
ALPHABET += "   -–—_.,;:/()\"'“”’…&+0123456789\u00a0@[]{}~^\\%*"


def test_the_database_folds_exactly_as_python_does():
    chance = random.Random(2024)
    texts = ["".join(chance.choices(ALPHABET, k=chance.randint(0, 25))) for _ in range(2000)]
    texts += [unicodedata.normalize("NFD", text) for text in texts[:500]]
    with connection.cursor() as cursor:
        folded = "select vi_fold(a), vi_search_text(a) from unnest(%s::text[]) with ordinality t(a, n) order by n"
        cursor.execute(folded, [texts])
        found = cursor.fetchall()
    assert found == [(fold(text), search_text(text)) for text in texts]


@pytest.fixture
def school(host) -> Unit:
    return make.UnitFactory(
        code="TH-10054", name="Trường Tiểu học Đại Yên", short_name="TH Đại Yên", kind=Kind.PRIMARY, parent=host
    )


@pytest.mark.parametrize("query", ["dai yen", "ĐẠI YÊN", "UBND xã", "ủy ban nhân dân", "10054", "yen dai"])
def test_a_commune_is_found_without_diacritics_by_its_code_and_by_abbreviations(unit, query):
    assert unit in Unit.objects.search(query)


@pytest.mark.parametrize("query", ["TH đại yên", "tieu hoc", "th10054", "th", "trường"])
def test_a_school_is_found_by_its_kind_spelled_either_way(school, query):
    assert school in Unit.objects.search(query)


def test_an_abbreviation_is_a_whole_word(school, unit):
    assert list(Unit.objects.search("th")) == [school]
    assert list(Unit.objects.search("dai yen").exclude(pk=school.pk)) == [unit]


def test_lists_stand_in_the_order_of_the_vietnamese_alphabet(host):
    names = ["Xã Đại Yên", "Xã Đồng Lạc", "Xã Đông Sơn", "Xã Hòa Chính", "Xã Hoàng Diệu", "Xã Văn Võ"]
    for number, name in enumerate(reversed(names)):
        make.UnitFactory(name=name, code=f"X{number}", parent=host)
    assert [unit.name for unit in Unit.objects.filter(parent=host)] == names
