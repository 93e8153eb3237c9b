"""A session into a file."""

from array import array

import pytest

from backplayer.clip import Clip, read_wav
from backplayer.sound.file_speakers import FileSpeakers
from backplayer.sound.opening import open_speakers
from backplayer.sound.output import OutputFailed

RATE = 48_000
BEAT = Clip(array("h", [9000] * 480), RATE)


class Inbox:
    def __init__(self, full: bool = False) -> None:
        self.full = full

    def wait(self, seconds: float) -> bool:
        assert seconds == 0
        return self.full


def test_waiting_writes_and_time_jumps(tmp_path):
    speakers = FileSpeakers(tmp_path / "s.wav")
    assert speakers.now() == 0
    for second in range(5):
        speakers.wait(second * 1000, Inbox())
        assert speakers.now() == second * 1000
        speakers.play(BEAT, speakers.now())
    speakers.wait(10_000, Inbox(full=True))
    assert speakers.now() == 4000
    speakers.close()
    speakers.close()
    clip = read_wav(tmp_path / "s.wav")
    assert len(clip.samples) == 4010 * 48
    assert [n for n in range(1, len(clip.samples)) if clip.samples[n] and not clip.samples[n - 1]] == [
        48_000 * n for n in range(1, 5)
    ]


def test_what_still_sounds_is_written_out(tmp_path):
    speakers = FileSpeakers(tmp_path / "s.wav", lead_in=100)
    assert speakers.now() == -100
    speakers.play(BEAT, 0)
    speakers.close()
    assert read_wav(tmp_path / "s.wav").samples == array("h", bytes(2 * 4800)) + BEAT.samples


def test_a_hush_is_in_the_file(tmp_path):
    speakers = FileSpeakers(tmp_path / "s.wav")
    speakers.play(Clip(array("h", [9000] * 48_000), RATE), 0)
    speakers.wait(500, Inbox())
    speakers.hush()
    speakers.wait(1000, Inbox())
    speakers.close()
    samples = read_wav(tmp_path / "s.wav").samples
    assert samples[23_999] == 9000
    assert 0 < samples[24_700] < 9000
    assert not any(samples[530 * 48 :])


def test_an_answer_begins_where_the_file_has_got_to(tmp_path):
    speakers = FileSpeakers(tmp_path / "s.wav", lead_in=100)
    speakers.wait(500, Inbox())
    assert speakers.soonest() == speakers.now() == 500
    assert speakers.device_name is None
    speakers.play_next(BEAT)
    speakers.close()
    assert read_wav(tmp_path / "s.wav").samples == array("h", bytes(2 * 48 * 600)) + BEAT.samples


def test_the_gain_is_in_the_file(tmp_path):
    speakers = FileSpeakers(tmp_path / "s.wav")
    speakers.gain = 0.5
    assert speakers.gain == 0.5
    speakers.play(BEAT, 1000)
    speakers.close()
    assert max(read_wav(tmp_path / "s.wav").samples) == 4500


def test_a_path_is_chosen_by_its_ending(tmp_path):
    speakers = open_speakers(str(tmp_path / "s.WAV"), notice=print)
    assert isinstance(speakers, FileSpeakers)
    assert speakers.output_name == str(tmp_path / "s.WAV")
    assert (speakers.rate, speakers.ahead) == (48_000, 0)
    speakers.close()


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(OutputFailed, match=r"nowhere.*No such file"):
        FileSpeakers(tmp_path / "nowhere" / "s.wav")
