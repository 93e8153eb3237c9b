"""A session's speakers, with a clock and a device moved by hand."""

from array import array

import pytest

from backplayer.clip import Clip
from backplayer.sound.bed import DUCK, DUCK_LEAD
from backplayer.sound.output import OutputFailed
from backplayer.sound.speakers import Speakers
from tests.sound.fakes import Bench, MovingInbox

RATE = 48_000
BEAT = Clip(array("h", [9000] * 480), RATE)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def speakers_on(bench: Bench, **more) -> Speakers:
    return Speakers(
        [bench.open], notice=bench.notices.append, monotonic=bench.clock, in_background=bench.work.append, **more
    )


def onsets(heard: bytes) -> list[int]:
    samples = array("h", heard)
    return [n for n in range(len(samples)) if samples[n] and not (n and samples[n - 1])]


def silent_session(bench: Bench) -> Speakers:
    """A session whose device has just died, its closing done."""
    speakers = speakers_on(bench)
    bench.pass_time(1000)
    bench.device.reason = "unplugged"
    speakers.now()
    bench.do_work()
    return speakers


def test_time_begins_before_zero_and_stands_until_the_device_takes(bench):
    speakers = speakers_on(bench, lead_in=300)
    assert speakers.now() == -300
    bench.pass_time(500, taking=False)
    assert speakers.now() == -300


def test_the_lead_in_is_never_shorter_than_what_must_be_handed_over_ahead(bench):
    assert speakers_on(bench, lead_in=0).now() == -200


def test_time_is_the_device_s(bench):
    speakers = speakers_on(bench)
    bench.pass_time(10_000)
    assert speakers.now() == pytest.approx(9700, abs=11)


def test_clips_sound_at_their_sample(bench):
    speakers = speakers_on(bench)
    for at in (0, 500, 1234):
        speakers.play(BEAT, at)
    bench.pass_time(3000)
    assert onsets(bench.device.heard) == [(300 + at) * 48 for at in (0, 500, 1234)]


def test_a_clip_of_another_rate_is_resampled(bench):
    speakers = speakers_on(bench)
    speakers.play(Clip(array("h", [9000] * 240), 24_000), 0)
    bench.pass_time(1000)
    heard = array("h", bench.device.heard)
    assert abs(heard[300 * 48 + 240] - 9000) < 100
    assert not any(heard[311 * 48 :])


def test_wait_returns_at_the_time_asked_for(bench):
    speakers = speakers_on(bench)
    inbox = MovingInbox(bench)
    speakers.wait(1500, inbox)
    assert 1500 <= speakers.now() < 1520
    waits = len(inbox.waits)
    speakers.wait(1000, inbox)
    assert len(inbox.waits) == waits


def test_wait_returns_when_something_is_in_the_inbox(bench):
    speakers = speakers_on(bench)
    speakers.wait(60_000, MovingInbox(bench, after=3))
    assert speakers.now() < 1000


def test_a_hush_reaches_the_output_too(bench):
    speakers = speakers_on(bench)
    speakers.play(BEAT, 500)
    bench.pass_time(300)
    speakers.hush()
    bench.pass_time(1000)
    assert not any(bench.device.heard)
    assert bench.device.drops == 1


def test_an_answer_is_heard_with_the_next_frames(bench):
    speakers = speakers_on(bench)
    bench.pass_time(1000)
    frames = len(bench.device.heard) // 2
    speakers.play_next(BEAT)
    bench.pass_time(100)
    assert onsets(bench.device.heard) == [frames]


def test_soonest_is_the_next_frames_and_one_more_call(bench):
    speakers = speakers_on(bench)
    bench.pass_time(1000)
    at = speakers.soonest()
    assert speakers.now() <= at == 1000 - 300 + 50  # the device calls for 10 ms at a time, but some room is left
    bench.device.take(RATE // 20)
    speakers.play(BEAT, at)
    bench.device.take(RATE // 20)
    assert array("h", bench.device.heard)[1050 * 48 :][:480] == BEAT.samples
    bench.device.take(RATE // 10)
    assert speakers.soonest() == 1200 - 300 + 100  # now it is known to call for 100 ms


def test_soonest_without_an_output_is_now(bench):
    speakers = silent_session(bench)
    bench.pass_time(3000, taking=False)
    assert 0 <= speakers.soonest() - speakers.now() <= 51


class Hum:
    """A bed."""

    def read(self, frames: int) -> array:
        return array("h", [100] * frames)


def test_music_is_asked_to_give_way_before_words_and_goes_on_after_a_hush(bench):
    speakers = speakers_on(bench)
    ahead = speakers.ahead
    speakers.bed = Hum()
    assert speakers.bed
    assert speakers.ahead == ahead + DUCK_LEAD
    speakers.play(Clip(array("h", bytes(2 * RATE)), RATE), 1000, ducks=False)
    speakers.play(Clip(array("h", bytes(2 * RATE)), RATE), 3000)
    bench.pass_time(3800)
    heard = array("h", bench.device.heard)
    assert set(heard[: (3300 - DUCK_LEAD) * 48]) == {100}
    assert set(heard[3300 * 48 :]) == {round(100 * DUCK)}
    speakers.hush()
    bench.pass_time(3000)
    assert array("h", bench.device.heard)[-1] == 100
    speakers.bed = None
    assert speakers.ahead == ahead


def test_gain_is_heard(bench):
    speakers = speakers_on(bench)
    speakers.gain = 0.5
    assert speakers.gain == 0.5
    speakers.play(BEAT, 500)
    bench.pass_time(1000)
    assert max(array("h", bench.device.heard)) == 4500


def test_closing_closes_the_output_for_good(bench):
    speakers = speakers_on(bench)
    device = bench.device
    speakers.close()
    speakers.close()
    bench.clock.seconds += 60
    speakers.now()
    assert device.closed
    assert not bench.work
    assert speakers.output_name is None


def test_without_an_output_it_does_not_begin(bench):
    bench.broken = "no card"
    with pytest.raises(OutputFailed, match="no card; no card"):
        Speakers([bench.open, bench.open], notice=bench.notices.append)


def test_without_an_output_it_begins_if_told_to_and_keeps_trying(bench):
    bench.broken = "no card"
    speakers = speakers_on(bench, go_on_silent=True)
    before = speakers.now()
    assert bench.notices == ["No sound device; going on as text ('backplayer doctor' says why)."]
    assert speakers.output_name is None
    bench.pass_time(2000)
    assert speakers.now() == pytest.approx(before + 2000, abs=1)
    bench.broken = None
    bench.do_work()
    bench.pass_time(100)
    speakers.now()
    assert bench.notices[1:] == ["Sound is back (hand)."]


def test_the_next_output_is_tried_when_one_does_not_start(bench):
    def refuse(fill):
        raise OutputFailed("will not")

    def broken(rate):
        output = bench.open(rate)
        output.start = refuse
        return output

    speakers = Speakers([broken, bench.open], notice=bench.notices.append, monotonic=bench.clock)
    assert len(bench.opened) == 2
    bench.pass_time(1000)
    assert speakers.now() > 600


@pytest.mark.parametrize("how", ["says so", "takes nothing"])
def test_when_the_output_dies_time_goes_on(bench, how):
    speakers = speakers_on(bench)
    bench.pass_time(1000)
    died = speakers.now()
    if how == "says so":
        bench.device.reason = "unplugged"
        reason = "unplugged"
    else:
        for _ in range(12):
            bench.pass_time(100, taking=False)
            speakers.now()
        reason = "takes no more sound"
    stopped = speakers.now()
    assert died <= stopped <= died + 200
    [line] = bench.notices
    assert line.startswith("Sound stopped (hand: ")
    assert reason in line
    assert line.endswith("; going on as text.")
    assert speakers.output_name is None
    bench.do_work()
    assert bench.device.closed
    bench.pass_time(500, taking=False)
    assert speakers.now() == pytest.approx(stopped + 500, abs=1)


def test_it_waits_longer_after_every_failed_attempt(bench):
    speakers = silent_session(bench)
    bench.broken = "still gone"
    begun, attempts = bench.clock.seconds, []
    for _ in range(1200):
        bench.clock.seconds += 0.1
        speakers.now()
        if bench.work:
            attempts.append(round(bench.clock.seconds - begun))
            bench.do_work()
    assert attempts == [1, 3, 7, 15, 31, 61, 91]
    assert len(bench.notices) == 1


def test_when_sound_comes_back_it_goes_on_where_time_has_got_to(bench):
    speakers = silent_session(bench)
    for second in range(2, 20):
        speakers.play(BEAT, second * 1000)
    silent_since = speakers.now()
    bench.pass_time(3000, taking=False)
    before = speakers.now()
    assert before == pytest.approx(silent_since + 3000, abs=1)
    bench.do_work()
    assert speakers.output_name == "hand"
    bench.pass_time(3000)
    assert speakers.now() == pytest.approx(before + 3000, abs=11)
    assert bench.notices[1:] == ["Sound is back (hand)."]
    first_heard = (before + 10 + 300) * 48  # the device took for the first time 10 ms later
    expected = [(second * 1000 + 300) * 48 - first_heard for second in range(2, 20)]
    expected = [at for at in expected if 0 <= at < 3000 * 48]
    assert len(expected) == 3
    assert onsets(bench.device.heard) == pytest.approx(expected, abs=48)  # `now` is in whole milliseconds


def test_it_is_opened_again_at_the_session_s_rate(bench):
    speakers = silent_session(bench)
    bench.pass_time(3000, taking=False)
    speakers.now()
    bench.do_work()
    assert bench.asked == [None, RATE]


def test_what_the_dead_output_still_asks_for_is_silence_and_moves_nothing(bench):
    speakers = speakers_on(bench)
    bench.pass_time(1000)
    dead = bench.device
    dead.reason = "unplugged"
    now = speakers.now()
    assert dead.fill is not None
    assert dead.fill(100) == bytes(200)
    assert speakers.now() == now


def test_an_output_that_comes_back_and_dies_again_is_told_of_again(bench):
    speakers = silent_session(bench)
    for _ in range(2):
        bench.pass_time(2000, taking=False)
        speakers.now()
        bench.do_work()
        bench.pass_time(1000)
        speakers.now()
        bench.device.reason = "again"
        speakers.now()
        bench.do_work()
    assert [line.split()[1] for line in bench.notices] == ["stopped", "is", "stopped", "is", "stopped"]


def test_a_process_that_stood_still_does_not_blame_the_device(bench):
    speakers = speakers_on(bench)
    bench.pass_time(1000)
    now = speakers.now()
    bench.clock.seconds += 3600  # suspended
    assert speakers.now() <= now + 100
    bench.pass_time(1000)
    speakers.now()
    assert bench.notices == []


def test_an_output_that_opens_but_never_takes_is_given_up(bench):
    speakers = speakers_on(bench)
    for _ in range(12):
        bench.pass_time(100, taking=False)
        speakers.now()
    assert len(bench.notices) == 1
