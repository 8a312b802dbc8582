import { InvalidInputError } from './shared/errors/invalid-input-error.ts';
import { badOption } from './validate-options.ts';

/** Longest text that is aligned; a caption has some 60 letters. */
export const MAX_TEXT_LENGTH = 1000;

/**
 * Checks texts that the caller wrote. Whether the model knows their words, the worker says.
 *
 * @throws {@link InvalidInputError} `bad-option` if they are no strings, `bad-text` if one is empty or too long.
 */
export function checkTexts(call: string, texts: unknown): asserts texts is readonly string[] {
  if (!Array.isArray(texts) || texts.length === 0)
    throw badOption(call, 'texts', texts, 'an array of one or more strings');
  texts.forEach((text: unknown, index) => {
    if (typeof text !== 'string') throw badOption(call, `text ${String(index)}`, text, 'a string');
    if (text.trim() !== '' && text.length <= MAX_TEXT_LENGTH) return;
    const fault = text.trim() === '' ? 'is empty' : `has ${String(text.length)} characters`;
    throw new InvalidInputError('bad-text', `${call}: text ${String(index)} ${fault}.`, {
      details: { call, index, length: text.length, maxLength: MAX_TEXT_LENGTH },
      remedy: `Hand over a text of one or more words, at most ${String(MAX_TEXT_LENGTH)} characters.`,
    });
  });
}
