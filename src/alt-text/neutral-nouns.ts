import {
  BABY_COMPOUNDS,
  GUESSING_ADJECTIVES,
  NEUTRAL_NOUNS,
  NEUTRAL_PEOPLE,
  PLAIN_ADJECTIVES,
  type NeutralNoun,
} from './neutral-lexicon.ts';
import { drop, fold, lower, nextWord, previousWord, rewrite, type Segment } from './neutral-segments.ts';

const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const COUNTS: Record<string, number> = { 'a': 1, 'an': 1, 'the': 1, 'another': 1, '': 1 };
NUMBERS.forEach((word, count) => (COUNTS[word] = count));

function isPeopleWord(word: string): boolean {
  return word in NEUTRAL_NOUNS || NEUTRAL_PEOPLE.has(word);
}

/** Drops adjectives that guess gender, age or skin where they stand before a word for people. */
export function dropGuessingAdjectives(segments: Segment[]): void {
  for (let noun = 0; noun < segments.length; noun++) {
    if (!segments[noun]!.isWord || !isPeopleWord(bare(lower(segments, noun)))) continue;
    let i = previousWord(segments, noun, true);
    while (i >= 0) {
      const word = lower(segments, i);
      const before = previousWord(segments, i, true);
      const guess = GUESSING_ADJECTIVES[word];
      if (guess) drop(segments, i, guess);
      else if (word === 'american' && lower(segments, before) === 'african') drop(segments, i, 'skin');
      else if (!PLAIN_ADJECTIVES.has(word)) break;
      i = before;
    }
  }
}

/** Replaces nouns that guess: `man` by `person`, `girls` by `children`. Returns their originals by segment. */
export function replaceNouns(segments: Segment[]): Map<Segment, NeutralNoun> {
  const replaced = new Map<Segment, NeutralNoun>();
  segments.forEach((segment, i) => {
    if (!segment.isWord || segment.text === '') return;
    const word = segment.text.toLowerCase();
    const next = lower(segments, nextWord(segments, i, true));
    const noun = neutralNoun(bare(word), next);
    if (!noun) return;
    if (noun.kind && NEUTRAL_PEOPLE.has(next)) {
      drop(segments, i, noun.guess); // "women skaters"
      return;
    }
    rewrite(segment, noun.to + possessive(word, noun), noun.guess);
    replaced.set(segment, noun);
  });
  return replaced;
}

function neutralNoun(word: string, next: string): NeutralNoun | undefined {
  if (word === 'male' || word === 'female') return { to: 'person', plural: false, guess: 'gender', kind: 'person' };
  if (word === 'males' || word === 'females') return { to: 'people', plural: true, guess: 'gender', kind: 'person' };
  if (word === 'baby' && !BABY_COMPOUNDS.has(next)) return { to: 'child', plural: false, guess: 'age', kind: 'child' };
  if (word === 'babies') return { to: 'children', plural: true, guess: 'age', kind: 'child' };
  if (word === 'blonde') return { to: 'blond', plural: false, guess: 'gender' };
  return Object.hasOwn(NEUTRAL_NOUNS, word) ? NEUTRAL_NOUNS[word] : undefined;
}

function bare(word: string): string {
  return word.replace(/['’]s?$/, '');
}

function possessive(word: string, noun: NeutralNoun): string {
  const apostrophe = /(['’])s?$/.exec(word)?.[1];
  if (!apostrophe) return '';
  return noun.plural && noun.to.endsWith('s') ? apostrophe : `${apostrophe}s`;
}

/** Counts together what has become the same: `a man and two women` reads `three people`. */
export function joinCoordinated(segments: Segment[], replaced: ReadonlyMap<Segment, NeutralNoun>): void {
  for (let i = 0; i < segments.length; i++) {
    const first = replaced.get(segments[i]!);
    const and = nextWord(segments, i, true);
    if (!first?.kind || lower(segments, and) !== 'and') continue;
    let second = nextWord(segments, and, true);
    let determiner = '';
    if (second >= 0 && lower(segments, second) in COUNTS) {
      determiner = lower(segments, second);
      second = nextWord(segments, second, true);
    }
    const other = second < 0 ? undefined : replaced.get(segments[second]!);
    if (other?.kind !== first.kind || /['’]/.test(segments[i]!.text + segments[second]!.text)) continue;
    const before = previousWord(segments, i, true);
    const counted = before >= 0 && lower(segments, before) in COUNTS;
    const a = count(counted ? lower(segments, before) : '', first);
    const b = count(determiner, other);
    const plural = first.kind === 'person' ? 'people' : 'children';
    const number = a !== null && b !== null ? NUMBERS[a + b] : undefined;
    const from = counted && (number !== undefined || lower(segments, before) !== 'the') ? before : i;
    fold(segments, from, second, number ? `${number} ${plural}` : plural, first.guess);
    agree(segments, nextWord(segments, from, true));
    i = from;
  }
}

function count(determiner: string, noun: NeutralNoun): number | null {
  if (noun.plural && (determiner === '' || determiner === 'the')) return null;
  return COUNTS[determiner] ?? null;
}

const PLURAL: Record<string, string> = { 'is': 'are', 'was': 'were', 'has': 'have', 'does': 'do', "isn't": "aren't" };
function agree(segments: Segment[], verb: number): void {
  const plural = PLURAL[lower(segments, verb)];
  if (plural) rewrite(segments[verb]!, plural, 'grammar');
}
