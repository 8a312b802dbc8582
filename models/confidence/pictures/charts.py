"""Charts of a dozen forms, drawn with matplotlib. Usage: charts.py OUT COUNT SEED"""
import sys
import numpy as np
import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
from text import words

STYLES = ['default', 'ggplot', 'seaborn-v0_8', 'dark_background', 'bmh', 'fivethirtyeight', 'grayscale', 'classic', 'Solarize_Light2']

def draw(ax, kind, rng, polar):
    n = int(rng.integers(3, 12))
    labels = words(rng, n)
    x, y = np.arange(n), np.abs(rng.normal(5, 3, n)) + .5
    if kind == 'bar': ax.bar(x, y, tick_label=labels)
    elif kind == 'barh': ax.barh(x, y, tick_label=labels)
    elif kind == 'stacked':
        for k in range(3): ax.bar(x, y * rng.random(n), bottom=k * 4, label=words(rng, 1)[0])
    elif kind == 'line':
        for k in range(int(rng.integers(1, 6))): ax.plot(np.cumsum(rng.normal(0, 1, 60)), label=words(rng, 1)[0])
    elif kind == 'area': ax.stackplot(range(30), *[rng.random(30) + 1 for _ in range(4)])
    elif kind == 'scatter': ax.scatter(rng.normal(size=200), rng.normal(size=200), c=rng.random(200), s=rng.random(200) * 60, alpha=.7)
    elif kind == 'pie': ax.pie(y, labels=labels, wedgeprops={'width': .4} if rng.random() < .4 else None)
    elif kind == 'hist': ax.hist(rng.normal(size=800), bins=int(rng.integers(10, 50)))
    elif kind == 'box': ax.boxplot([rng.normal(k, 1, 60) for k in range(n)])
    elif kind == 'heat': ax.imshow(rng.random((n, n + 2)), cmap=str(rng.choice(['viridis', 'hot', 'Blues', 'coolwarm'])))
    elif kind == 'contour': g = np.linspace(-3, 3, 80); X, Y = np.meshgrid(g, g); ax.contourf(X, Y, np.sin(X * rng.random() * 2) * np.cos(Y) + X * rng.random())
    elif kind == 'step': ax.step(range(40), np.cumsum(rng.normal(0, 1, 40)))
    elif kind == 'polar': ax.fill(np.linspace(0, 2 * np.pi, n), y, alpha=.5)

KINDS = ['bar', 'barh', 'stacked', 'line', 'area', 'scatter', 'pie', 'hist', 'box', 'heat', 'contour', 'step', 'polar']

def main(out, count, seed):
    for i in range(count):
        rng = np.random.default_rng([seed, i])
        with plt.style.context(str(rng.choice(STYLES))):
            kind = KINDS[i % len(KINDS)]
            many = rng.random() < .2 and kind != 'polar'
            fig = plt.figure(figsize=(rng.uniform(4, 9), rng.uniform(3.5, 6.5)), dpi=int(rng.integers(70, 110)))
            for k in range(4 if many else 1):
                ax = fig.add_subplot(*((2, 2, k + 1) if many else (1, 1, 1)), projection='polar' if kind == 'polar' else None)
                draw(ax, kind if k == 0 else KINDS[int(rng.integers(0, 12))], rng, kind == 'polar')
                if rng.random() < .8: ax.set_title(' '.join(words(rng, 4)))
                if rng.random() < .6: ax.set_xlabel(words(rng, 1)[0]); ax.set_ylabel(words(rng, 1)[0])
                if ax.get_legend_handles_labels()[1] and rng.random() < .6: ax.legend()
                if rng.random() < .4: ax.grid(True)
            fig.savefig(f'{out}/chart-{seed}-{i:03}.jpg', pil_kwargs={'quality': int(rng.integers(70, 95))})
            plt.close(fig)

if __name__ == '__main__':
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
