import { afterEach, describe, expect, it, vi } from 'vitest';
import { requestGpuDevice } from '../../../../worker/runtime/gpu-device.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

function stubGpu(adapter: object | null): void {
  vi.stubGlobal('navigator', { gpu: { requestAdapter: () => Promise.resolve(adapter) } });
}

function fakeAdapter(info: object = {}) {
  let lose!: (info: { reason: string; message: string }) => void;
  const lost = new Promise((resolve) => (lose = resolve));
  const requested: unknown[] = [];
  const adapter = {
    limits: { maxBufferSize: 1024, maxTextureDimension2D: 9 },
    info,
    requestDevice: (descriptor: unknown) => {
      requested.push(descriptor);
      return Promise.resolve({ lost, destroy: () => undefined });
    },
  };
  return { adapter, requested, lose };
}

describe('requestGpuDevice', () => {
  it('asks for the limits that the adapter has, and for no feature', async () => {
    const { adapter, requested } = fakeAdapter({ vendor: 'acme', architecture: 'x1' });
    stubGpu(adapter);
    const gpu = await requestGpuDevice(false);
    expect(requested).toEqual([{ requiredLimits: { maxBufferSize: 1024 } }]);
    expect(gpu.adapter).toEqual({ vendor: 'acme', architecture: 'x1', description: '', isFallback: false });
  });

  it('tells when and why the device was lost, to those who asked before and after, and not to those who left', async () => {
    const { adapter, lose } = fakeAdapter();
    stubGpu(adapter);
    const gpu = await requestGpuDevice(false);
    const told: string[] = [];
    gpu.onLost(() => told.push('before'));
    gpu.onLost(() => told.push('left'))();
    expect(gpu.lostBecause()).toBeNull();
    lose({ reason: 'destroyed', message: '' });
    await vi.waitFor(() => {
      expect(gpu.lostBecause()).toBe('destroyed');
    });
    gpu.onLost(() => told.push('after'));
    expect(told).toEqual(['before', 'after']);
  });

  it('refuses a software adapter unless it is allowed', async () => {
    const { adapter } = fakeAdapter({ isFallbackAdapter: true });
    stubGpu(adapter);
    await expect(requestGpuDevice(false)).rejects.toMatchObject({ code: 'webgpu-unavailable' });
    expect((await requestGpuDevice(true)).adapter.isFallback).toBe(true);
  });

  it('says what is missing when there is no WebGPU, no adapter or no device', async () => {
    vi.stubGlobal('navigator', {});
    await expect(requestGpuDevice(true)).rejects.toThrow('no WebGPU');
    stubGpu(null);
    await expect(requestGpuDevice(true)).rejects.toThrow('no GPU adapter');
    stubGpu({ limits: {}, requestDevice: () => Promise.reject(new Error('driver crashed')) });
    await expect(requestGpuDevice(true)).rejects.toMatchObject({
      code: 'webgpu-unavailable',
      details: { reason: expect.stringContaining('driver crashed') as string },
    });
  });
});
