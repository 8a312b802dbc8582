"""Views of the photos: what the model sees of each in an epoch, made anew every time.

A crop of 65 to 100 % of each side (while whole captions are rewarded at last, more of it), half of them mirrored, with the sharpness, the light and the colour changed a little.
"""
import numpy as np
import onnxruntime as ort
from PIL import Image

from prepare import SIZE

FROZEN_BLOCKS = 7           # of 21; their weights stay ImageNet's, the rest is fine-tuned
SMALLEST = 0.65             # a crop keeps at least this share of each side
FILTERS = [Image.BILINEAR, Image.BICUBIC, Image.LANCZOS, Image.HAMMING]    # a different sharpness each: browsers and cameras differ too


def normalize(photos):
    """uint8 [B, 224, 224, 3] -> float32 [B, 3, 224, 224], about -1 to 1."""
    return np.ascontiguousarray(((photos.astype(np.float32) - 127) / 128).transpose(0, 3, 1, 2))


def view_of(photo, rng, smallest=SMALLEST):
    """smallest: share of each side that a crop keeps at least. -> normalised pixels [3, 224, 224] and the crop (x1, y1, x2, y2, mirrored), as fractions of the photo."""
    width, height = rng.uniform(smallest, 1, 2)
    x, y = rng.uniform(0, 1 - width), rng.uniform(0, 1 - height)
    box = (x * SIZE, y * SIZE, (x + width) * SIZE, (y + height) * SIZE)
    pixels = normalize(np.asarray(Image.fromarray(photo).resize((SIZE, SIZE), FILTERS[rng.integers(4)], box=box))[None])[0]
    grey = pixels.mean(0, keepdims=True)
    pixels = (grey + (pixels - grey) * rng.uniform(0.75, 1.25)) * rng.uniform(0.85, 1.15) + rng.uniform(-0.1, 0.1)
    mirrored = rng.random() < 0.5
    pixels = pixels[:, :, ::-1] if mirrored else pixels
    return np.clip(pixels, -1, 1).astype(np.float32), (x, y, x + width, y + height, mirrored)


def session(model_proto, threads):
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry('session.disable_quant_qdq', '1')
    options.add_session_config_entry('session.intra_op.allow_spinning', '0')
    return ort.InferenceSession(model_proto if isinstance(model_proto, str) else model_proto.SerializeToString(), options)
