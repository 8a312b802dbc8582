"""Scans, noise, black frames, memes, logos, icons, drawings and diagrams. Usage: drawn.py KIND OUT COUNT SEED [SOURCE ...]

SOURCE: folders of PNG art (icons, clip art) or of photos (memes); split by seed, so that two seeds share no file when
they are given as `even` and `odd`: seed 0 takes the even files, seed 1 the odd ones.
"""
import glob, sys
from functools import cache
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from text import fonts, sentence, words

def size(rng):
    w, h = [(640, 480), (800, 600), (500, 375), (375, 500), (500, 500), (720, 405), (600, 800)][int(rng.integers(0, 7))]
    return w, h

def colour(rng):
    return tuple(int(c) for c in rng.integers(0, 256, 3))

def font(rng, px, files):
    return ImageFont.truetype(str(files[int(rng.integers(0, len(files)))]), px)

def paper(rng, w, h):
    base = np.array([rng.integers(225, 256), rng.integers(222, 252), rng.integers(205, 250)])
    shade = np.linspace(0, rng.uniform(0, 25), w)[None, :, None]
    return Image.fromarray(np.clip(base - shade + rng.normal(0, rng.uniform(0, 5), (h, w, 1)), 0, 255).astype('uint8'))

def scan(rng, files, sources):
    w, h = int(rng.integers(480, 820)), int(rng.integers(480, 1000))
    im = paper(rng, w, h) if rng.random() < .7 else Image.new('RGB', (w, h), 'white')
    d = ImageDraw.Draw(im)
    f = font(rng, int(rng.integers(11, 26)), files)
    ink = int(rng.integers(0, 80))
    columns = int(rng.integers(1, 4))
    step = int(f.size * 1.35)
    for c in range(columns):
        x0, wide = int(w * (.06 + c * .9 / columns)), w * .84 / columns
        y = int(h * .06)
        if rng.random() < .5: d.text((x0, y), ' '.join(words(rng, 2)).title(), font=font(rng, f.size * 2, files), fill=(ink,) * 3); y += f.size * 3
        while y < h * .93:
            line = ''
            for word in words(rng, 30):
                if d.textlength(f'{line} {word}', font=f) > wide: break
                line = f'{line} {word}'.strip()
            if rng.random() < .1: line = ' '.join(line.split()[:2])
            if rng.random() > .05: d.text((x0, y), line, font=f, fill=(ink,) * 3)
            y += step
    if rng.random() < .6: im = im.rotate(rng.uniform(-3, 3), fillcolor=tuple(int(v) for v in np.asarray(im)[3, 3]))
    if rng.random() < .4: im = im.filter(ImageFilter.GaussianBlur(rng.uniform(.3, 1)))
    return im.convert('L').convert('RGB') if rng.random() < .3 else im

def noise(rng, files, sources):
    w, h = size(rng)
    k = int(rng.integers(0, 9))
    if k == 0: a = rng.integers(0, 256, (h, w, 3))
    elif k == 1: a = np.repeat(rng.integers(0, 256, (h, w, 1)), 3, 2)
    elif k == 2: a = np.clip(rng.normal(128, rng.uniform(10, 70), (h, w, 3)), 0, 255)
    elif k == 3: a = np.repeat((rng.random((h, w, 1)) < rng.uniform(.05, .5)) * 255, 3, 2)
    elif k in (4, 5):
        s = int(rng.integers(4, 40))
        a = np.asarray(Image.fromarray(rng.integers(0, 256, (h // s + 2, w // s + 2, 3)).astype('uint8')).resize((w, h), [Image.NEAREST, Image.BICUBIC][k - 4]))
    elif k == 6:
        f = np.fft.fftfreq(h)[:, None] ** 2 + np.fft.fftfreq(w)[None] ** 2; f[0, 0] = 1
        a = np.stack([np.fft.ifft2(np.fft.fft2(rng.normal(size=(h, w))) / f ** (rng.uniform(.5, 1.2) / 2)).real for _ in range(3)], -1)
        a = (a - a.min()) / np.ptp(a) * 255
    elif k == 7:
        x, y = np.meshgrid(np.arange(w), np.arange(h)); p = int(rng.integers(4, 60))
        a = np.where((((x // p) + (y // p if rng.random() < .5 else 0)) % 2)[..., None] == 0, colour(rng), colour(rng))
    else: a = np.asarray(Image.fromarray(rng.integers(0, 256, (h, w, 3)).astype('uint8')).filter(ImageFilter.GaussianBlur(rng.uniform(1, 8)))).astype(float); a = (a - a.mean()) * rng.uniform(1, 5) + 128
    return Image.fromarray(np.clip(a, 0, 255).astype('uint8'))

def black(rng, files, sources):
    w, h = size(rng)
    k = int(rng.integers(0, 5))
    a = np.full((h, w, 3), rng.integers(0, 12) if k else 0, float)
    if k >= 2: a += rng.normal(0, rng.uniform(.5, 6), (h, w, 3))
    if k == 3: x, y = np.meshgrid(np.linspace(-1, 1, w), np.linspace(-1, 1, h)); a += (np.exp(-(x ** 2 + y ** 2) * 2) * rng.uniform(5, 22))[..., None]
    im = Image.fromarray(np.clip(a, 0, 255).astype('uint8'))
    if k == 4: ImageDraw.Draw(im).text((w * .05, h * .9), words(rng, 1)[0], font=font(rng, 18, files), fill=(120,) * 3)
    return im

@cache
def art_files(sources):
    return sorted(f for s in sources for e in ('png', 'jpg') for f in glob.glob(f'{s}/**/*.{e}', recursive=True))

def art(rng, sources, seed_parity):
    files = art_files(sources)[seed_parity::2]
    im = Image.open(files[int(rng.integers(0, len(files)))])
    return im.convert('RGBA')

def backdrop(rng, w, h):
    if rng.random() < .6: return Image.new('RGB', (w, h), 'white')
    if rng.random() < .6: return Image.new('RGB', (w, h), colour(rng))
    a, b = np.array(colour(rng)), np.array(colour(rng))
    t = np.linspace(0, 1, h)[:, None, None]
    return Image.fromarray((a * t + b * (1 - t) + np.zeros((h, w, 3))).astype('uint8'))

def paste(im, piece, box):
    x, y, w, h = box
    s = min(w / piece.width, h / piece.height)
    piece = piece.resize((max(1, int(piece.width * s)), max(1, int(piece.height * s))), Image.LANCZOS)
    im.paste(piece, (int(x + (w - piece.width) / 2), int(y + (h - piece.height) / 2)), piece)

def icon(rng, files, sources, parity=0):
    w, h = size(rng)
    im = backdrop(rng, w, h)
    n = 1 if rng.random() < .6 else int(rng.integers(2, 6))
    for r in range(n):
        for c in range(n):
            paste(im, art(rng, sources, parity), (w * (c + .12) / n, h * (r + .12) / n, w * .76 / n, h * .76 / n))
    return im

def drawing(rng, files, sources, parity=0):
    w, h = size(rng)
    piece = art(rng, sources, parity)
    if rng.random() < .15: return scribble(rng, w, h)
    im = backdrop(rng, w, h)
    paste(im, piece, (0, 0, w, h) if rng.random() < .6 else (w * .1, h * .1, w * .8, h * .8))
    return im.convert('L').convert('RGB') if rng.random() < .15 else im

def scribble(rng, w, h):
    im = paper(rng, w, h); d = ImageDraw.Draw(im); ink = tuple(int(v) for v in rng.integers(0, 110, 3))
    for _ in range(int(rng.integers(5, 25))):
        p = rng.uniform(0, 1, 2) * [w, h]; v = rng.normal(0, 8, 2); line = []
        for _ in range(int(rng.integers(8, 80))): v = v * .9 + rng.normal(0, 4, 2); p = p + v; line.append(tuple(p))
        d.line(line, fill=ink, width=int(rng.integers(1, 6)))
    return im

def logo(rng, files, sources, parity=0):
    w, h = size(rng)
    im = backdrop(rng, w, h); d = ImageDraw.Draw(im)
    k = rng.random()
    cx, cy, r = w / 2, h * (.4 if k < .7 else .5), min(w, h) * rng.uniform(.15, .32)
    if k < .35: paste(im, art(rng, sources, parity), (cx - r, cy - r, 2 * r, 2 * r))
    elif k < .7:
        for _ in range(int(rng.integers(1, 5))):
            o = rng.normal(0, r / 3, 2); s = r * rng.uniform(.4, 1); box = (cx + o[0] - s, cy + o[1] - s, cx + o[0] + s, cy + o[1] + s)
            shape = int(rng.integers(0, 4))
            if shape == 0: d.ellipse(box, fill=colour(rng))
            elif shape == 1: d.rounded_rectangle(box, s / 4, fill=colour(rng))
            elif shape == 2: d.regular_polygon((cx + o[0], cy + o[1], s), int(rng.integers(3, 8)), rotation=int(rng.integers(0, 90)), fill=colour(rng))
            else: d.arc(box, 0, int(rng.integers(120, 360)), fill=colour(rng), width=int(s / 4))
    f = font(rng, int(min(w, h) * rng.uniform(.09, .2)), files)
    name = ''.join(words(rng, int(rng.integers(1, 3)))); name = name.upper() if rng.random() < .4 else name.title()
    mean = np.asarray(im).mean()
    d.text((w / 2, h * (.8 if k < .7 else .5)), name, font=f, fill=colour(rng) if rng.random() < .5 else ((0,) * 3 if mean > 128 else (255,) * 3), anchor='mm')
    return im

def meme(rng, files, sources, parity=0):
    im = art(rng, sources, parity).convert('RGB')
    w, h = size(rng); im = im.resize((w, h), Image.BICUBIC); d = ImageDraw.Draw(im)
    bold = [f for f in files if 'Bold' in f and 'Oblique' not in f and 'Italic' not in f]
    px = int(h * rng.uniform(.075, .13)); f = font(rng, px, bold)
    def lines(n):
        out = []
        for _ in range(n):
            line = ''
            for word in words(rng, 12):
                if d.textlength(f'{line} {word}', font=f) > w * .94: break
                line = f'{line} {word}'.strip()
            out.append(line)
        return out
    k = rng.random()
    if k < .65:
        top, bottom = lines(int(rng.integers(0, 3))), lines(int(rng.integers(1, 3)))
        for i, t in enumerate(top): d.text((w / 2, px * .2 + i * px * 1.1), t.upper(), font=f, fill='white', stroke_width=max(2, px // 14), stroke_fill='black', anchor='ma')
        for i, t in enumerate(reversed(bottom)): d.text((w / 2, h - px * .3 - i * px * 1.1), t.upper(), font=f, fill='white', stroke_width=max(2, px // 14), stroke_fill='black', anchor='md')
        return im
    text = lines(int(rng.integers(1, 3)))
    band = int(px * (len(text) * 1.25 + .6))
    if k < .87:
        out = Image.new('RGB', (w, h + band), 'white' if rng.random() < .75 else 'black'); out.paste(im, (0, band)); d = ImageDraw.Draw(out)
        ink = (0,) * 3 if np.asarray(out)[0, 0, 0] else (255,) * 3
        for i, t in enumerate(text): d.text((w * .03, px * .3 + i * px * 1.2), t, font=f, fill=ink)
        return out
    out = Image.new('RGB', (int(w * 1.25), int(h * 1.2 + band)), 'black'); out.paste(im, (int(w * .125), int(h * .08))); d = ImageDraw.Draw(out)
    d.rectangle((w * .12, h * .075, w * 1.13, h * 1.085), outline='white', width=2)
    for i, t in enumerate(text): d.text((out.width / 2, h * 1.12 + i * px * 1.2), t.upper(), font=f, fill='white', anchor='ma')
    return out

def diagram(rng, files, sources):
    w, h = size(rng); im = Image.new('RGB', (w, h), 'white'); d = ImageDraw.Draw(im); f = font(rng, int(rng.integers(12, 22)), files)
    nodes = [(w * rng.uniform(.12, .88), h * rng.uniform(.1, .9)) for _ in range(int(rng.integers(4, 12)))]
    for i, a in enumerate(nodes[1:]):
        b = nodes[int(rng.integers(0, i + 1))]; d.line([a, b] if rng.random() < .5 else [a, (a[0], b[1]), b], fill=(60, 60, 60), width=2)
    for x, y in nodes:
        t = ' '.join(words(rng, int(rng.integers(1, 3)))); r = d.textlength(t, font=f) / 2 + 12; box = (x - r, y - 20, x + r, y + 20)
        fill = tuple(int(v) for v in rng.integers(170, 256, 3))
        (d.rectangle if rng.random() < .5 else d.ellipse)(box, fill=fill, outline='black', width=2)
        d.text((x, y), t, font=f, fill='black', anchor='mm')
    return im

KINDS = {'scan': scan, 'noise': noise, 'black': black, 'icon': icon, 'drawing': drawing, 'logo': logo, 'meme': meme, 'diagram': diagram}

def main(kind, out, count, seed, *sources):
    files = fonts([])
    for i in range(count):
        rng = np.random.default_rng([seed, i, len(kind)])
        args = (rng, files, sources)
        im = KINDS[kind](*args, seed % 2) if kind in ('icon', 'drawing', 'logo', 'meme') else KINDS[kind](*args)
        im.save(f'{out}/{kind}-{seed}-{i:03}.jpg', quality=int(rng.integers(70, 95)))

if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), *sys.argv[5:])
