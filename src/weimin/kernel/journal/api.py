"""The front door of the journal: append, read, follow, prove. It knows nobody: all references are opaque."""

from weimin.kernel.journal.consumers import run_consumers, skip_entry
from weimin.kernel.journal.errors import (
    BadReference,
    JournalDamaged,
    JournalKeyChanged,
    NothingToSkip,
    NotInTransaction,
    PayloadTooLong,
    UnknownAction,
    UnwritablePayload,
)
from weimin.kernel.journal.faults import Fault, FaultKind
from weimin.kernel.journal.keys import verifier_key
from weimin.kernel.journal.models import Entry
from weimin.kernel.journal.registry import Handler, action_name, actions, register_actions, register_consumer
from weimin.kernel.journal.selectors import (
    ConsumerState,
    Status,
    checkpoint,
    consumer_states,
    entries,
    failing_consumers,
    status,
)
from weimin.kernel.journal.sequencer import sequence
from weimin.kernel.journal.services import Act, append, append_many, erase_payloads
from weimin.kernel.journal.verification import Verdict, verify

__all__ = [
    "Act",
    "BadReference",
    "ConsumerState",
    "Entry",
    "Fault",
    "FaultKind",
    "Handler",
    "JournalDamaged",
    "JournalKeyChanged",
    "NotInTransaction",
    "NothingToSkip",
    "PayloadTooLong",
    "Status",
    "UnknownAction",
    "UnwritablePayload",
    "Verdict",
    "action_name",
    "actions",
    "append",
    "append_many",
    "checkpoint",
    "consumer_states",
    "entries",
    "erase_payloads",
    "failing_consumers",
    "register_actions",
    "register_consumer",
    "run_consumers",
    "sequence",
    "skip_entry",
    "status",
    "verifier_key",
    "verify",
]
