"""Words and fonts for pictures that hold text."""
import glob

WORDS = ('time year people way day thing world life hand part child eye woman place work week case point government company '
         'number group problem fact report market growth total index price rate share cost sales update system account page '
         'search home settings profile message file edit view help open save print close new select result table figure '
         'chapter section theory model method data analysis value function class return import error warning user server '
         'north south east west january march april june august october monday friday today tomorrow never always when you '
         'finally one does not simply such wow much very cat dog boss meeting coffee code bug deadline weekend').split()
FONTS = sorted(glob.glob('/usr/share/fonts/truetype/**/*.ttf', recursive=True))

def words(rng, n):
    return [WORDS[i] for i in rng.integers(0, len(WORDS), n)]

def sentence(rng, low=4, high=14):
    return ' '.join(words(rng, int(rng.integers(low, high)))).capitalize() + '.'

def fonts(dirs):
    """Latin text fonts among FONTS and in further folders."""
    extra = [f for d in dirs for f in glob.glob(f'{d}/**/*.ttf', recursive=True) + glob.glob(f'{d}/**/*.otf', recursive=True)]
    return [f for f in FONTS + sorted(extra) if any(k in f.lower() for k in ('dejavu', 'liberation', 'comic', 'noto sans', 'free')) and 'emoji' not in f.lower()]
