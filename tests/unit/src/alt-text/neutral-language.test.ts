import { describe, expect, it } from 'vitest';
import { neutralise, revertNeutral } from '../../../../src/alt-text/neutral-language.ts';

const CASES: [string, string, string][] = [
  ['replaces a noun that guesses gender', 'a man in a black shirt', 'a person in a black shirt'],
  ['replaces plurals by plurals', 'the women and the dog', 'the people and the dog'],
  ['says child for boy and girl', 'two girls play', 'two children play'],
  ['drops age before a person', 'an elderly lady sits', 'a person sits'],
  ['drops skin before a person', 'a young black boy runs', 'a child runs'],
  ['drops two-word guesses', 'an african american man', 'a person'],
  [
    'keeps colours of animals and things',
    'a black and white dog on a brown couch',
    'a black and white dog on a brown couch',
  ],
  ['keeps young before an animal', 'a young dog runs', 'a young dog runs'],
  ['puts an where a vowel follows', 'a female athlete runs', 'an athlete runs'],
  ['puts a where no vowel follows any more', 'an old man', 'a person'],
  ['counts a man and a woman as two people', 'a man and a woman is sitting', 'two people are sitting'],
  ['adds up numbers', 'two men and a woman are sitting', 'three people are sitting'],
  ['joins groups without a number', 'a group of men and women', 'a group of people'],
  ['tells two persons apart', 'a man in a hat and a woman in red', 'a person in a hat and another person in red'],
  ['does not count a child among persons', 'a boy and a man', 'a child and a person'],
  ['replaces his by their', 'a man walks his dog', 'a person walks their dog'],
  [
    'tells possessive her from the object',
    'a girl lifts her arms while a man holds her',
    'a child lifts their arms while a person holds them',
  ],
  ['puts the verb after they in the plural', 'a man is falling as he watches', 'a person is falling as they watch'],
  ['says its for an animal', 'a dog has a stick in his mouth', 'a dog has a stick in its mouth'],
  ['says they for a pronoun without a noun', 'he throws her the ball', 'they throw them the ball'],
  ['keeps possessives', "a man's hat", "a person's hat"],
  ['keeps the capital', 'Little girl on a swing', 'Child on a swing'],
  ['drops a noun before one that suffices', 'women skaters race', 'skaters race'],
  ['leaves baby animals alone', 'a baby elephant', 'a baby elephant'],
  ['replaces roles with a gender', 'a policeman and two firemen', 'a police officer and two firefighters'],
  ['replaces male as a noun', 'two males fight', 'two people fight'],
];

describe('neutralise', () => {
  it.each(CASES)('%s', (_, text, neutral) => {
    expect(neutralise(text).text).toBe(neutral);
  });

  it.each(CASES)('can be reverted to the letter when it %s', (_, text) => {
    expect(revertNeutral(neutralise(text))).toBe(text);
  });

  it('reports nothing when nothing guesses', () => {
    expect(neutralise('two dogs run on the grass')).toEqual({ text: 'two dogs run on the grass', changes: [] });
  });

  it('reports every change with its place and cause', () => {
    const { text, changes } = neutralise('an old man walks his dog');
    expect(changes.map(({ from, to, cause }) => [from, to, cause])).toEqual([
      ['an', 'a', 'grammar'],
      ['old man', 'person', 'age'],
      ['his', 'their', 'gender'],
    ]);
    for (const { start, to } of changes) expect(text.slice(start, start + to.length)).toBe(to);
  });

  it('leaves an empty text empty', () => {
    expect(neutralise('')).toEqual({ text: '', changes: [] });
  });

  it('is idempotent', () => {
    for (const [, text] of CASES) {
      const once = neutralise(text).text;
      expect(neutralise(once).text).toBe(once);
    }
  });
});
