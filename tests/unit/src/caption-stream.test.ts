import { describe, expect, test } from 'vitest';
import { streamCaption } from '../../../src/caption-stream.ts';
import type { Caption, CaptionToken } from '../../../src/shared/results.ts';

const token = (text: string) => ({ text }) as CaptionToken;
const caption = (...texts: string[]) => ({ text: texts.join(''), tokens: texts.map(token) }) as Caption;

async function texts(stream: AsyncIterable<CaptionToken>): Promise<string[]> {
  const all: string[] = [];
  for await (const { text } of stream) all.push(text);
  return all;
}

describe('streamCaption', () => {
  test('hands out the tokens in order, then ends, and resolves result', async () => {
    const stream = streamCaption(async (onToken) => {
      onToken(token('a'));
      onToken(token(' dog'));
      return caption('a', ' dog');
    }, undefined);
    expect(await texts(stream)).toEqual(['a', ' dog']);
    expect((await stream.result).text).toBe('a dog');
  });

  test('takes from the result the tokens that it has overtaken, and ignores them when they come late', async () => {
    let late!: (token: CaptionToken) => void;
    const stream = streamCaption(async (onToken) => {
      onToken(token('a'));
      late = onToken;
      return caption('a', ' dog', ' runs');
    }, undefined);
    await stream.result;
    late(token(' dog'));
    expect(await texts(stream)).toEqual(['a', ' dog', ' runs']);
  });

  test('passes an error to the reader and to result', async () => {
    const stream = streamCaption(() => Promise.reject(new Error('no photo')), undefined);
    await expect(texts(stream)).rejects.toThrow('no photo');
    await expect(stream.result).rejects.toThrow('no photo');
  });

  test('leaves no unhandled rejection when nobody asks for result', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', listen);
    const stream = streamCaption(() => Promise.reject(new Error('no photo')), undefined);
    await texts(stream).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
  });

  test('aborts the work with the reason when the reader cancels', async () => {
    let signal!: AbortSignal;
    const stream = streamCaption((_onToken, given) => {
      signal = given;
      return new Promise((_, reject) => {
        given.addEventListener('abort', () => {
          reject(given.reason);
        });
      });
    }, undefined);
    await stream.cancel('bored');
    expect(signal.reason).toBe('bored');
    await expect(stream.result).rejects.toBe('bored');
  });

  test('leaving the loop early aborts the work', async () => {
    let signal!: AbortSignal;
    const stream = streamCaption((onToken, given) => {
      signal = given;
      onToken(token('a'));
      return new Promise((_, reject) => {
        given.addEventListener('abort', () => {
          reject(given.reason);
        });
      });
    }, undefined);
    for await (const { text } of stream) {
      expect(text).toBe('a');
      break;
    }
    expect(signal.aborted).toBe(true);
    await expect(stream.result).rejects.toMatchObject({ name: 'AbortError' });
  });

  test("follows the caller's signal, aborted before or later", async () => {
    const run = (_: unknown, given: AbortSignal) =>
      new Promise<Caption>((_resolve, reject) => {
        if (given.aborted) reject(given.reason);
        given.addEventListener('abort', () => {
          reject(given.reason);
        });
      });
    await expect(streamCaption(run, AbortSignal.abort('before')).result).rejects.toBe('before');
    const controller = new AbortController();
    const { result } = streamCaption(run, controller.signal);
    controller.abort('later');
    await expect(result).rejects.toBe('later');
  });

  test('can be iterated where streams have no async iterator', async () => {
    const iterator = ReadableStream.prototype[Symbol.asyncIterator];
    // @ts-expect-error: taken away on purpose
    delete ReadableStream.prototype[Symbol.asyncIterator];
    try {
      const stream = streamCaption(async (onToken) => {
        onToken(token('a'));
        return caption('a', ' cat');
      }, undefined);
      expect(await texts(stream)).toEqual(['a', ' cat']);
    } finally {
      ReadableStream.prototype[Symbol.asyncIterator] = iterator;
    }
  });
});
