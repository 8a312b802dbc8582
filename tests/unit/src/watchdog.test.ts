import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Watchdog } from '../../../src/watchdog.ts';

describe('Watchdog', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const watch = (ping: () => Promise<unknown>) => {
    const onSilent = vi.fn();
    const watchdog = new Watchdog(ping, onSilent);
    watchdog.limitMs = 800;
    watchdog.start();
    return { watchdog, onSilent };
  };

  test('calls out once, after the limit, when a ping is not answered', async () => {
    const { onSilent } = watch(() => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(800);
    expect(onSilent).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(onSilent).toHaveBeenCalledExactlyOnceWith(800);
    await vi.advanceTimersByTimeAsync(5000);
    expect(onSilent).toHaveBeenCalledTimes(1);
  });

  test('keeps quiet when every ping is answered late, but within the limit', async () => {
    const { onSilent } = watch(() => new Promise((resolve) => setTimeout(resolve, 600)));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(onSilent).not.toHaveBeenCalled();
  });

  test('keeps quiet when a ping rejects: the worker has answered', async () => {
    const { onSilent } = watch(() => Promise.reject(new Error('no')));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(onSilent).not.toHaveBeenCalled();
  });

  test('sends no pings after stop, and none at all when the limit is Infinity', async () => {
    const ping = vi.fn(() => Promise.resolve());
    const { watchdog } = watch(ping);
    watchdog.stop();
    await vi.advanceTimersByTimeAsync(5000);
    watchdog.limitMs = Infinity;
    watchdog.start();
    await vi.advanceTimersByTimeAsync(5000);
    expect(ping).not.toHaveBeenCalled();
  });
});
