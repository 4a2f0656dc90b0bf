"""The command ``viche``: what an organiser types, and what it answers.

Exit codes: 0 all went well; 1 the content has errors, or another run is at work; 2 the command was
typed wrongly; 70 (as in ``sysexits.h``) the program itself failed.
"""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from viche.cli.command_line import command_line
from viche.cli.files import BusyError
from viche.cli.speech import Speech, language_of
from viche.finder import DictionaryError
from viche.problems import ContentError

FAILED = 1
BUG = 70
INTERRUPTED = 130

_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)")
"""What click says in English alone, and has no type for."""

_DISK = {
    errno.EACCES,
    errno.EDQUOT,
    errno.EEXIST,
    errno.EISDIR,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
}
"""What the machine refuses: no fault of the content, nor of ours."""

# E-mail addresses, participants' codes (P of either alphabet), phones and other long numbers.
_PRIVATE = re.compile(
    r"\S+@\S+|(?<![^\W\d_])[P\u0420][-_ \u2010-\u2015]?\d+|\d(?:[\s().-]*\d){6,}",
    re.IGNORECASE,
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line, by default with the process's own arguments; ends the process."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    # A closed terminal ends a run as Ctrl+C does: nothing half-written, no process left behind.
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    sys.exit(run(given))


def run(arguments: Sequence[str]) -> int:
    """Run the command line with ``arguments`` and return its exit code."""
    speech = Speech(language_of(arguments, dict(os.environ)))
    try:
        return _answer(arguments, speech)
    except (click.Abort, KeyboardInterrupt):
        speech.note(speech("interrupted"))
        return INTERRUPTED
    except Exception as error:
        return _apologise(error, speech, debug="--debug" in arguments)


def _answer(arguments: Sequence[str], speech: Speech) -> int:
    """Do what was typed, and say what people can mend; all else that is raised goes on up."""
    try:
        code = command_line(speech).main(list(arguments), prog_name="viche", standalone_mode=False)
    except ContentError as error:
        _show_cause(error, arguments)
        speech.report(error.problems)
        speech.note(speech("nothing-written"))
        return FAILED
    except BusyError:
        speech.note(speech("busy"))
        return FAILED
    except DictionaryError as error:
        _show_cause(error, arguments)
        speech.note(speech("dictionary", packages=" ".join(error.packages)))
        speech.note(speech("nothing-written"))
        return FAILED
    except click.UsageError as error:
        _say_usage(error, speech)
        return error.exit_code
    return code if isinstance(code, int) else 0


def _show_cause(error: Exception, arguments: Sequence[str]) -> None:
    """Under ``--debug``, what lies behind an error that people can mend: an engine's whole log."""
    if "--debug" in arguments and error.__cause__ is not None:
        traceback.print_exception(error.__cause__)


def _apologise(error: Exception, speech: Speech, *, debug: bool) -> int:
    """Say that the disk failed, or the program; the line about a bug is one to be published."""
    if isinstance(error, OSError) and error.errno in _DISK and not debug:
        place = error.filename2 or error.filename or ""
        speech.note(speech("disk", reason=error.strerror, path=place))
        return FAILED
    if debug:
        traceback.print_exception(error)
    summary = " ".join(f"{type(error).__name__}: {error}".split())
    summary = _PRIVATE.sub("…", summary.replace(str(Path.home()), "~"))
    speech.note(speech("bug", error=summary[:300]))
    return BUG


def _say_usage(error: click.UsageError, speech: Speech) -> None:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        speech.note(error.format_message())
        return
    path = error.ctx.command_path if error.ctx else "viche"
    message = error.format_message()
    if isinstance(error, click.NoSuchOption):
        message = speech("no-option", name=error.option_name)
    elif isinstance(error, click.MissingParameter) and error.param is not None:
        message = speech("no-argument", name=error.param.human_readable_name)
    elif extra := _EXTRA.fullmatch(message):
        message = speech("extra-argument", value=extra[1])
    speech.note(f"{speech('error')}: {message}")
    speech.note(speech("usage-help", command=path))
