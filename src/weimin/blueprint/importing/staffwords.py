"""Posts as offices call them → roles of the procedures, and the codes that posts go by."""

from typing import Final

from weimin.blueprint.city import Role

__all__ = ["POST_CODES", "POST_NAMES", "roles_of_words"]

_WORDS: Final = (
    ("专家", Role.EXPERT_SECRETARY),
    ("评审", Role.EXPERT_SECRETARY),
    ("窗口", Role.WINDOW),
    ("收件", Role.WINDOW),
    ("送达", Role.WINDOW),
    ("受理", Role.ACCEPTOR),
    ("审查", Role.REVIEWER),
    ("审核", Role.REVIEWER),
    ("初审", Role.REVIEWER),
    ("核查", Role.INSPECTOR),
    ("勘验", Role.INSPECTOR),
    ("踏勘", Role.INSPECTOR),
    ("主要负责人", Role.HEAD),
    ("局长", Role.HEAD),
    ("主任", Role.HEAD),
    ("审批负责人", Role.DECIDER),
    ("决定", Role.DECIDER),
    ("批准", Role.DECIDER),
    ("审批", Role.DECIDER),
    ("首席代表", Role.DECIDER),
    ("制证", Role.ISSUER),
    ("发证", Role.ISSUER),
)
_SENIOR: Final = ("副局长", "副主任")
POST_CODES: Final = {
    Role.WINDOW: "window",
    Role.ACCEPTOR: "accept",
    Role.REVIEWER: "review",
    Role.INSPECTOR: "inspect",
    Role.EXPERT_SECRETARY: "experts",
    Role.DECIDER: "decide",
    Role.HEAD: "head",
    Role.ISSUER: "issue",
}
POST_NAMES: Final = {
    Role.WINDOW: "Service window",
    Role.ACCEPTOR: "Acceptance",
    Role.REVIEWER: "Review",
    Role.INSPECTOR: "Site visits",
    Role.EXPERT_SECRETARY: "Secretary of expert reviews",
    Role.DECIDER: "Deciding officer",
    Role.HEAD: "Head of office",
    Role.ISSUER: "Certificates",
}


def roles_of_words(text: str) -> list[str]:
    """The roles that words name, by their English names or as offices speak; empty if none. 副局长 is no head."""
    plain = text.lower()
    words = {word.strip() for word in plain.replace("，", ",").replace("、", ",").split(",")}
    exact: list[str] = [role.value for role in Role if role.value in words]
    if exact:
        return exact
    rest = plain
    for word in _SENIOR:
        rest = rest.replace(word, "")
    found: list[str] = []
    for word, role in _WORDS:
        if word in rest:
            rest = rest.replace(word, "")
            if role.value not in found:
                found.append(role.value)
    return found
