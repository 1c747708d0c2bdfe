"""What is made of the recogniser's answers."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from inference.ocr import recognise, with_dollars
from inference.schema import Line, Word


def line(text: str, x: float, y: float = 0.0) -> Line:
    words, at = [], x
    for part in text.split():
        words.append(Word(text=part, box=(at, y, at + 8 * len(part), y + 12), confidence=0.9))
        at += 8 * len(part) + 6
    return Line(text=text, box=(x, y, at - 6, y + 12), confidence=0.9, words=tuple(words))


@pytest.mark.parametrize("apart", [True, False])
def test_an_s_before_an_amount_is_a_dollar_sign(apart: bool) -> None:
    row = [line("S", 100), line("5,363", 140)] if apart else [line("S 5,363", 100)]
    read = with_dollars((line("$ 12,000", 100, 40), *row))
    assert " ".join(found.text for found in read[1:]) == "$ 5,363"


def test_an_s_that_touches_an_amount_is_a_dollar_sign() -> None:
    assert with_dollars((line("$1.00", 0), line("S0.88", 60)))[1].text == "$0.88"


@pytest.mark.parametrize("text", ["S & P 500", "S17 5/B", "S12 Class S shares", "Series S"])
def test_other_letters_stay(text: str) -> None:
    assert with_dollars((line("$ 1.00", 0, 40), line(text, 0)))[1].text == text


def test_without_a_dollar_on_the_page_nothing_changes() -> None:
    assert with_dollars((line("S 5,363", 0),))[0].text == "S 5,363"


def test_a_long_strip_is_read_in_parts_without_losing_or_doubling_a_line() -> None:
    paper = Image.new("L", (400, 4300), 255)
    draw, font = ImageDraw.Draw(paper), ImageFont.load_default(11)
    prices = [f"{number}.{number % 90 + 10}" for number in range(101, 130)]
    for index, price in enumerate(prices):
        draw.text((20, 30 + 146 * index), f"Article no. {index:03} on this long receipt", fill=60, font=font)
        draw.text((340, 30 + 146 * index), price, fill=60, font=font)
    reading = recognise(np.asarray(paper.convert("RGB")))
    found = [word for line in reading.lines for word in line.words if word.text in prices]
    assert [word.text for word in found] == prices
    assert all(abs(word.box[1] - (30 + 146 * index)) < 20 for index, word in enumerate(found))
