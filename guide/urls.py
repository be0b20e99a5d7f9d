from django.urls import URLPattern, path

from guide.views import chapters, check, help_now, phrases, safety_plan, stories

app_name = "guide"
urlpatterns: list[URLPattern] = [
    path("", chapters.landing, name="landing"),
    path("guide/", chapters.index, name="index"),
    path("guide/words/", phrases.words, name="words"),
    path("guide/words/<slug:listener>/", phrases.sheet, name="sheet"),
    path("guide/words/<slug:listener>/<slug:phrase>/", phrases.phrase, name="phrase"),
    path("guide/stories/", stories.stories, name="stories"),
    path("guide/stories/write/", stories.write, name="stories_write"),
    path("guide/stories/mine/", stories.mine, name="stories_mine"),
    path("guide/stories/<uuid:story>/", stories.story, name="story"),
    path("guide/stories/<uuid:story>/edit/", stories.edit, name="story_edit"),
    path("guide/stories/<uuid:story>/withdraw/", stories.withdraw, name="story_withdraw"),
    path("guide/stories/<uuid:story>/restore/", stories.restore, name="story_restore"),
    path("guide/stories/<uuid:story>/delete/", stories.delete, name="story_delete"),
    path("guide/stories/<uuid:story>/helped/", stories.helped, name="story_helped"),
    path("guide/stories/<uuid:story>/report/", stories.report, name="story_report"),
    path("guide/stories/<uuid:story>/report/undo/", stories.unreport, name="story_unreport"),
    path("guide/check/", check.intro, name="check"),
    path("guide/check/result/", check.result, name="check_result"),
    path("guide/check/keep/", check.keep, name="check_keep"),
    path("guide/check/forget/", check.forget, name="check_forget"),
    path("guide/check/<uuid:pk>/", check.earlier, name="check_earlier"),
    path("guide/check/<uuid:pk>/delete/", check.delete, name="check_delete"),
    path("guide/check/<slug:item>/", check.question, name="question"),
    path("guide/<slug:slug>/", chapters.chapter, name="chapter"),
    path("help/now/", help_now.help_now, name="help"),
    path("help/safety-plan/", safety_plan.safety_plan, name="safety_plan"),
    path("help/safety-plan/edit/", safety_plan.edit, name="safety_plan_edit"),
    path("help/safety-plan/edit/<slug:step>/", safety_plan.edit, name="safety_plan_step"),
    path("help/safety-plan/still-right/", safety_plan.still_right, name="safety_plan_still_right"),
    path("help/safety-plan/delete/", safety_plan.delete, name="safety_plan_delete"),
    path("help/safety-plan/restore/", safety_plan.restore, name="safety_plan_restore"),
]
