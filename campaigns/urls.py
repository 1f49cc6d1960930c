"""Obligations, their papers and files, and the campaigns that ask for them."""

from django.urls import include, path

from campaigns.views import campaign, requirement

one_campaign = [
    path("", campaign.campaign_detail, name="campaign-detail"),
    path("edit/", campaign.campaign_edit, name="campaign-edit"),
    path("preview/", campaign.campaign_preview, name="campaign-preview"),
    path("open/", campaign.campaign_open, name="campaign-open"),
    path("close/", campaign.campaign_close, name="campaign-close"),
    path("requirements/new/", requirement.requirement_new, name="requirement-new"),
    path("requirements/<slug:requirement>/", requirement.requirement_edit, name="requirement-edit"),
    path("requirements/<slug:requirement>/due/", requirement.requirement_redate, name="requirement-redate"),
    path("requirements/<slug:requirement>/remove/", requirement.requirement_remove, name="requirement-remove"),
]

urlpatterns = [
    path("council/campaigns/", campaign.campaign_list, name="campaign-list"),
    path("council/campaigns/new/", campaign.campaign_new, name="campaign-new"),
    path("council/campaigns/<slug:code>/", include(one_campaign)),
    path("campaigns/<slug:code>/", campaign.campaign_read, name="campaign-read"),
]
