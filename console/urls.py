"""Addresses of the console; the administration stands under /admin/ behind our own log-in."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, path

from console import api, assets
from console.pages import (
    alert,
    complaints,
    crawls,
    front_line,
    health,
    inbound,
    incident,
    labels,
    link,
    login,
    posts,
    proof,
    reports,
    rules,
    sources,
    today,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("posts/", posts.posts, name="posts"),
    path("posts/<int:key>/", posts.post, name="post"),
    path("proofs/<int:key>/", proof.proof, name="proof"),
    path("posts/<int:key>/label/", labels.label, name="label"),
    path("alerts/", alert.alerts, name="alerts"),
    path("alerts/<int:key>/", alert.alert, name="alert"),
    path("incidents/", incident.incidents, name="incidents"),
    path("incidents/<int:key>/", incident.incident, name="incident"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("critical-words/", complaints.critical, name="critical-words"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<slug:name>/", rules.rule, name="rule"),
    path("reports/", reports.reports, name="reports"),
    path("crawls/", crawls.crawls, name="crawls"),
    path("sources/", sources.sources, name="sources"),
    path("sources/login/", sources.login_state, name="login-state"),
    path("reports/<str:day>/<int:edition>/", reports.report, name="report"),
    path("a/<str:token>/", link.link, name="link"),
    path("inbound/", inbound.inbound_sources, name="inbound"),
    path("front-line/", front_line.report, name="front-line-report"),
    path("r/<str:token>/", front_line.front_line, name="front-line"),
    path("api/inbound/<slug:place>", api.report, name="inbound-api"),
    path("healthz", health.healthz, name="healthz"),
    path("login/", login.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("assets/vega-<str:wanted>.js", assets.vega, name="vega"),
    path("assets/noto-sans-sc.woff2", assets.font, name="font"),
    path("admin/login/", login.admin_login),
    path("admin/logout/", LogoutView.as_view()),
    path("admin/password_change/", admin.site.password_change),
    path("admin/", admin.site.urls),
]
