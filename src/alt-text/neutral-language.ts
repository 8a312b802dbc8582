import { distinguish, repairArticles, replacePronouns } from './neutral-grammar.ts';
import { dropGuessingAdjectives, joinCoordinated, replaceNouns } from './neutral-nouns.ts';
import { toSegments, type ChangeCause } from './neutral-segments.ts';

/** One stretch that neutral language changed. Offsets are UTF-16 code units. */
export interface NeutralChange {
  /** What the text said. */
  from: string;
  /** What stands there now; empty where a word was dropped. */
  to: string;
  /** Where `to` begins in the neutral text. */
  start: number;
  /** What the original guessed; `grammar` where the change only follows from another. */
  cause: ChangeCause;
}

/** A text without guesses about people, and the way back. */
export interface NeutralText {
  text: string;
  /** In the order of the text; empty if nothing was changed. */
  changes: NeutralChange[];
}

/**
 * Rewrites an English text so that it does not guess anybody's gender, age or skin.
 *
 * `man` and `woman` become `person`, `boy` and `girl` `child`, with plurals, possessives, pronouns, articles and verbs
 * kept in agreement; `young`, `elderly`, `asian` and the like are dropped before a word for people. Colours of things
 * and animals stay. A rule set, not a parser: it is made for sentences such as captions are.
 *
 * @param text - English text, any case.
 * @returns The neutral text and every change; {@link revertNeutral} takes it back to the letter.
 * @example
 * neutralise('an old man throws his hat').text; // 'a person throws their hat'
 */
export function neutralise(text: string): NeutralText {
  const segments = toSegments(text);
  dropGuessingAdjectives(segments);
  const replaced = replaceNouns(segments);
  joinCoordinated(segments, replaced);
  replacePronouns(segments);
  repairArticles(segments);
  distinguish(segments, replaced);

  const changes: NeutralChange[] = [];
  let neutral = '';
  for (const segment of segments) {
    const last = changes.at(-1);
    const changed = segment.text !== segment.original;
    if (changed && last && last.start + last.to.length === neutral.length) {
      last.from += segment.original;
      last.to += segment.text;
      if (last.cause === 'grammar' && segment.cause) last.cause = segment.cause;
    } else if (changed) {
      changes.push({
        from: segment.original,
        to: segment.text,
        start: neutral.length,
        cause: segment.cause ?? 'grammar',
      });
    }
    neutral += segment.text;
  }
  return { text: neutral, changes };
}

/**
 * Takes neutral language back.
 *
 * @param neutral - What {@link neutralise} returned.
 * @returns The text as it was, to the letter.
 */
export function revertNeutral(neutral: NeutralText): string {
  let text = neutral.text;
  for (const change of [...neutral.changes].reverse()) {
    text = text.slice(0, change.start) + change.from + text.slice(change.start + change.to.length);
  }
  return text;
}
