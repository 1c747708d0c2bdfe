"""Asking the model: tasks put into its queue, cancelled, looked up. Light: the web tier uses it."""

from __future__ import annotations

from collections.abc import Iterable

from dramatiq import Message

from data.model_tasks import ModelTask
from inference.gemma.results import ModelAnswer, ModelReading
from inference.services import GEMMA_QUEUE, Services

RUN_TASK = "run_model_task"


class ModelRequests:
    """What both tiers do with tasks of the model."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.tasks = services.model_tasks

    def read_fields(self, job_id: str) -> ModelTask:
        """The reading of a job's document by the models now configured; asked for unless it waits, runs or is done.

        Raises redis.exceptions.RedisError when the queue cannot be reached.
        """
        task, new = self.plan_reading(job_id)
        return self._enqueued(task) if new else task

    def plan_reading(self, job_id: str) -> tuple[ModelTask, bool]:
        """The same, in the records alone, and whether it has to be put into the queue."""
        models = self._services.settings.gemma_model or ""
        for task in reversed(self.tasks.of_job(job_id, "fields")):
            if task.models == models and (task.active or task.state == "done"):
                return task, False
        return self.tasks.add(job_id, "fields", models), True

    def ask(self, job_id: str, question: str) -> ModelTask:
        """A question about a job's document, which continues the earlier ones. Raises redis.exceptions.RedisError."""
        models = self._services.settings.gemma_model or ""
        return self._enqueued(self.tasks.add(job_id, "question", models, question))

    def cancel(self, task_id: str) -> bool:
        """Cancels a task in the records and tells the worker. False when it had ended."""
        cancelled = self.tasks.cancel(task_id)
        if cancelled:
            self._services.events.request_cancel(task_id)
            self._services.events.publish(task_id, "cancelled")
        return cancelled

    def enqueue(self, task_id: str) -> None:
        """Puts a task into the queue. Raises redis.exceptions.RedisError."""
        message: Message = Message(queue_name=GEMMA_QUEUE, actor_name=RUN_TASK, args=(task_id,), kwargs={}, options={})
        self._services.broker.enqueue(message)

    def _enqueued(self, task: ModelTask) -> ModelTask:
        self.enqueue(task.id)
        return task


def reading_of(task: ModelTask) -> ModelReading | None:
    """What the model read, once it has."""
    return ModelReading.model_validate_json(task.content) if task.content else None


def readings_of(tasks: Iterable[ModelTask]) -> list[ModelReading]:
    """The readings that are there, the newest of each model and format."""
    found = {}
    for reading in filter(None, map(reading_of, tasks)):
        found[reading.engine.model, reading.engine.weight_format] = reading
    return list(found.values())


def answer_of(task: ModelTask) -> ModelAnswer | None:
    """What the model answered, once it has."""
    return ModelAnswer.model_validate_json(task.content) if task.content else None
