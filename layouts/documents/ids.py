"""Component ids, views and kept controls of Document Understanding."""

from layouts.ids import id_factory
from layouts.state import Control

_id = id_factory("documents")


class ids:
    DROP = _id("drop")
    UPLOADED = _id("uploaded")
    UPLOADS = _id("uploads")
    SAMPLE = _id("sample")
    DOCUMENT = _id("document")
    NO_DOCUMENTS = _id("no-documents")
    RUN = _id("run")
    CANCEL = _id("cancel")
    RETRY = _id("retry")
    DELETE = _id("delete")
    DELETE_AREA = _id("delete-area")
    ASKED = _id("asked")
    EVENT = _id("event")
    CONNECTION = _id("connection")
    CLOCK = _id("clock")
    JOB = _id("job")
    SHOWN = _id("shown")
    PROGRESS = _id("progress")
    RESULT = _id("result")
    PAGE = _id("page")
    TURN_TO = _id("turn-to")
    PAGE_VIEW = _id("page-view")
    BOXES = _id("boxes")
    ZOOM = _id("zoom")
    VIEW = _id("view")
    VIEW_CONTENT = _id("view-content")
    SEARCH = _id("search")
    HITS = _id("hits")
    HIT_COUNT = _id("hit-count")
    PREVIOUS_HIT = _id("previous-hit")
    NEXT_HIT = _id("next-hit")
    HITS_DRAWN = _id("hits-drawn")
    QUESTION_AREA = _id("question-area")
    QUESTION = _id("question")
    ASK = _id("ask")
    ANSWERS = _id("answers")
    KIND = _id("kind")
    GEMMA_FIELDS = _id("gemma-fields")
    GEMMA_ANSWERS = _id("gemma-answers")
    GEMMA_READ = _id("gemma-read")
    GEMMA_ASK = _id("gemma-ask")
    GEMMA_STOP = _id("gemma-stop")
    GEMMA_ASKED = _id("gemma-asked")
    GEMMA_EVENT = _id("gemma-event")
    GEMMA_TASKS = _id("gemma-tasks")
    GEMMA_FOLLOWED = _id("gemma-followed")
    GEMMA_CLOCK = _id("gemma-clock")


VIEWS = {"fields": "Key information", "tables": "Tables", "text": "Text", "questions": "Questions", "export": "Export"}

BOXES = {
    "fields": ("Values", "Values of the key information"),
    "tables": ("Table frames", "Where tables stand; their cells answer on hover"),
    "lines": ("Lines", "Lines of text; they answer on hover even where their boxes are not drawn"),
    "words": ("Words", "Every word. The redder it is, the less sure recognition was of it"),
}
"""What boxes can be drawn on the page, with label and meaning."""
ZOOMS = {"1": "Fit", "1.5": "150 %", "2": "200 %", "3": "300 %"}
"""How wide the picture of a page is drawn, as a factor of its column."""

CONTROLS = (
    Control("doc", ids.DOCUMENT, "value", ""),
    Control("page", ids.PAGE, "active_page", 1),
    Control("view", ids.VIEW, "value", "fields"),
    Control("find", ids.SEARCH, "value", ""),
    Control("boxes", ids.BOXES, "value", ["fields", "tables"]),
    Control("zoom", ids.ZOOM, "value", "1"),
    Control("question", ids.QUESTION, "value", ""),
)
