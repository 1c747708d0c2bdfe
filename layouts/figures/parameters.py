"""Charts of the Model Overview: parameters by component, cache by context length."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data.kv_cache import GB
from data.tables import COMPONENTS
from layouts import theme
from layouts.frames import records

ARCHITECTURE_SOURCE = "computed from the published configurations (architecture.csv)"


def parameter_bars(parameters: pd.DataFrame, descriptions: Mapping[str, str]) -> dict[str, Any]:
    """Stacked bars, one per model, one segment per component, in millions of parameters.

    `parameters`: rows of `data.tables.parameter_table`; rows without counts are left out. `descriptions`: what
    each model is, for the hover.
    """
    rows = parameters.dropna(subset=["total"])
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": theme.COMPONENT_LABELS[component],
            "y": rows["model"].tolist(),
            "x": rows[component].tolist(),
            "marker": {"color": theme.COMPONENT_COLOURS[component]},
            "hoverinfo": "text",
            "hovertext": [
                theme.hover_text(
                    f"{row['model']}: {theme.COMPONENT_LABELS[component]}",
                    f"{theme.millions(row[component])} million parameters "
                    f"({theme.percent(100 * row[component] / row['total'])} % of the total)",
                    f"{theme.COMPONENT_MEANINGS[component]} The model: {descriptions[row['model']]}",
                    row["source_document"],
                )
                for row in records(rows)
            ],
        }
        for component in COMPONENTS
    ]
    return theme.figure(
        traces,
        x=theme.axis("Parameters, millions", rangemode="tozero", tickformat=",d"),
        y=theme.axis(autorange="reversed"),
        barmode="stack",
        bargap=0.35,
    )


def kv_lines(
    kv: pd.DataFrame, colours: Mapping[str, str], symbols: Mapping[str, str], marked: tuple[int, ...]
) -> dict[str, Any]:
    """Cache of one sequence against context length, bfloat16: global layers solid, local layers dotted.

    `kv`: rows of `data.tables.kv_table` for the chosen models; lengths beyond a model's context are left out.
    Points at the lengths in `marked` are drawn larger; each model's last point carries its name.
    """
    rows = kv[kv["within_context"]]
    parts = (
        ("global_bytes", "global layers", "solid", "Global layers keep every token: this part grows for ever."),
        ("local_bytes", "local layers", "dot", "Local layers keep only their window: this part stops growing."),
    )
    traces = []
    for model, group in rows.groupby("model", sort=False):
        for column, label, dash, meaning in parts:
            if not group[column].any():
                continue  # Gemma 1 has no local layers
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines+markers+text" if column == "global_bytes" else "lines+markers",
                    "text": [""] * (len(group) - 1) + [str(model)],
                    "textposition": "top left",
                    "cliponaxis": False,
                    "name": f"{model}, {label}",
                    "legendgroup": model,
                    "showlegend": False,
                    "x": group["context_tokens"].tolist(),
                    "y": (group[column] / GB).tolist(),
                    "line": {"color": colours[str(model)], "dash": dash, "width": 2},
                    "marker": {
                        "color": colours[str(model)],
                        "symbol": symbols[str(model)],
                        "size": [9 if tokens in marked else 4 for tokens in group["context_tokens"]],
                    },
                    "hoverinfo": "text",
                    "hovertext": [
                        theme.hover_text(
                            f"{model}: {label} at {theme.count(point['context_tokens'])} tokens",
                            f"{theme.cache_gb(point[column] / GB)} GB of "
                            f"{theme.cache_gb(point['total_bytes'] / GB)} GB in all",
                            meaning,
                            ARCHITECTURE_SOURCE,
                        )
                        for point in records(group)
                    ],
                }
            )
    # Two grey entries explain the dashes; the colours are explained by the list of names below the chart.
    for label, dash in (("global layers", "solid"), ("local layers", "dot")):
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": label,
                "x": [None],
                "y": [None],
                "line": {"color": theme.GREY, "dash": dash, "width": 2},
                "hoverinfo": "skip",
            }
        )
    lengths = sorted(rows["context_tokens"].unique().tolist())
    return theme.figure(
        traces,
        x=theme.axis(
            "Context length, tokens",
            type="log",
            tickvals=lengths,
            ticktext=[theme.short_tokens(length) for length in lengths],
        ),
        y=theme.axis("KV cache, GB", rangemode="tozero"),
        legend=theme.figure([], x={}, y={})["layout"]["legend"] | {"itemclick": False, "itemdoubleclick": False},
    )
