"""Reading, writing and resampling."""

import contextlib
import io
import math
import struct
from array import array
from operator import mul

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backplayer.clip import Clip, read_wav, resampled
from tests.sound.wav import write_wav

samples_16_bit = st.lists(st.integers(-32768, 32767), max_size=300).map(lambda values: array("h", values))


def wav(sound: bytes, *, encoding=1, channels=1, rate=48_000, bits=16, size=None, extra=b"") -> io.BytesIO:
    block = channels * bits // 8
    layout = struct.pack("<HHIIHH", encoding, channels, rate, rate * block, block, bits) + extra
    size = len(sound) if size is None else size
    body = b"WAVEfmt " + struct.pack("<I", len(layout)) + layout + b"data" + struct.pack("<I", size) + sound
    return io.BytesIO(b"RIFF" + struct.pack("<I", len(body)) + body)


@given(samples_16_bit, st.sampled_from([8000, 22_050, 48_000]))
def test_what_is_written_is_read_back(samples, rate):
    file = io.BytesIO()
    write_wav(file, Clip(samples, rate))
    file.seek(0)
    assert read_wav(file) == Clip(samples, rate)


def test_a_path_will_do(tmp_path):
    clip = Clip(array("h", [1, -2, 3]), 22_050)
    write_wav(tmp_path / "one.wav", clip)
    assert read_wav(tmp_path / "one.wav") == read_wav(str(tmp_path / "one.wav")) == clip


def test_stereo_becomes_the_mean_of_both_sides():
    assert read_wav(wav(struct.pack("<4h", 100, 300, -50, 50), channels=2)).samples == array("h", [200, 0])


@pytest.mark.parametrize(
    ("bits", "sound"),
    [
        (8, b"\x80\x00\xff"),
        (24, b"\x01\x00\x00\x99\x00\x80\x12\xff\x7f"),
        (32, struct.pack("<3i", 9, -(2**31), 2**31 - 1)),
    ],
)
def test_other_widths_keep_their_high_bits(bits, sound):
    got = read_wav(wav(sound, bits=bits)).samples
    assert got[0] == 0
    assert got[1] == -32768
    assert got[2] >= 32512


def test_the_extensible_header_and_unknown_chunks_are_understood():
    tail = struct.pack("<HHIH", 22, 16, 4, 1) + b"\x00" * 14
    file = wav(struct.pack("<2h", 5, 6), encoding=0xFFFE, extra=tail).getvalue()
    with_list = file[:12] + b"LIST\x03\x00\x00\x00abc\x00" + file[12:]
    assert read_wav(io.BytesIO(with_list)).samples == array("h", [5, 6])


def test_a_stream_that_could_not_know_its_length_is_read_to_its_end():
    assert read_wav(wav(struct.pack("<2h", 5, 6), size=0x7FFF_F000)).samples == array("h", [5, 6])


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (io.BytesIO(b""), "an empty file"),
        (io.BytesIO(b"OggS" + bytes(40)), "not a WAV file"),
        (wav(b"1234", encoding=3, bits=32), "not 16-bit PCM but 32-bit float"),
        (wav(b"1234", encoding=0x55), "encoding 0x55"),
        (wav(b"1234", bits=12), "12-bit PCM"),
        (wav(bytes(12), channels=6), "6 channels"),
        (wav(b"1234", rate=0), "damaged WAV header"),
        (wav(b"1234", size=400), "truncated: 4 of 400 bytes"),
        (io.BytesIO(wav(b"1234").getvalue()[:30]), "short format chunk|no sound"),
        (io.BytesIO(b"RIFF\x0c\x00\x00\x00WAVEdata\x00\x00\x00\x00"), "sound before its format"),
    ],
)
def test_anything_else_is_refused_with_the_reason(file, reason):
    with pytest.raises(ValueError, match=reason):
        read_wav(file)


@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_it_fail_otherwise(data):
    for content in (data, wav(b"").getvalue()[: len(data)], b"RIFF\0\0\0\0WAVE" + data):
        with contextlib.suppress(ValueError):
            read_wav(io.BytesIO(content))


def tone(hertz: float, rate: int, seconds: float = 0.3) -> Clip:
    return Clip(
        array("h", [round(20_000 * math.sin(2 * math.pi * hertz * n / rate)) for n in range(int(rate * seconds))]), rate
    )


def signal_to_noise(clip: Clip, hertz: float) -> float:
    """Decibels of the best-fitting sine of *hertz* in the middle of *clip* over all that is left."""
    middle = range(len(clip.samples) // 4, 3 * len(clip.samples) // 4)
    heard = [clip.samples[n] for n in middle]
    angle = 2 * math.pi * hertz / clip.rate
    sine, cosine = [math.sin(angle * n) for n in middle], [math.cos(angle * n) for n in middle]

    def dot(a, b):
        return sum(map(mul, a, b))

    ss, cc, sc, hs, hc = dot(sine, sine), dot(cosine, cosine), dot(sine, cosine), dot(heard, sine), dot(heard, cosine)
    a, b = (hs * cc - hc * sc) / (ss * cc - sc * sc), (hc * ss - hs * sc) / (ss * cc - sc * sc)
    noise = [h - a * s - b * c for h, s, c in zip(heard, sine, cosine, strict=True)]
    return 10 * math.log10(dot(heard, heard) / dot(noise, noise))


@pytest.mark.parametrize(("before", "after"), [(22_050, 48_000), (48_000, 44_100), (16_000, 48_000), (48_000, 16_000)])
@pytest.mark.parametrize("part", [0.03, 0.3, 0.6, 0.8])
def test_tones_stay_clean(before, after, part):
    hertz = part * min(before, after) / 2
    assert signal_to_noise(resampled(tone(hertz, before), after), hertz) > 60


def test_what_cannot_be_kept_is_taken_out():
    alias = resampled(tone(11_000, 48_000), 16_000)
    assert max(map(abs, alias.samples[500:-500])) < 20


@settings(deadline=None)
@given(st.integers(0, 400), st.sampled_from([(22_050, 48_000), (48_000, 22_050), (48_000, 44_100), (16_000, 48_000)]))
def test_the_length_is_exact(count, rates):
    before, after = rates
    got = resampled(Clip(array("h", [1000] * count), before), after)
    assert got.rate == after
    assert abs(len(got.samples) - count * after / before) <= 0.5


def test_the_same_rate_is_the_same_clip():
    clip = tone(440, 22_050)
    assert resampled(clip, 22_050) is clip


def test_the_loudest_samples_do_not_wrap_round():
    square = Clip(array("h", ([32767] * 50 + [-32768] * 50) * 20), 22_050)
    got = resampled(square, 48_000).samples
    assert max(got) == 32767
    assert min(got) == -32768
