"""Writes tests/golden/picture-statistics.json: what picture_statistics.py measures on pictures that a formula gives."""
import json
from pathlib import Path

import numpy as np

from picture_statistics import NAMES, statistics

HEIGHT, WIDTH = 24, 32
y, x, c = np.meshgrid(np.arange(HEIGHT), np.arange(WIDTH), np.arange(3), indexing='ij')
PICTURES = {
    'waves': np.floor((np.sin(0.3 * x * (c + 1)) * np.cos(0.2 * y) + 1) * 127.5),
    'ramp': 40 + 3 * x + 2 * y + 5 * c,
    'noise': (x * 7919 + y * 104729 + c * 31 + x * y * 13) % 256,
    'flat': np.full((HEIGHT, WIDTH, 3), 250) - 100 * (c == 2),
    'black': np.zeros((HEIGHT, WIDTH, 3)),
}
golden = {'height': HEIGHT, 'width': WIDTH, 'statistics': {name: dict(zip(NAMES, map(float, statistics(p)))) for name, p in PICTURES.items()}}
(Path(__file__).parents[2] / 'tests/golden/picture-statistics.json').write_text(json.dumps(golden, indent=1) + '\n')
