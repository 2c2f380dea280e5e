"""The numbers of the response matrix v1 that telling needs: who is next when nobody answers, and after how long."""

from collections.abc import Mapping
from datetime import timedelta

from domain.alert import Grade
from domain.notice import Role

SECOND_DUTY = 2  # a step to the second tier of the rota

# Waits after the step before; a step goes to the second tier or to everybody with a role. The matrix writes
# "deputy commander" for 二级; deputies carry the role of the commander here.
ESCALATION: Mapping[Grade, tuple[tuple[timedelta, int | Role], ...]] = {
    Grade.FOUR: ((timedelta(minutes=30), SECOND_DUTY),),
    Grade.THREE: ((timedelta(minutes=15), SECOND_DUTY), (timedelta(minutes=15), Role.SUPERVISOR)),
    Grade.TWO: (
        (timedelta(minutes=10), SECOND_DUTY),
        (timedelta(minutes=10), Role.DIRECTOR),
        (timedelta(minutes=10), Role.COMMANDER),
    ),
    Grade.ONE: (
        (timedelta(minutes=5), SECOND_DUTY),
        (timedelta(minutes=5), Role.DIRECTOR),
        (timedelta(minutes=5), Role.COMMANDER),
    ),
}

# Once the last step has brought nobody, everybody is asked again after so long, a few times (ours to choose).
REPEATS: Mapping[Grade, timedelta] = {
    Grade.FOUR: timedelta(hours=4),
    Grade.THREE: timedelta(hours=2),
    Grade.TWO: timedelta(minutes=30),
    Grade.ONE: timedelta(minutes=15),
}
MOST_REPEATS = 5

# How long a claim may go without a word (row 22 of the features that incident teams ask for; ours to choose).
CLAIM_HOLDS: Mapping[Grade, timedelta] = {
    Grade.FOUR: timedelta(hours=4),
    Grade.THREE: timedelta(hours=4),
    Grade.TWO: timedelta(hours=1),
    Grade.ONE: timedelta(minutes=30),
}

# Roles that the matrix names beside the duty manager: when an alert fires, and once an incident is started.
TOLD_AT_ONCE: Mapping[Grade, tuple[Role, ...]] = {
    Grade.FOUR: (),
    Grade.THREE: (),
    Grade.TWO: (Role.PR,),
    Grade.ONE: (Role.PR,),
}
TOLD_ON_START: Mapping[Grade, tuple[Role, ...]] = {
    Grade.FOUR: (Role.SUPERVISOR,),
    Grade.THREE: (Role.SUPERVISOR, Role.PR, Role.COMMANDER),
    Grade.TWO: (Role.SUPERVISOR, Role.DIRECTOR, Role.PR, Role.COMMANDER),
    Grade.ONE: (Role.SUPERVISOR, Role.DIRECTOR, Role.PR, Role.COMMANDER),
}
