const ratio = (a, b) => (a && b ? a / b : null);

/**
 * The comparisons that the goals are about. Threads and numbers of decoder steps are equal on both sides of each.
 *
 * @param result - What run.mjs gathered.
 * @returns {{ what: string, value: string, goal: string, met: boolean | null }[]} Those whose rows were measured.
 */
export function comparisons({ table, growth, cold }) {
  const row = (name) => table.find((candidate) => candidate.name === name);
  const median = (name, field) => row(name)?.[field]?.median;
  const equal = (one, other, field) => {
    const [a, b] = [median(one, field), median(other, field)];
    if (b !== undefined && a !== b) throw new Error(`${one} has ${a} ${field}, ${other} ${b}: no fair comparison`);
  };
  const lines = [];
  const add = (what, value, { atMost, atLeast, unit = '' }) => {
    if (value === null || value === undefined || Number.isNaN(value)) return;
    const digits = Math.abs(value) >= 100 ? 0 : 2;
    const shown = `${value.toFixed(digits)}${unit}`;
    if (atMost !== undefined) lines.push({ what, value: shown, goal: `<= ${atMost}${unit}`, met: value <= atMost });
    else if (atLeast !== undefined)
      lines.push({ what, value: shown, goal: `>= ${atLeast}${unit}`, met: value >= atLeast });
    else lines.push({ what, value: shown, goal: '-', met: null });
  };
  for (const threads of [1, 2]) {
    const suffix = `${threads} thread${threads > 1 ? 's' : ''}`;
    const ours = `saccade wasm, ${suffix}, greedy, soft`;
    const native = `native onnxruntime, ${suffix}, greedy, soft`;
    const stepMs = (name) => ratio(median(name, 'decodeMs'), median(name, 'steps'));
    const graphsMs = (name) => median(name, 'encodeMs') + median(name, 'decodeMs');
    for (const dtype of ['q8', 'fp32']) {
      const theirs = `transformers.js ViT-GPT2 ${dtype}, ${suffix}, greedy`;
      equal(ours, theirs, 'tokens');
      const peer = median(theirs, 'totalMs');
      const goal = dtype === 'q8' ? { atLeast: 40, unit: ' x' } : { unit: ' x' };
      add(`faster than transformers.js ${dtype}, ${suffix}, greedy`, ratio(peer, median(ours, 'totalMs')), goal);
    }
    equal(ours, native, 'steps');
    add(`encoder against native, ${suffix}`, ratio(median(ours, 'encodeMs'), median(native, 'encodeMs')), {
      atMost: 5,
      unit: ' x',
    });
    add(`step against native, ${suffix}`, ratio(stepMs(ours), stepMs(native)), { atMost: 1.5, unit: ' x' });
    add(`encoder and steps against native, ${suffix}`, ratio(graphsMs(ours), row(native) && graphsMs(native)), {
      atMost: 4,
      unit: ' x',
    });
    const beam = `saccade wasm, ${suffix}, beam 3, soft`;
    add(`beam 3 against greedy, ${suffix}`, ratio(median(beam, 'totalMs'), median(ours, 'totalMs')), {
      atMost: 1.7,
      unit: ' x',
    });
  }
  add('cold start to first caption, empty cache', cold.empty.firstCaption?.median, { atMost: 1500, unit: ' ms' });
  const held = growth.photoSize.filter(({ megapixels }) => megapixels <= 12).map(({ longestHoldMs }) => longestHoldMs);
  add('main thread held, photos up to 12 megapixels', Math.max(...held), { atMost: 16, unit: ' ms' });
  add('WebAssembly memory', cold.memory.wasmMB?.median, { atMost: 150, unit: ' MiB' });
  add('renderer above a blank page, after the first caption', cold.memory.aboveBlankMB?.median, {
    atMost: 150,
    unit: ' MiB',
  });
  add('renderer above a blank page, at its peak', cold.memory.peakAboveBlankMB?.median, { atMost: 150, unit: ' MiB' });
  return lines;
}
