"""Deleting documents with everything that was read or made from them. Light: the web tier uses it too."""

from __future__ import annotations

import logging
from datetime import timedelta

import redis

from data.records import Deleted, now
from inference.services import Services

log = logging.getLogger(__name__)


def delete_document(services: Services, document_id: str, owner: str | None = None) -> Deleted | None:
    """Deletes a document: its records, its file, what was made from it, its events; work on it stops.

    None when there is no such document; with `owner`, when it is not theirs. The file stays while somebody else has a
    document of the same content.
    """
    task_ids = services.model_tasks.ids_of_document(document_id)
    deleted = services.records.delete_document(document_id, owner)
    if deleted is None:
        return None
    for job_id in deleted.job_ids:
        services.files.remove_made(job_id)
    upload = services.files.upload_key(deleted.document.sha256)
    if deleted.last and services.files.exists(upload):
        services.files.remove(upload)
    for id in (*deleted.job_ids, *task_ids):
        try:
            services.events.forget(id)
        except redis.exceptions.RedisError as error:
            log.warning("document %s: its events stay until their time ends: %s", document_id, error)
        services.events.request_cancel(id)
    log.info("document %s: deleted", document_id)
    return deleted


def delete_old(services: Services) -> None:
    """Deletes the documents that are older than the retention time, where there is one."""
    days = services.settings.retention_days
    if days is not None:
        for document_id in services.records.documents_before(now() - timedelta(days=days)):
            delete_document(services, document_id)
