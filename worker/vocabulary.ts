import type { Manifest } from '../src/shared/manifest.ts';

/** Words of a text as the training recipe splits them (models/training/prepare.py): lower case, hyphens split. */
const WORD = /[a-z0-9]+(?:'[a-z]+)?/g;

/** Splits a text into words; punctuation is no word. */
export function splitWords(text: string): string[] {
  return text.toLowerCase().replaceAll('-', ' ').match(WORD) ?? [];
}

/** Words and their indices. */
export class Vocabulary {
  readonly #words: readonly string[];
  readonly #joiner: string;
  readonly #unknown: number;
  /** Tokens that are no words and are never said. The end is said, and not shown. */
  readonly unspeakable: ReadonlySet<number>;
  readonly #indices: ReadonlyMap<string, number>;

  constructor({ vocabulary, tokens }: Pick<Manifest, 'vocabulary' | 'tokens'>) {
    this.#words = vocabulary;
    this.#joiner = tokens.joiner;
    this.#unknown = tokens.unknown;
    this.unspeakable = new Set([tokens.pad, tokens.start, tokens.unknown]);
    const isWord = (id: number): boolean => id !== tokens.end && !this.unspeakable.has(id);
    this.#indices = new Map(vocabulary.flatMap((word, id) => (isWord(id) ? [[word.toLowerCase(), id] as const] : [])));
  }

  /** Index of a word, whatever its case; undefined if the model does not know it. */
  indexOf(word: string): number | undefined {
    return this.#indices.get(word.toLowerCase());
  }

  /** Index of the token that stands for a word which the model does not know. */
  get unknown(): number {
    return this.#unknown;
  }

  /**
   * Piece of text that a token adds.
   *
   * @param id - Index of a word.
   * @param first - Whether it begins the caption: then nothing joins it to what came before.
   */
  piece(id: number, first: boolean): string {
    return (first ? '' : this.#joiner) + (this.#words[id] ?? '');
  }
}
