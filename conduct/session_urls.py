"""The addresses of the council's sessions and of the register of decisions."""

from django.urls import include, path

from conduct.views import ballot, decision, session, session_agenda, session_move, session_people, session_results
from conduct.views.session_move import ACTS

one_session = [
    path("", session.session_detail, name="session-detail"),
    path("edit/", session.session_edit, name="session-edit"),
    path("minutes/", session.session_minutes, name="session-minutes"),
    path("again/", session.session_again, name="session-again"),
    path("agenda/", session_agenda.session_agenda, name="session-agenda"),
    path("agenda/new/", session_agenda.session_question, name="session-question"),
    path("members/", session_people.session_members, name="session-members"),
    path("members/change/", session_people.session_seats, name="session-seats"),
    path("members/<int:seat>/late/", session_people.session_latecomer, name="session-latecomer"),
    path("tellers/", session_people.session_tellers, name="session-tellers"),
    path("conflicts/", session_people.session_conflicts, name="session-conflicts"),
    path("conflicts/<int:recusal>/lift/", session_people.session_lift, name="session-lift"),
    path("vote/", ballot.session_vote, name="session-vote"),
    path("key/", ballot.session_key, name="session-key"),
    path("key/draw/", ballot.session_draw, name="session-draw"),
    path("count/", ballot.session_count, name="session-count"),
    path("items/<int:item>/tally/", session_results.session_tally, name="session-tally"),
    path("items/<int:item>/written/", session_results.session_written, name="session-written"),
    path("items/<int:item>/tie/", session_results.session_tie, name="session-tie"),
    path("papers/", session_results.session_papers, name="session-papers"),
    path("papers/<uuid:paper>/", session_results.session_paper, name="session-paper"),
    *(path(f"{verb}/", session_move.session_move, {"verb": verb}, name=f"session-{verb}") for verb in ACTS),
]

one_decision = [
    path("", decision.decision_detail, name="decision-detail"),
    path("edit/", decision.decision_edit, name="decision-edit"),
    path("issue/", decision.decision_issue, name="decision-issue"),
    path("revoke/", decision.decision_revoke, name="decision-revoke"),
    path("lines/<int:line>/strike/", decision.decision_strike, name="decision-strike"),
    path("file/", decision.decision_file, name="decision-file"),
]

urlpatterns = [
    path("council/decisions/", decision.decision_list, name="decision-list"),
    path("council/decisions/new/", decision.decision_new, name="decision-new"),
    path("decisions/<int:pk>/", include(one_decision)),
    path("council/sessions/", session.session_list, name="session-list"),
    path("council/sessions/new/", session.session_new, name="session-new"),
    path("council/sessions/<int:pk>/", include(one_session)),
]
