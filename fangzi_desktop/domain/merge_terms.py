"""The closed sets of the merge."""

from fangzi_desktop.domain.terms import Term


class ConflictKind(Term):
    """Why a person must decide after a merge."""

    VALUE = "value", "两边填得不一样"
    DELETION = "deletion", "一边删除、一边修改"
    RING = "ring", "互相包含"
    NUMBER = "number", "编号重复"


class ConflictState(Term):
    """Whether somebody still has to decide, has decided, or need not since both sides agree by now."""

    OPEN = "open", "待核对"
    DECIDED = "decided", "已核对"
    MOOT = "moot", "已一致"
