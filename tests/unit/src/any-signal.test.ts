import { expect, test } from 'vitest';
import { anySignal } from '../../../src/any-signal.ts';

test('anySignal aborts with the reason of the first signal that does', () => {
  const [a, b] = [new AbortController(), new AbortController()];
  const { signal } = anySignal([undefined, a.signal, b.signal]);
  expect(signal.aborted).toBe(false);
  b.abort('b');
  a.abort('a');
  expect(signal.reason).toBe('b');
});

test('anySignal is aborted at once when one of the signals is', () => {
  const { signal } = anySignal([new AbortController().signal, AbortSignal.abort('before')]);
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toBe('before');
});

test('anySignal no longer follows its signals after release', () => {
  const controller = new AbortController();
  const { signal, release } = anySignal([controller.signal]);
  release();
  controller.abort();
  expect(signal.aborted).toBe(false);
});
