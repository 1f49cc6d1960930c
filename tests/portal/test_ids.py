"""No page says one id twice: links and labels would lead to the first alone."""

import re
from collections import Counter

import pytest
from django.urls import reverse


@pytest.mark.parametrize("name", ["obligation-detail", "obligation-edit", "obligation-check"])
def test_ids_stand_once_on_a_units_pages(client, plan, drafter, name):
    client.force_login(drafter)

    page = client.get(reverse(name, args=[plan.pk]), follow=True).content.decode()

    assert [told for told, times in Counter(re.findall(r'\sid="([^"]+)"', page)).items() if times > 1] == []


@pytest.mark.parametrize("name", ["obligation-detail", "review-detail"])
def test_ids_stand_once_on_the_councils_pages(client, submitted_plan, secretary, name):
    client.force_login(secretary)

    page = client.get(reverse(name, args=[submitted_plan.pk])).content.decode()

    assert [told for told, times in Counter(re.findall(r'\sid="([^"]+)"', page)).items() if times > 1] == []
