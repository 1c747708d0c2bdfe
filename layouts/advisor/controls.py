"""What a visitor can set on Deployment Advisor: ids, numbers with their sliders, choices and their starting values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.advisor import cost, grid
from data.advisor.shapes import shapes
from data.advisor.weights import formats
from data.advisor.workload import Question
from layouts.ids import id_factory
from layouts.state import Control

_id = id_factory("advisor")


class ids:
    PAGES = _id("pages")
    PRIORITY = _id("priority")
    MODELS = _id("models")
    FORMATS = _id("formats")
    ENGINES = _id("engines")
    CARDS = _id("cards")
    EIGHT_BIT = _id("eight-bit")
    MOST_CARDS = _id("most-cards")
    RENT = _id("rent")
    BUY = _id("buy")
    FIND = _id("find")
    CHECKED = _id("checked")
    NOTICE = _id("notice")
    EMPTY = _id("empty")
    BODY = _id("body")
    ANSWER = _id("answer")
    MEMORY_TITLE = _id("memory-title")
    MEMORY_FIGURE = _id("memory-figure")
    LAUNCH = _id("launch")
    COMMAND = _id("command")
    CHANGES = _id("changes")
    PARETO_TITLE = _id("pareto-title")
    PARETO_FIGURE = _id("pareto-figure")
    CONTEXT_TITLE = _id("context-title")
    CONTEXT_FIGURE = _id("context-figure")
    PEOPLE_TITLE = _id("people-title")
    PEOPLE_FIGURE = _id("people-figure")
    OPTIONS = _id("options")
    OPTIONS_TABLE = _id("options-table")
    EXCLUDED = _id("excluded")
    CSV = _id("csv")
    XLSX = _id("xlsx")
    JSON = _id("json")
    ADVICE_JSON = _id("advice-json")
    REPORT = _id("report")
    BARS_TABLE = _id("bars-table")
    ERRORS_TABLE = _id("errors-table")
    VALIDATION = _id("validation")
    VALIDATION_TITLE = _id("validation-title")
    VALIDATION_FIGURE = _id("validation-figure")
    VALIDATION_TABLE = _id("validation-table")
    DECLINED_TABLE = _id("declined-table")
    VALIDATION_CSV = _id("validation-csv")
    DOWNLOAD = _id("download")
    QUESTION = _id("question")
    ANSWERED = _id("answered")
    REST = _id("rest")


_ONE_TWO_FIVE = (1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000)


@dataclass(frozen=True)
class Number:
    """A number of the question: URL name, section and field, label with unit, what it means, values of its slider."""

    name: str
    section: str
    field: str
    label: str
    meaning: str
    stops: Sequence[float] = ()

    @property
    def id(self) -> str:
        return _id(self.name)

    @property
    def range_id(self) -> str:
        return f"{self.id}-range"

    @property
    def default(self) -> float:
        return float(getattr(getattr(Question(), self.section), self.field))


MAIN = (
    Number(
        "documents", "workload", "documents_per_day", "Documents a day", "All people together.",
        (*_ONE_TWO_FIVE, 1500, 2000, 3000, 5000, 7000, 10_000, 20_000, 50_000, 100_000),
    ),
    Number("length", "workload", "pages_per_document", "Pages of one document", "On average.", _ONE_TWO_FIVE),
    Number(
        "people", "workload", "people_at_once", "People at once",
        "Answers that are written at the same time, each as long as the longest.",
        (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128, 192, 256),
    ),
    Number(
        "seconds", "workload", "answer_seconds", "Answer within, seconds",
        "From the question on a document to the last word of the answer, with everybody asking at once.",
        (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 45, 60, 90, 120, 180, 300),
    ),
)  # fmt: skip
WORK = (
    Number(
        "questions", "workload", "questions_per_document", "Questions per document",
        "The first one reads the whole document's text, later ones reuse it.", (0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30),
    ),
    Number(
        "tokens", "workload", "answer_tokens", "Length of an answer, tokens",
        "A token is a word or a part of one.", (25, 50, 75, 100, 150, 200, 300, 400, 600, 800, 1200, 2000),
    ),
    Number(
        "hours", "workload", "hours_per_day", "Hours a day",
        "In which the documents are read; the price runs for these hours.", (1, 2, 4, 6, 8, 10, 12, 16, 20, 24),
    ),
    Number("text", "workload", "text_tokens_per_page", "Text of a page, tokens", "Given to the model with each page."),
    Number("fields", "workload", "output_tokens_per_page", "Written per page, tokens", "The fields found on a page."),
    Number("instruction", "workload", "instruction_tokens", "Instructions, tokens", "Sent with every request."),
)  # fmt: skip
LIMITS = (
    Number(
        "quality", "constraints", "minimum_quality", "Lowest quality, points",
        "Published score of the model in bfloat16: DocVQA for page images, MMLU-Pro for text alone.",
        tuple(range(0, 101, 2)),
    ),
    Number("servers", "constraints", "maximum_servers", "Most servers", "Equal copies that share the work."),
)  # fmt: skip
MONEY = (
    Number("years", "prices", "years", "Years of use", "Over which a purchase is written off, day and night."),
    Number("electricity", "prices", "electricity_usd_per_kwh", "Electricity, $ per kWh", "Only for bought cards."),
)
NUMBERS = (*MAIN, *WORK, *LIMITS, *MONEY)
SLIDERS = tuple(number for number in NUMBERS if number.stops)

READINGS: Mapping[str, tuple[str, str]] = {
    "halves": ("Images, dense pages in halves", "The model sees each page and its two halves (pan and scan)."),
    "images": ("Images", "The model sees each page once."),
    "text": ("Text only", "The model gets the text layer or the recognised text, and no picture."),
}
PRIORITIES: Mapping[str, tuple[str, str]] = {
    "cost": ("Lowest cost", "Cost per 1,000 pages at your volume first, then quality."),
    "quality": ("Best quality", "The published score first, then cost."),
    "latency": ("Fastest answer", "Time of a complete answer first, then cost."),
}
MODELS = tuple(shapes())
FORMATS = tuple(formats())
ENGINES = grid.ENGINES
CARDS = tuple(grid.gpus())
LISTED = {card: round(price.usd_per_hour, 4) for card, price in cost.listed().items()}

# In the order in which `asking.ask` takes them.
QUESTION_CONTROLS = (
    *(Control(number.name, number.id, "value", number.default) for number in MAIN),
    Control("pages", ids.PAGES, "value", "halves"),
    Control("priority", ids.PRIORITY, "value", "cost"),
    *(Control(number.name, number.id, "value", number.default) for number in (*WORK, *LIMITS, *MONEY)),
    Control("models", ids.MODELS, "value", list(MODELS)),
    Control("formats", ids.FORMATS, "value", list(FORMATS)),
    Control("engines", ids.ENGINES, "value", list(ENGINES)),
    Control("cards", ids.CARDS, "value", list(CARDS)),
    Control("most", ids.MOST_CARDS, "value", str(Question().constraints.maximum_gpus)),
    Control("kv8", ids.EIGHT_BIT, "value", False),
    Control("rent", ids.RENT, "data", []),
    Control("buy", ids.BUY, "data", []),
)
CONTROLS = (
    *QUESTION_CONTROLS,
    Control("find", ids.FIND, "value", ""),
    Control("checked", ids.CHECKED, "value", "speed"),
)
