import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../../src/shared/manifest.ts';
import { assertFamilyIsKnown, createFamily } from '../../../../worker/families/index.ts';
import type { RunGraph } from '../../../../worker/families/family.ts';
import type { Value } from '../../../../worker/runtime/graph-session.ts';

const base = JSON.parse(
  readFileSync(new URL('../../../fixtures/tiny-pack/manifest.json', import.meta.url), 'utf8'),
) as Manifest;
const manifest: Manifest = {
  ...base,
  attention: { ...base.attention, hard: { ...base.attention.hard, keys: 'hard_keys' } },
};

function recorder() {
  const runs: { graph: string; feeds: Record<string, Value>; fetches: readonly string[] }[] = [];
  const run: RunGraph = (graph, feeds, fetches) => {
    runs.push({ graph, feeds, fetches });
    const integers = new Set(['top_tokens', 'places']);
    const outputs = fetches.map((name) => [
      name,
      { data: integers.has(name) ? new Int32Array(32) : new Float32Array(4), dims: [1] },
    ]);
    return Promise.resolve(Object.fromEntries(outputs) as never);
  };
  return { runs, run };
}

describe('assertFamilyIsKnown', () => {
  it('refuses a family that it does not know, names of object methods included', () => {
    for (const family of ['transformer', 'constructor', 'toString']) {
      expect(() => assertFamilyIsKnown({ ...manifest, family })).toThrowError(
        expect.objectContaining({ code: 'manifest-unsupported' }),
      );
    }
  });
});

describe('showAttendTell', () => {
  it('fetches the keys of both ways of attending, and feeds each way its own', async () => {
    const { runs, run } = recorder();
    const family = createFamily(manifest, run);
    const photo = await family.encode(new Float32Array(3 * 224 * 224));
    expect(runs[0]!.fetches).toEqual(['keys', 'hard_keys', 'values', 'state']);
    const request = { tokens: Int32Array.of(1), states: new Float32Array(16), noise: null, allLogProbs: false };
    await family.decoder(photo, null).step(request);
    await family.decoder(photo, { samples: 2, seed: 0 }).step({ ...request, noise: new Float32Array(392) });
    expect(runs[1]!.feeds['keys']!.data).toBe(photo.keys['keys']);
    expect(runs[2]!.feeds['keys']!.data).toBe(photo.keys['hard_keys']);
    expect([...runs[1]!.feeds['mode']!.data]).toEqual([1, 0, 0]);
    expect([...runs[2]!.feeds['mode']!.data]).toEqual([0, 0.5, 0.5]);
  });

  it('fetches only what is needed', async () => {
    const { runs, run } = recorder();
    const family = createFamily(manifest, run);
    const photo = await family.encode(new Float32Array(3 * 224 * 224));
    const request = { tokens: Int32Array.of(1, 2), states: new Float32Array(32), noise: null };
    const soft = await family.decoder(photo, null).step({ ...request, allLogProbs: false });
    expect(runs[1]!.fetches).toEqual(['top_log_probs', 'top_tokens', 'attention', 'next_state']);
    expect(soft.logProbs).toBeNull();
    expect(runs[1]!.feeds['noise']).toMatchObject({ dims: [2, 2, 196] });
    await family.decoder(photo, { samples: 1, seed: 0 }).step({ ...request, allLogProbs: true });
    expect(runs[2]!.fetches).toContain('places');
    expect(runs[2]!.fetches).toContain('log_probs');
  });
});
