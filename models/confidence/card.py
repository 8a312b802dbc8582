"""CONFIDENCE.md of a model pack, from the report."""

KIND = {'black': 'black frames', 'chart': 'charts', 'page': 'screenshots', 'scan': 'scanned text', 'logo': 'logos', 'icon': 'icons', 'drawing': 'drawings',
        'noise': 'noise and patterns', 'meme': 'memes', 'diagram': 'diagrams (held out)', 'map': 'maps (held out)'}
percent = lambda v: 'not measured' if v is None else f'{100 * v:.1f} %'


def span(v, show=percent):
    return f'{show(v[0])} ({show(v[1])} to {show(v[2])})'


def card(r, parameters):
    number = lambda v: f'{v:.3f}'
    kinds = '\n'.join(f'| {KIND[k]} | {v[0]} | {percent(v[1])} | {percent(v[2])} |' for k, v in r['np-test'].items() if k in KIND)
    curve = '\n'.join(f'| {t["threshold"]:.2f} | {percent(t["alt"])} | {percent(t["wrong"])} | {percent(t["far"])} |' for t in r['thresholds'])
    signals = '\n'.join(f'| {name} | {value:.3f} |' for name, value in sorted(r['signals'].items(), key=lambda s: -s[1]))
    g = r['gender']
    of = lambda n: f'{n} ({percent(n / g["guessing"])})'
    far = f'''{r['far']['pictures']} photos far from the training data (food, flowers, landscapes, buildings, textures, things in space and under microscopes; no person or
dog in them): **{percent(r['far']['unsure'])} are unsure**, against {percent(1 - r['alt_coverage'])} of the dev photos. How many principal directions
tell what is unfamiliar, and how many dev photos that may cost, was chosen by looking at such photos, so count on less. ''' if 'far' in r else ''
    return f'''# How sure the captions are

`altText` gives each caption a confidence: the probability that **every person, animal and thing that the caption names is one that people
name in the photo**. What counts as a name is a rule, not a judgement: words that head at least five annotated phrases of people, animals,
vehicles, instruments, clothing or other things in the dev file, coarse synonyms taken together (models/confidence/names.py). A caption
is wrong if it has a name that none of the photo's five human captions has.

**Read the rate with care.** People leave things out: by the same rule {percent(r['human_wrong'])} of the first human captions are wrong when held against the
other four. The rule compares systems; it does not count lies. And it says nothing about what a caption gets wrong without naming it: actions,
colours of what it names rightly, numbers, places.

All figures are of the 1,000 dev photos, each judged by a model that was fitted on the other four fifths (5 folds); in parentheses 95 %
intervals from 1,000 bootstrap samples of the photos. What tells names apart in the photo was learned from the 6,000 training photos only.

**The form of the model was chosen on these same dev photos**: which signals it uses, how strongly it is held back from overfitting, how many
directions tell the unfamiliar, which share of the photos gets an `alt`. Cross-fitting protects the weights from that, not the form; on photos
that nobody has seen expect somewhat worse than what stands here.

| | |
|---|---|
| AUROC, right against wrong | {span(r['auroc'], number)} |
| Wrong names, all captions | {span(r['wrong_all'])} |
| Wrong names, the surer half | {span(r['wrong_half'])} |
| Surer half's rate as a share of all captions' | {span(r['wrong_half_share'])} |
| Expected calibration error, 10 bins of equal width | {span(r['ece'], number)} |
| Photos that get an `alt` at the default threshold ({parameters['threshold']:.3f}) | {percent(r['alt_coverage'])} |
| Wrong names among those | {span(r['alt_wrong'])} |

![Reliability diagram](reliability.svg) ![Risk-coverage curve](risk-coverage.svg)

## The threshold
| `threshold` | dev photos with an `alt` | wrong names among them | photos of other domains with an `alt` |
|---|---|---|---|
{curve}

## What it is not made for
{r['np-test']['pictures']} pictures that are no photos, rendered or taken from packages of icons and clip art; two kinds were never seen in fitting, of
the others the files and seeds differ. The limits are quantiles of the dev photos; nothing was chosen by these pictures: **{percent(r['np-test']['unsure'])} are unsure**.

| kind | pictures | unsure | told to be no photo |
|---|---|---|---|
{kinds}

{far}{percent(1 - r['passes'])} of the dev photos are turned away as no photos or unfamiliar.

## What the confidence is made of
A logistic model over the signals below. `support` is the weightiest: {len(parameters['names'])} linear heads on the mean of the encoder's features say for each
name how likely people are to name it in this photo. AUROC of each signal alone:

| signal | AUROC |
|---|---|
{signals}

Agreement among samples of hard attention was left out: it costs several decodings a photo.

## Guessing gender
Raw captions (of `caption`; `altText` rewrites them by default) say man, woman, boy, girl or the like for {g['guessing']} of {g['captions']} dev photos. Of those,

- {of(g['contradicted'])} contradict every person who names a gender there;
- for {of(g['people_disagree'])} the five people disagree among themselves;
- for {of(g['somebody_stays_neutral'])} at least one of the five stays neutral ("person", "child", "player");
- for {of(g['disagree_or_neutral'])} at least one of these three holds.

## Reproduce
`python models/confidence/run.py --flickr8k DIR --work WORK --art ROOT --far FAR` makes the pictures, runs the model, fits, and writes this page, the
diagrams and the manifest's `confidence`; `models/confidence/README.md` says what the folders hold.
'''
