"""The list of pages. A new page is a layout, a callback module, and its line here."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

from callbacks import advisor, benchmarks, documents, home, models, quantization
from layouts import advisor as advisor_layout
from layouts import benchmarks as benchmarks_layout
from layouts import documents as documents_layout
from layouts import home as home_layout
from layouts import models as models_layout
from layouts import quantization as quantization_layout
from layouts.shell import Link
from layouts.state import Control


@dataclass(frozen=True)
class Page:
    """A page: where it stands, what it is called, its callbacks (`register`, `page`) and the controls of its state."""

    path: str
    name: str
    section: str
    icon: str
    module: ModuleType
    controls: Sequence[Control] = ()

    def link(self) -> Link:
        """Its entry in the navigation."""
        return Link(self.section, self.name, self.path, self.icon)


PAGES = (
    Page("/", "Home", "Start", "house-door", home, home_layout.CONTROLS),
    Page("/models", "Model Overview", "Choose a model", "diagram-3", models, models_layout.CONTROLS),
    Page(
        "/quantization",
        "Quantization Strategies",
        "Choose a model",
        "layers",
        quantization,
        quantization_layout.CONTROLS,
    ),
    Page(
        "/benchmarks",
        "Performance Benchmarks",
        "Choose a model",
        "speedometer2",
        benchmarks,
        benchmarks_layout.CONTROLS,
    ),
    Page("/advisor", "Deployment Advisor", "Choose a model", "sliders", advisor, advisor_layout.CONTROLS),
    Page(
        "/documents",
        "Document Understanding",
        "Read documents",
        "file-earmark-text",
        documents,
        documents_layout.CONTROLS,
    ),
)
