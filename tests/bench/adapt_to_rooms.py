"""Make the file that adapts pocketsphinx's model to rooms: ``python -m tests.bench.adapt_to_rooms FILE``.

Speech of the tuning speakers is heard near and in rooms. For each of the model's three streams of features (cepstra,
their slopes and their curvature), the affine map is found that makes of a frame heard near the one expected in a room.
The decoder moves all of its Gaussians' means by it ("MLLR"). Needs numpy and the speakers of ``speakers_synthetic``.
"""

from __future__ import annotations

import glob
import os
import struct
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from tests.bench.listening import pcm, sentence
from tests.bench.rooms_synthetic import NEAR, Place
from tests.bench.speakers_synthetic import RATE, Sound, Speaker, speakers
from tests.bench.talk_synthetic import common_sentences, hard_sentences

CEPSTRA = 13
PART_OF_THE_WAY = 0.65
"""How far the means are moved (tried: 0.3, 0.5, 0.6, 0.7, 0.8, 1). At 1 near speech suffers, at 0.5 rooms gain less."""
VARIANCE = 0.8
"""By what the Gaussians' variances are multiplied (tried: 0.65, 0.8, 1, 1.25)."""
ROOMS = [
    Place("room", metres, rt60_s, -32.0, snr_db)
    for metres, snr_db in ((1.5, 25.0), (1.5, 15.0), (2.0, 20.0), (2.5, 12.0))
    for rt60_s in (0.25, 0.35, 0.5)
]


def texts() -> Iterator[str]:
    """What is said: everyday English, sentences that are hard to tell from commands, and commands."""
    from backplayer.controls.listening.vocabulary import PHRASES

    chance = np.random.default_rng(3)
    common, hard = common_sentences(1200), hard_sentences()
    yield from (common[index] for index in chance.permutation(len(common))[:60])
    yield from (hard[index] for index in chance.permutation(len(hard))[:30])
    yield from (sentence(phrase, number) for number, phrase in enumerate(PHRASES))


def heard_twice(speaker: Speaker) -> tuple[Sound, Sound]:
    """The features of all that *speaker* says: near, and in rooms; one row a frame."""
    near, rooms = [], []
    for number, text in enumerate(texts()):
        before, after = np.zeros(RATE * 3 // 10), np.zeros(RATE * 6 // 10)
        said = np.concatenate([before, speaker.says(text), after])
        room = ROOMS[number % len(ROOMS)]
        near.append(NEAR.hears(said, number) + NEAR.noise(len(said), number))
        rooms.append(room.hears(said, 500 + number)[: len(said)] + room.noise(len(said), 900 + number))
    return np.concatenate([*map(features, cepstra(near))]), np.concatenate([*map(features, cepstra(rooms))])


def cepstra(sounds: list[Sound]) -> Iterator[Sound]:
    """What the decoder's own front end makes of each sound, which it logs."""
    import pocketsphinx

    with tempfile.TemporaryDirectory() as folder:
        english = Path(pocketsphinx.get_model_path("en-us"))
        decoder = pocketsphinx.Decoder(
            hmm=str(english / "en-us"), lm=None, allphone=str(english / "en-us-phone.lm.bin"), beam=1e-3, pbeam=1e-3,
            mfclogdir=folder, loglevel="FATAL",
        )  # fmt: skip
        for sound in sounds:
            decoder.start_utt()
            decoder.process_raw(pcm(sound), full_utt=True)
            decoder.end_utt()
            [log] = glob.glob(os.path.join(folder, "*.mfc"))
            data = Path(log).read_bytes()
            os.remove(log)
            order = "<" if struct.unpack("<i", data[:4])[0] * 4 + 4 == len(data) else ">"
            yield np.frombuffer(data[4:], f"{order}f4").reshape(-1, CEPSTRA).astype(float)


def features(frames: Sound) -> Sound:
    """The model's features: cepstra without their mean, their differences over 40 ms, and those of these over 20 ms."""
    frames = frames - frames.mean(axis=0)
    padded = np.concatenate([frames[:1]] * 3 + [frames] + [frames[-1:]] * 3)

    def at(offset: int) -> Sound:
        return padded[3 + offset : 3 + offset + len(frames)]

    return np.concatenate([frames, at(2) - at(-2), (at(3) - at(1)) - (at(-1) - at(-3))], axis=1)


def transform(near: Sound, rooms: Sound) -> Iterator[tuple[Sound, Sound]]:
    """For each stream the matrix and the offset by which a mean is moved."""
    for start in range(0, 3 * CEPSTRA, CEPSTRA):
        stream = slice(start, start + CEPSTRA)
        with_one = np.hstack([near[:, stream], np.ones((len(near), 1))])
        found = np.linalg.lstsq(with_one, rooms[:, stream], rcond=None)[0]
        matrix = PART_OF_THE_WAY * found[:CEPSTRA].T + (1 - PART_OF_THE_WAY) * np.eye(CEPSTRA)
        yield matrix, PART_OF_THE_WAY * found[CEPSTRA]


def written(streams: list[tuple[Sound, Sound]]) -> str:
    """As pocketsphinx reads it: one class, so many streams, for each its width, matrix, offset and variances."""
    lines = ["1", str(len(streams))]
    for matrix, offset in streams:
        lines += [str(CEPSTRA), *map(_row, matrix), _row(offset), _row(np.full(CEPSTRA, VARIANCE))]
    return "\n".join([*lines, ""])


def _row(values: Sound) -> str:
    return " ".join(f"{value:.4f}" for value in values)


def main(path: str) -> None:
    common_sentences(1200)  # before the processes fork, so that they are made once
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        pairs = list(pool.map(heard_twice, speakers(judging=False)))
    near, rooms = (np.concatenate(each) for each in zip(*pairs, strict=True))
    Path(path).write_text(written(list(transform(near, rooms))), encoding="ascii")
    print(f"{len(near)} frames of {len(pairs)} speakers -> {path}")


if __name__ == "__main__":
    main(sys.argv[1])
