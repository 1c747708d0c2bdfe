"""The layout model of PyMuPDF without the memory that it holds from page to page. Import it before reading.

The network that looks at the page's picture answers with 58 MB of features. They are read once and yet kept until the
next page has its own, so that there are two. Here they are given away to their one reader.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from pymupdf.layout.onnx.ImageFeatureExtractorV1 import ImageFeatureExtractorV1

_TAKEN: Final = np.empty(0)
"""Not None, which stands for a page that the network has not seen."""


def _take_feature_map(extractor: Any) -> Any:
    feature_map, extractor._combined = extractor._combined, _TAKEN
    return feature_map


ImageFeatureExtractorV1.get_feature_map = _take_feature_map  # type: ignore[method-assign]
