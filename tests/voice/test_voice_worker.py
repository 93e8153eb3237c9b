"""The client of a worker process: whatever the worker does, an answer or a reason comes back."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from backplayer.processes import python
from backplayer.voice.engine import PhraseRefused, VoiceFailed, VoiceOptions
from backplayer.voice.engines.remote import RemoteEngine
from backplayer.voice.worker import Patience, Worker

from .fake_voices import PATIENT, humming_worker, scripted_worker

HASTY = Patience(opening=30_000, answer=150)


def test_an_answer_is_a_line_and_its_bytes() -> None:
    worker = scripted_worker("ask(); say({}); ask(); say({'bytes': 4}, b'abcd'); ask(); say({'bytes': 0})")
    answer = worker.ask({"say": "x"})
    assert (answer.line["bytes"], answer.body) == (4, b"abcd")
    assert worker.ask({"say": "y"}).body == b""
    worker.close()


def test_an_answer_may_come_in_pieces() -> None:
    worker = scripted_worker("""
        ask(); say({}); ask()
        for piece in (b'{"by', b'tes": 6}', b'\\nabc', b'def'):
            os.write(1, piece); time.sleep(0.01)
        ask()
    """)
    assert worker.ask({"say": "x"}).body == b"abcdef"
    worker.close()


def test_the_opening_is_sent_first_with_a_folder_that_is_gone_afterwards(tmp_path) -> None:
    worker = scripted_worker("first = ask(); say(dict(first, there=os.path.isdir(first['scratch']))); ask()")
    opened = worker.opened()
    assert opened["options"] == {}
    assert opened["there"] is True
    worker.close()
    assert subprocess.run([sys.executable, "-c", f"open({opened['scratch']!r})"], capture_output=True).returncode


def test_a_refused_opening_is_final_and_gives_the_reason() -> None:
    worker = scripted_worker("ask(); say({'refused': 'no such voice'}); ask()")
    with pytest.raises(VoiceFailed, match=r"^no such voice$"):
        worker.ask({"say": "x"})
    worker.close()


def test_a_refused_phrase_leaves_the_worker_well() -> None:
    worker = scripted_worker("ask(); say({}); ask(); say({'refused': 'hm'}); ask(); say({'bytes': 2}, b'ab'); ask()")
    with pytest.raises(PhraseRefused, match=r"^hm$"):
        worker.ask({"say": "x"})
    assert worker.ask({"say": "y"}).body == b"ab"
    worker.close()


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("ask(); say({}); ask(); time.sleep(60)", "no answer within 0.15 s"),
        ("ask(); say({}); ask(); os._exit(3)", "ended with code 3"),
        ("ask(); say({}); ask(); print('never mind', file=sys.stderr); os._exit(3)", "code 3 .never mind."),
        ("ask(); say({}); ask(); raise OSError('no library')", "OSError: no library"),
        ("ask(); say({}); ask(); print('hello', flush=True); time.sleep(60)", "nonsense"),
        ("ask(); say({}); ask(); print('[1]', flush=True); time.sleep(60)", "nonsense"),
        ("ask(); say({}); ask(); say({'bytes': -1}); time.sleep(60)", "nonsense"),
        ("ask(); say({}); ask(); say({'bytes': 10**12}); time.sleep(60)", "nonsense"),
        ("ask(); say({}); ask(); say({'bytes': 'many'}); time.sleep(60)", "nonsense"),
        ("ask(); say({}); ask(); say({'bytes': 9}, b'abc'); os._exit(0)", "ended with code 0"),
        ("os._exit(4)", "ended with code 4"),
    ],
)
def test_a_broken_worker_is_given_up_after_a_second_try(script: str, reason: str) -> None:
    worker = scripted_worker(script, HASTY)
    with pytest.raises(VoiceFailed, match=reason) as failure:
        worker.ask({"say": "x"})
    assert "\n" not in str(failure.value)
    worker.close()


def test_a_worker_that_hangs_on_opening_is_given_up() -> None:
    worker = scripted_worker("time.sleep(60)", Patience(opening=100, answer=100))
    with pytest.raises(VoiceFailed, match="no answer"):
        worker.ask({"say": "x"})
    worker.close()


@pytest.mark.parametrize("mishap", ["os._exit(1)", "time.sleep(60)", "print('what?', flush=True)"])
def test_one_mishap_is_made_good_by_a_restart(tmp_path, mishap: str) -> None:
    mark = tmp_path / "mark"
    worker = scripted_worker(
        f"""
        ask(); say({{}}); ask()
        if not os.path.exists({str(mark)!r}):
            open({str(mark)!r}, 'w').close()
            {mishap}
        say({{'bytes': 2}}, b'ok')
        ask()
        """,
        Patience(opening=30_000, answer=3_000) if "sleep" not in mishap else HASTY,
    )
    assert worker.ask({"say": "x"}).body == b"ok"
    worker.close()


def test_a_command_that_does_not_exist_is_a_failure_with_a_reason() -> None:
    with pytest.raises(VoiceFailed, match="cannot be started"):
        Worker(["/nonexistent/python"], {}, PATIENT)


def test_closing_frees_a_thread_that_is_waiting() -> None:
    worker = scripted_worker("ask(); say({}); ask(); time.sleep(60)", Patience(30_000, 30_000, leaving=50))
    worker.opened()
    outcome: list[str] = []

    def ask() -> None:
        try:
            worker.ask({"say": "x"})
        except VoiceFailed as failure:
            outcome.append(str(failure))

    waiting = threading.Thread(target=ask)
    waiting.start()
    worker.close()
    waiting.join(20)
    assert outcome == ["closed"]


def test_what_the_engine_prints_does_not_disturb() -> None:
    engine = RemoteEngine("humming", "1", VoiceOptions(), humming_worker(), PATIENT)
    assert [engine.synthesise(word).length > 0 for word in ("one", "two", "three")] == [True] * 3
    engine.close()


def test_a_phrase_the_engine_cannot_say_is_refused_only() -> None:
    behaviour = "if text == 'bad': raise VoiceFailed('a tongue-twister')"
    engine = RemoteEngine("humming", "1", VoiceOptions(), humming_worker(behaviour), PATIENT)
    with pytest.raises(PhraseRefused, match="tongue-twister"):
        engine.synthesise("bad")
    assert engine.synthesise("good").length > 0
    engine.close()


def test_a_hanging_engine_does_not_outlive_its_player() -> None:
    options = '{"options": {}, "scratch": "."}\n{"say": "x"}\n'
    done = subprocess.run(
        humming_worker("time.sleep(60)"), input=options.encode(), capture_output=True, timeout=30
    )  # its stdin is closed as the player's end of the pipe would be
    assert done.returncode == 1


def test_the_current_folder_is_not_imported_from(tmp_path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')")
    (tmp_path / "backplayer").mkdir()
    done = subprocess.run(
        python("backplayer.voice.workers.espeak"), input=b"", cwd=tmp_path, capture_output=True, timeout=20
    )
    assert done.returncode == 0, done.stderr
