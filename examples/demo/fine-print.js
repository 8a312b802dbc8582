const ms = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/**
 * Backend and timings in small print.
 *
 * @param {HTMLDListElement} list
 * @param {import('saccade').Caption} caption
 * @param {number} lookMs - What reading and encoding the photo took; 0 if that was done before.
 */
export function printFacts(list, { backend, timings, logProb, tokens, grid, attention }, lookMs) {
  const gpu = backend.adapter ? `, ${backend.adapter.description || backend.adapter.vendor}` : '';
  const places = grid.rows * grid.columns;
  const reads = attention === 'soft' ? places : (tokens[0]?.samples?.length ?? 1);
  const facts = {
    'Runs on':
      backend.name === 'webgpu'
        ? `WebGPU${gpu}`
        : `WebAssembly, ${backend.threads} thread${backend.threads > 1 ? 's' : ''}`,
    'Because': backend.reason,
    'Looking': lookMs > 0 ? `${ms(lookMs)} to decode and encode the photo` : 'photo was encoded before',
    'Telling': `${ms(timings.decodeMs)} for ${timings.steps} steps; first word after ${ms(timings.firstTokenMs)}`,
    'Places read': `${reads} of ${places} for each word`,
    'Confidence': `log-probability ${logProb.toFixed(2)}`,
  };
  list.replaceChildren(
    ...Object.entries(facts).flatMap(([name, value]) => {
      const term = document.createElement('dt');
      const detail = document.createElement('dd');
      term.textContent = name;
      detail.textContent = value;
      return [term, detail];
    }),
  );
}
