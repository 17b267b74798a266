"""Where one may complain of what an office decided: the general words, where an item has none of its own."""

__all__ = ["review_and_suit"]


def review_and_suit(paper: str) -> str:
    """``paper`` as it calls itself: 本决定书, 本告知书. 行政复议法 20, 行政诉讼法 46."""
    return (
        f"如不服{'本决定' if paper == '本决定书' else '上述处理'}，可以自收到{paper}之日起六十日内依法申请行政复议"
        f"（行政复议法第二十条），也可以自收到{paper}之日起六个月内依法提起行政诉讼（行政诉讼法第四十六条）。"
    )
