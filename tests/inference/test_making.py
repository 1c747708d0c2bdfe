"""Files that a worker makes on request."""

from pathlib import Path

import pytest

from data.settings import Settings
from inference.making import DRAW, PICTURES_QUEUE, NotMade
from inference.services import Services


@pytest.fixture
def services(tmp_path: Path, redis_url: str) -> Services:
    made = Services.open(Settings(gemmavision_home=tmp_path, redis_url=redis_url))
    made.redis.flushall()
    return made


def queued(services: Services) -> int:
    return services.broker.do_qsize(PICTURES_QUEUE)


def wait(services: Services) -> bytes | None:
    return services.making.wait("pages/a/1", PICTURES_QUEUE, DRAW, "a", 1, seconds=0)


def test_many_who_want_a_file_ask_once(services: Services) -> None:
    assert [wait(services) for _ in range(3)] == [None, None, None]
    assert queued(services) == 1


def test_what_was_made_is_there_for_all_and_nobody_asks_again(services: Services) -> None:
    wait(services)
    services.making.done("pages/a/1", b"picture")
    assert [wait(services) for _ in range(2)] == [b"picture", b"picture"]
    assert queued(services) == 1


def test_why_a_file_was_not_made_is_told(services: Services) -> None:
    wait(services)
    services.making.failed("pages/a/1", "The page is damaged.")
    with pytest.raises(NotMade, match=r"The page is damaged\."):
        wait(services)
    assert queued(services) == 1
