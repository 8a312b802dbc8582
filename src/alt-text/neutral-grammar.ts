import { NEUTRAL_NOUNS, NEUTRAL_PEOPLE, type NeutralNoun } from './neutral-lexicon.ts';
import { lower, nextWord, rewrite, type Segment } from './neutral-segments.ts';
import { FUNCTION_WORDS, indefiniteArticle } from './words.ts';

const PERSON_PRONOUNS: Record<string, string> = { he: 'they', she: 'they', him: 'them', hers: 'theirs' };
const THING_PRONOUNS: Record<string, string> = {
  ...{ he: 'it', she: 'it', him: 'it', his: 'its', her: 'its', hers: 'its', himself: 'itself', herself: 'itself' },
};

/**
 * Replaces gendered pronouns: by `it` and its forms where the text names an animal and no person, else by `they`.
 * The verb after `they` is put in the plural.
 */
export function replacePronouns(segments: Segment[]): void {
  const words = segments.map((segment) => segment.original.toLowerCase());
  const people =
    words.some((word) => word in NEUTRAL_NOUNS || NEUTRAL_PEOPLE.has(word) || PEOPLE_OTHERWISE.has(word)) ||
    !words.some((word) => ANIMALS.has(word));
  segments.forEach((segment, i) => {
    if (!segment.isWord) return;
    const word = segment.text.toLowerCase();
    const contraction = /^(?:he|she)(['’])(s|d|ll)$/.exec(word);
    if (contraction) {
      const rest = contraction[1]! + (contraction[2] === 's' && people ? 're' : contraction[2]!);
      rewrite(segment, (people ? 'they' : 'it') + rest, 'gender');
      return;
    }
    const pronoun = people ? personPronoun(word, segments, i) : THING_PRONOUNS[word];
    if (!pronoun) return;
    rewrite(segment, pronoun, 'gender');
    if (pronoun === 'they') pluraliseVerb(segments, i);
  });
}

const PEOPLE_OTHERWISE: ReadonlySet<string> = new Set('crowd group team family someone baby everyone'.split(' '));
const ANIMALS: ReadonlySet<string> = new Set(
  'animal bird bull cat chihuahua collie cow dachshund deer dog dogs elephant goat greyhound horse horses hound labrador monkey poodle puppies puppy retriever sheep shepherd squirrel terrier'.split(
    ' ',
  ),
);

function personPronoun(word: string, segments: readonly Segment[], i: number): string | undefined {
  const next = nextWord(segments, i, true);
  const nextText = lower(segments, next);
  if (word === 'his') return next < 0 || nextText === 'and' ? 'theirs' : 'their';
  if (word === 'her') return next < 0 || FUNCTION_WORDS.has(nextText) || nextText.endsWith('ly') ? 'them' : 'their';
  if (word === 'himself' || word === 'herself') return 'themselves';
  return PERSON_PRONOUNS[word];
}

const IRREGULAR: Record<string, string> = { is: 'are', was: 'were', has: 'have', does: 'do', goes: 'go' };
const ADVERBS = new Set(['also', 'then', 'now', 'still', 'just', 'almost']);

function pluraliseVerb(segments: Segment[], pronoun: number): void {
  let verb = nextWord(segments, pronoun, true);
  while (verb >= 0 && (ADVERBS.has(lower(segments, verb)) || lower(segments, verb).endsWith('ly'))) {
    verb = nextWord(segments, verb, true);
  }
  const word = lower(segments, verb);
  if (verb < 0 || FUNCTION_WORDS.has(word) !== word in IRREGULAR) return;
  rewrite(segments[verb]!, IRREGULAR[word] ?? withoutThirdPersonS(word), 'grammar');
}

function withoutThirdPersonS(verb: string): string {
  if (/^[ldtv]ies$/.test(verb)) return verb.slice(0, -1);
  if (verb.endsWith('ies')) return `${verb.slice(0, -3)}y`;
  if (/(?:ch|sh|ss|x|zz|o)es$/.test(verb)) return verb.slice(0, -2);
  return /[^s]s$/.test(verb) ? verb.slice(0, -1) : verb;
}

/** Puts `a` or `an` right where the word after it has changed. */
export function repairArticles(segments: Segment[]): void {
  segments.forEach((segment, i) => {
    const article = segment.text.toLowerCase();
    if (!segment.isWord || (article !== 'a' && article !== 'an')) return;
    const next = nextWord(segments, i, true);
    if (next < 0 || !segments.slice(i + 1, next + 1).some((between) => between.cause)) return;
    rewrite(segment, indefiniteArticle(segments[next]!.text), 'grammar');
  });
}

/** Tells apart what has become the same: `a person … a person` from `a man … a woman` reads `another person`. */
export function distinguish(segments: Segment[], replaced: ReadonlyMap<Segment, NeutralNoun>): void {
  const seen = new Map<string, string>();
  segments.forEach((segment, i) => {
    if (!segment.isWord || !/^an?$/i.test(segment.text)) return;
    const noun = segments[nextWord(segments, i, true)];
    const kind = noun && replaced.get(noun)?.kind;
    if (!kind || /['’]/.test(noun.text)) return;
    const original = noun.original.toLowerCase();
    const earlier = seen.get(kind);
    if (earlier === undefined) seen.set(kind, original);
    else if (earlier !== original) rewrite(segment, 'another', 'grammar');
  });
}
