import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { GpuDevice } from '../../../../worker/runtime/gpu-device.ts';
import { InferenceError } from '../../../../src/shared/errors/inference-error.ts';

/** What the sessions and devices made so far do; the runtime under test sees only their interfaces. */
const world = vi.hoisted(() => ({
  devices: [] as { lose: (reason: string) => void; destroyed: boolean }[],
  deviceRefused: false,
  sessions: [] as { provider: string; device: unknown; released: boolean }[],
  sessionRefused: null as string | null,
  run: (() => Promise.resolve({})) as (provider: string, sessionNumber: number) => Promise<object>,
}));

vi.mock('../../../../worker/runtime/graph-session.ts', () => ({
  GraphSession: {
    create: (_bytes: Uint8Array, name: string, provider: { name: string; device?: unknown }) => {
      if (world.sessionRefused === provider.name) return Promise.reject(new Error('refused'));
      const number = world.sessions.length;
      const session = { provider: provider.name, device: provider.device, released: false, graph: name };
      world.sessions.push(session);
      return Promise.resolve({
        run: () => world.run(provider.name, number),
        release: () => {
          session.released = true;
          return Promise.resolve();
        },
      });
    },
  },
}));

const { ModelRuntime } = await import('../../../../worker/runtime/model-runtime.ts');

function requestDevice(): Promise<GpuDevice> {
  if (world.deviceRefused) return Promise.reject(new Error('no adapter'));
  let reason: string | null = null;
  const callbacks = new Set<() => void>();
  const state = {
    destroyed: false,
    lose: (because: string) => {
      reason = because;
      for (const callback of callbacks) callback();
    },
  };
  world.devices.push(state);
  return Promise.resolve({
    device: {
      destroy: () => {
        state.destroyed = true;
      },
      lost: new Promise<never>(() => undefined),
    },
    adapter: { vendor: 'test', architecture: '', description: '', isFallback: false },
    lostBecause: () => reason,
    onLost: (callback: () => void) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
  });
}

const changes: string[] = [];
const create = async (backend: 'wasm' | 'webgpu', runMs = 10_000) => {
  const runtime = await ModelRuntime.create({
    requestDevice: backend === 'webgpu' ? requestDevice : null,
    graphs: { encoder: new Uint8Array(1), step: new Uint8Array(1) },
    timeouts: { sessionMs: 1000 },
    onChange: ({ name, reason }) => changes.push(`${name}: ${reason}`),
  });
  runtime.runLimitMs = runMs;
  return runtime;
};

beforeEach(() => {
  Object.assign(world, { devices: [], deviceRefused: false, sessions: [], sessionRefused: null });
  world.run = (provider, number) => Promise.resolve({ from: { provider, number } });
  changes.length = 0;
});

describe('ModelRuntime', () => {
  it('runs graphs on the backend that was asked for', async () => {
    expect(await (await create('wasm')).run('step', {}, ['from'])).toEqual({ from: { provider: 'wasm', number: 0 } });
    expect((await create('webgpu')).adapter).toMatchObject({ vendor: 'test' });
    expect(world.sessions.map((session) => session.provider)).toEqual(['wasm', 'wasm', 'webgpu', 'webgpu']);
  });

  it('runs again on a fresh device when a run fails because the device was lost', async () => {
    const runtime = await create('webgpu');
    world.run = (provider, number) => {
      if (number < 2) {
        setTimeout(() => {
          world.devices[0]!.lose('driver reset');
        }, 10);
        return Promise.reject(new Error('failed to call OrtRun(). ERROR_CODE: 1'));
      }
      return Promise.resolve({ from: { provider, number } });
    };
    expect(await runtime.run('step', {}, ['from'])).toEqual({ from: { provider: 'webgpu', number: 2 } });
    expect(changes).toEqual(['webgpu: On a fresh GPU device: the one before was lost (driver reset).']);
    expect(world.devices).toHaveLength(2);
    expect(world.devices[0]!.destroyed).toBe(true);
  });

  it('runs again when a run on a lost device is never answered', async () => {
    const runtime = await create('webgpu');
    world.run = (provider, number) => {
      if (number >= 2) return Promise.resolve({ from: { provider, number } });
      setTimeout(() => {
        world.devices[0]!.lose('gone');
      }, 10);
      return new Promise(() => undefined);
    };
    expect(await runtime.run('encoder', {}, ['from'])).toEqual({ from: { provider: 'webgpu', number: 3 } });
  });

  it('replaces a device that was lost between two runs before the next one', async () => {
    const runtime = await create('webgpu');
    world.devices[0]!.lose('asleep');
    expect(await runtime.run('step', {}, ['from'])).toEqual({ from: { provider: 'webgpu', number: 2 } });
    expect(changes).toHaveLength(1);
  });

  it('goes on with WASM when there is no fresh device, and stays there', async () => {
    const runtime = await create('webgpu');
    world.devices[0]!.lose('unplugged');
    world.deviceRefused = true;
    expect(await runtime.run('step', {}, ['from'])).toEqual({ from: { provider: 'wasm', number: 2 } });
    expect(changes).toEqual(['wasm: WASM, because the GPU device was lost (unplugged).']);
    expect(runtime.adapter).toBeNull();
    await runtime.run('step', {}, ['from']);
    expect(world.sessions).toHaveLength(4);
  });

  it('gives the GPU up after the third loss', async () => {
    const runtime = await create('webgpu');
    for (let i = 0; i < 3; i++) {
      world.devices.at(-1)!.lose(`loss ${i}`);
      await runtime.run('step', {}, ['from']);
    }
    expect(changes.map((change) => change.split(':')[0])).toEqual(['webgpu', 'webgpu', 'wasm']);
  });

  it('rejects with device-lost when WASM cannot take over either', async () => {
    const runtime = await create('webgpu');
    world.devices[0]!.lose('gone');
    world.deviceRefused = true;
    world.sessionRefused = 'wasm';
    await expect(runtime.run('step', {}, ['from'])).rejects.toMatchObject({ code: 'device-lost' });
  });

  it('passes a failure on when the device is still there', async () => {
    const runtime = await create('webgpu');
    const error = new InferenceError('run-failed', 'bad', { remedy: 'none' });
    world.run = () => Promise.reject(error);
    await expect(runtime.run('step', {}, ['from'])).rejects.toBe(error);
    expect(world.devices).toHaveLength(1);
  });

  it('ends a run that is never answered with timeout, and the next run works on a fresh device', async () => {
    const runtime = await create('webgpu', 50);
    world.run = () => new Promise(() => undefined);
    await expect(runtime.run('step', {}, ['from'])).rejects.toMatchObject({
      code: 'timeout',
      details: { limitMs: 50 },
    });
    world.run = (provider, number) => Promise.resolve({ from: { provider, number } });
    expect(await runtime.run('step', {}, ['from'])).toEqual({ from: { provider: 'webgpu', number: 2 } });
  });

  it('releases sessions and device when it is disposed of', async () => {
    const runtime = await create('webgpu');
    await runtime.dispose();
    expect(world.sessions.every((session) => session.released)).toBe(true);
    expect(world.devices[0]!.destroyed).toBe(true);
  });
});
