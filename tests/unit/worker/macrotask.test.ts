import { expect, it } from 'vitest';
import { macrotask } from '../../../worker/macrotask.ts';

it('macrotask lets a message in that was sent before, which awaiting a promise does not', async () => {
  const { port1, port2 } = new MessageChannel();
  let arrived = false;
  port1.onmessage = () => (arrived = true);
  port2.postMessage(null);
  for (let i = 0; i < 10; i++) await Promise.resolve();
  expect(arrived).toBe(false);
  for (let i = 0; i < 3; i++) await macrotask();
  expect(arrived).toBe(true);
  port1.close();
});

it('macrotask resolves every waiter in order', async () => {
  const order: number[] = [];
  await Promise.all([1, 2, 3].map((n) => macrotask().then(() => order.push(n))));
  expect(order).toEqual([1, 2, 3]);
});
