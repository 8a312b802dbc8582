import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { comparisons } from './comparisons.mjs';

const ms = (value) =>
  value === null || value === undefined ? '-' : value >= 100 ? value.toFixed(0) : value.toFixed(1);
const spread = (summary) => (summary ? `${ms(summary.median)} (${ms(summary.low)}-${ms(summary.high)})` : '-');
const mb = (bytes) => (bytes / 1e6).toFixed(2);

function markdownTable(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function mainTable(table) {
  return markdownTable(
    [
      'what',
      'photo to caption, ms',
      'photo read',
      'encoder',
      'all steps',
      'steps',
      'a step',
      'first word',
      'tokens',
      'tokens/s',
      'runs',
    ],
    table.map((row) => {
      const tokens = row.tokens?.median ?? null;
      return [
        row.name,
        spread(row.totalMs),
        ms(row.preprocessMs?.median),
        ms(row.encodeMs?.median),
        ms(row.decodeMs?.median),
        row.steps?.median ?? '-',
        row.decodeMs && row.steps ? ms(row.decodeMs.median / row.steps.median) : '-',
        ms(row.firstTokenMs?.median),
        tokens ?? '-',
        tokens ? ms((1000 * tokens) / row.totalMs.median) : '-',
        row.totalMs?.n ?? '-',
      ];
    }),
  );
}

function growthTables({ photoSize, beams, length, queue }) {
  return [
    '### Photo size (greedy; JPEG bytes in, so the browser decoding them is included)',
    markdownTable(
      ['megapixels', 'pixels', 'file, MB', 'photo to caption, ms', 'longest hold of the main thread, ms'],
      photoSize.map((p) => [p.megapixels, `${p.width} x ${p.height}`, mb(p.bytes), ms(p.totalMs), ms(p.longestHoldMs)]),
    ),
    '### Beams',
    markdownTable(
      ['beams', 'photo to caption, ms', 'all steps, ms', 'steps'],
      beams.map((b) => [b.beams, ms(b.totalMs), ms(b.decodeMs), b.steps]),
    ),
    '### Caption length (sampled, cut at so many words)',
    markdownTable(
      ['words at most', 'steps', 'all steps, ms', 'photo to caption, ms'],
      length.map((l) => [l.maxTokens, l.steps, ms(l.decodeMs), ms(l.totalMs)]),
    ),
    '### Captions asked for at once (greedy)',
    markdownTable(
      ['captions', 'until the last, ms', 'each, ms'],
      queue.map((q) => [q.count, ms(q.totalMs), ms(q.eachMs)]),
    ),
  ];
}

const sizeMarkdown = (rows) =>
  markdownTable(
    ['file', 'MB', 'gzip', 'brotli'],
    rows.map(({ label, raw, gzip, brotli }) => [label, mb(raw), mb(gzip), mb(brotli)]),
  );

function toMarkdown(result) {
  const { machine, caption, cold, webgpu, sizes } = result;
  const memory = cold.memory;
  return [
    '# Benchmark run',
    `Made by \`npm run bench${result.quick ? ' -- --quick' : ''}\`; do not edit. The same as data: [latest.json](latest.json).`,
    ...(result.note ? [`**Note:** ${result.note}`] : []),
    markdownTable(
      ['machine', ''],
      [
        ['date', `${machine.date} UTC`],
        ['processor', `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB`],
        ['system', `${machine.system}, Node ${machine.node}`],
        ['browser', machine.browser],
        [
          'load average before and after (1, 5, 15 minutes)',
          `${machine.loadBefore.join(', ')}; ${machine.loadAfter.join(', ')}`,
        ],
        ['model', result.model],
        [
          'runtimes',
          `onnxruntime-web ${machine.onnxruntimeWeb}; peers: ${Object.entries(result.versions)
            .map((pair) => pair.join(' '))
            .join(', ')}`,
        ],
        [
          'photo',
          `${result.photo}: "${caption.text}", ${caption.tokens} tokens, the end counted, in ${caption.steps} decoder steps`,
        ],
      ],
    ),
    '## Side by side',
    `Medians (and quartiles) of ${result.repeats} interleaved repeats: every row takes its turn in every round, in another order each time, the slow peers in every third or fifth; a turn is a run that is not measured, so that nobody pays for what the one before has left in the caches, and one that is. Times include everything from the bytes of the JPEG to the caption, except for native onnxruntime, which is given the pixels and runs the graphs only. transformers.js is made to say exactly ${caption.tokens} tokens, as many as saccade's greedy caption has, the end counted; both run their decoder once for each.`,
    mainTable(result.table),
    '## Compared',
    markdownTable(
      ['comparison, equal threads and steps', 'measured', 'goal', ''],
      comparisons(result).map(({ what, value, goal, met }) => [
        what,
        value,
        goal,
        met === null ? '' : met ? 'met' : 'missed',
      ]),
    ),
    '## WebGPU',
    webgpu.row
      ? `${JSON.stringify(webgpu.adapter)}: photo to caption ${spread(webgpu.row.totalMs)} ms, encoder ${ms(webgpu.row.encodeMs.median)} ms, all steps ${ms(webgpu.row.decodeMs.median)} ms.`
      : `Not timed: ${webgpu.reason}${webgpu.adapter ? ` (${webgpu.adapter.vendor} ${webgpu.adapter.architecture})` : ''}.`,
    '## Cold start and memory',
    markdownTable(
      ['visit, from the navigation', 'captioner ready, ms', 'first caption, ms', 'runs'],
      [
        [
          'empty cache, server on localhost',
          spread(cold.empty.created),
          spread(cold.empty.firstCaption),
          cold.empty.firstCaption?.n ?? 0,
        ],
        [
          'second visit, files in the cache',
          spread(cold.warm.created),
          spread(cold.warm.firstCaption),
          cold.warm.firstCaption?.n ?? 0,
        ],
      ],
    ),
    markdownTable(
      ['memory', 'MiB'],
      [
        ['WebAssembly memory', ms(memory.wasmMB?.median)],
        ['renderer above a blank page, two seconds after the first caption', ms(memory.aboveBlankMB?.median)],
        [
          'of that, memory of its own (the rest is code of the browser that a blank page does not touch)',
          ms(memory.ownAboveBlankMB?.median),
        ],
        ['renderer above a blank page, at its peak while loading', ms(memory.peakAboveBlankMB?.median)],
        ['a blank page', ms(memory.blankMB?.median)],
      ],
    ),
    '## Bytes over the wire',
    'What a first visit fetches, as files and as a server would send them compressed.',
    sizeMarkdown(sizes.saccade),
    ...(sizes.transformers ? ['transformers.js with the q8 files:', sizeMarkdown(sizes.transformers)] : []),
    '## How cost grows (saccade, WASM, 1 thread)',
    ...growthTables(result.growth),
  ].join('\n\n');
}

/** Writes the result as JSON and as Markdown. @returns Paths of both. */
export function writeReport(folder, result) {
  mkdirSync(folder, { recursive: true });
  const json = join(folder, 'latest.json');
  const markdown = join(folder, 'latest.md');
  writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(markdown, `${toMarkdown(result)}\n`);
  return { json, markdown };
}
