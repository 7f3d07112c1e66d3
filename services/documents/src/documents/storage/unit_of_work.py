"""What a command of this service may touch."""

from typing import Any

from chassis.unit_of_work import UnitOfWork
from documents.domain.keys import KeyManagement
from documents.storage.bundles import Bundles
from documents.storage.files import StoredFiles
from documents.storage.key_ring import KeyRing
from documents.storage.piece_dates import Calendar
from documents.storage.readings import Readings
from documents.storage.retention import Retention
from documents.storage.safes import Pieces, Safes
from documents.storage.uploads import Uploads


class DocumentsWork(UnitOfWork):
    def __init__(self, *circumstances: Any, keys: KeyManagement) -> None:
        super().__init__(*circumstances)
        self.keys = KeyRing(self, keys)
        self.files = StoredFiles(self)
        self.pieces = Pieces(self)
        self.safes = Safes(self, self.keys, self.files)
        self.bundles = Bundles(self, self.keys, self.files)
        self.calendar = Calendar(self)
        self.retention = Retention(self)
        self.readings = Readings(self)
        self.uploads = Uploads(self, self.keys, self.files)
