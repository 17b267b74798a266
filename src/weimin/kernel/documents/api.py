"""The front door of files and papers."""

from weimin.kernel.documents.definition import Letter, chinese_date
from weimin.kernel.documents.errors import FileRefused, NoSuchPaper
from weimin.kernel.documents.inspection import MEDIA_TYPES
from weimin.kernel.documents.models import Paper, StoredFile
from weimin.kernel.documents.pictures import PICTURED, NoPicture, page_picture
from weimin.kernel.documents.remedies import review_and_suit
from weimin.kernel.documents.selectors import CheckedPaper, check_paper, papers_about
from weimin.kernel.documents.services import draw_paper, make_code, prepare_paper, store_upload
from weimin.kernel.documents.storage import path_of, read

__all__ = [
    "MEDIA_TYPES",
    "PICTURED",
    "CheckedPaper",
    "FileRefused",
    "Letter",
    "NoPicture",
    "NoSuchPaper",
    "Paper",
    "StoredFile",
    "check_paper",
    "chinese_date",
    "draw_paper",
    "make_code",
    "page_picture",
    "papers_about",
    "path_of",
    "prepare_paper",
    "read",
    "review_and_suit",
    "store_upload",
]
