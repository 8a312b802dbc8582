import { expect, test } from 'vitest';
import { interruptible } from '../../../src/interruptible.ts';

const never = new Promise<never>(() => undefined);

test('interruptible gives what the work gives when nothing aborts', async () => {
  const { signal } = new AbortController();
  await expect(interruptible(Promise.resolve(3), signal)).resolves.toBe(3);
  await expect(interruptible(Promise.reject(new Error('x')), signal)).rejects.toThrow('x');
});

test('interruptible rejects with the reason when the work never ends', async () => {
  const controller = new AbortController();
  const work = interruptible(never, controller.signal);
  controller.abort('stop');
  await expect(work).rejects.toBe('stop');
  await expect(interruptible(never, controller.signal)).rejects.toBe('stop');
});
