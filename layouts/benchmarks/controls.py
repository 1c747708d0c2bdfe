"""The controls of Performance Benchmarks: ids, first values, and the views that they have a say in."""

from __future__ import annotations

from collections.abc import Mapping

from layouts.benchmarks.offered import ABILITY_MODELS, MODELS, VERSUS_MODELS
from layouts.ids import id_factory
from layouts.state import Control

_id = id_factory("benchmarks")


class ids:
    VIEW = _id("view")
    MODELS = _id("models")
    FIND = _id("find")
    PRETRAINED = _id("pretrained")
    TUNED = _id("tuned")
    GENERATION = _id("generation")
    LONG = _id("long")
    ABILITIES = _id("abilities")
    VERSUS = _id("versus")
    AMONG = _id("among")
    QUALITY = _id("quality")
    FORMAT = _id("format")
    PAGE = _id("page")
    DRAW = _id("draw")
    NOTICE = _id("notice")
    EMPTY = _id("empty")
    BODY = _id("body")
    TITLE = _id("title")
    FIGURE = _id("figure")
    TABLE = _id("table")
    DETAILS = _id("details")
    SHOWN = _id("shown")
    OWN = _id("own")
    CSV = _id("csv")
    DOWNLOAD = _id("download")


def group_id(control_id: str) -> str:
    """The container of a control, hidden in views that the control has no say in."""
    return f"{control_id}-group"


CONTROLS = (
    Control(name="view", id=ids.VIEW, prop="value", default="arena"),
    Control(name="models", id=ids.MODELS, prop="value", default=MODELS),
    Control(name="find", id=ids.FIND, prop="value", default=""),
    Control(name="pretrained", id=ids.PRETRAINED, prop="value", default="9"),
    Control(name="tuned", id=ids.TUNED, prop="value", default="18"),
    Control(name="generation", id=ids.GENERATION, prop="value", default="2 benchmark"),
    Control(name="long", id=ids.LONG, prop="value", default="ruler"),
    Control(name="abilities", id=ids.ABILITIES, prop="value", default=ABILITY_MODELS),
    Control(name="versus", id=ids.VERSUS, prop="value", default=VERSUS_MODELS),
    Control(name="among", id=ids.AMONG, prop="value", default="zero-shot"),
    Control(name="quality", id=ids.QUALITY, prop="value", default="6 MMLU-Pro"),
    Control(name="format", id=ids.FORMAT, prop="value", default="int4"),
    Control(name="page", id=ids.PAGE, prop="value", default=1),
)
# The views in which a control (all but the choice of the view) has a say.
USED_IN: Mapping[str, tuple[str, ...]] = {
    ids.MODELS: ("zero-shot", "pretrained", "tuned", "long"),
    ids.FIND: ("arena", "zero-shot", "pretrained", "tuned", "versus", "generations", "own"),
    ids.PRETRAINED: ("pretrained",),
    ids.TUNED: ("tuned",),
    ids.GENERATION: ("generations",),
    ids.LONG: ("long",),
    ids.ABILITIES: ("abilities",),
    ids.VERSUS: ("versus",),
    ids.AMONG: ("versus",),
    ids.QUALITY: ("pareto", "cost"),
    ids.FORMAT: ("pareto",),
    ids.PAGE: ("own",),
}
