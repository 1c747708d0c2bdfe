"""What a request took is kept when it has ended, and whether it ran alone."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from data.call_records import Call, CallRecords
from inference.engines.protocol import Finished, Message, Options
from inference.engines.recorded import Recorded

if TYPE_CHECKING:
    from inference.engines.local.engine import TransformersEngine

QUESTION = [Message.of("user", "What is the total?")]


@pytest.fixture
def records(tmp_path: Path) -> CallRecords:
    return CallRecords(sa.create_engine(f"sqlite:///{tmp_path}/records.sqlite"))


def test_a_request_is_kept_as_the_engine_counted_it(engine: "TransformersEngine", records: CallRecords) -> None:
    recorded = Recorded(engine, records.add)
    *_, finished = recorded.chat(QUESTION, Options(max_tokens=8))
    assert isinstance(finished, Finished)
    (call,) = records.recent(days=1)
    about, usage = engine.describe(), finished.usage
    assert call.alone
    assert (call.engine, call.model, call.device) == (about.engine, about.model, about.device)
    assert (call.prompt_tokens, call.output_tokens) == (usage.prompt_tokens, usage.output_tokens)
    assert call.decode_seconds == usage.decode_seconds


def test_requests_that_ran_together_say_so(engine: "TransformersEngine", records: CallRecords) -> None:
    recorded = Recorded(engine, records.add)
    first = recorded.chat(QUESTION, Options(max_tokens=8))
    next(first)
    list(recorded.chat(QUESTION, Options(max_tokens=4)))
    list(first)
    assert [call.alone for call in records.recent(days=1)] == [False, False]
    list(recorded.chat(QUESTION, Options(max_tokens=4)))
    assert records.recent(days=1)[0].alone


def test_a_record_that_cannot_be_written_costs_no_answer(
    engine: "TransformersEngine", caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    database = sa.create_engine(f"sqlite:///{tmp_path}/records.sqlite")
    records = CallRecords(database)

    def keep(call: Call) -> None:
        with database.begin() as connection:
            connection.execute(sa.text("DROP TABLE model_calls"))
        records.add(call)

    *_, finished = Recorded(engine, keep).chat(QUESTION, Options(max_tokens=4))
    assert isinstance(finished, Finished)
    assert "was lost" in caplog.text
