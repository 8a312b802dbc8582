/**
 * Fills the table of costs: timings of this device, measured now, and the model's own figures.
 *
 * @param {(id: string) => HTMLElement} part
 * @param {import('saccade').Captioner} captioner
 * @param {import('saccade').View} view
 * @param {import('saccade').Caption} caption
 */
export async function showCosts(part, captioner, view, { grid }) {
  const places = grid.rows * grid.columns;
  const soft = await perWord(view, { attention: 'soft', beams: 1 });
  const hard = await perWord(view, { attention: 'hard', beams: 1, samples: 1 });
  const rows = [
    ['Places read for each word', `${places}`, '1 (or 2)'],
    ['Of what the photo says, it reads', '100 %', `${(100 / places).toFixed(1)} %`],
    ['Time for each word, here and now', `${soft.toFixed(1)} ms`, `${hard.toFixed(1)} ms`],
    ['The same photo again', 'the same caption', 'the same with the same seed'],
    ['Trained with', 'backpropagation, exact', 'estimates from draws (REINFORCE), noisy'],
    ...scores(captioner.model.metrics),
  ];
  part('costs').replaceChildren(
    ...rows.map(([name, ...values]) => {
      const row = document.createElement('tr');
      const head = document.createElement('th');
      head.scope = 'row';
      head.textContent = name;
      row.append(head);
      for (const value of values) row.insertCell().textContent = value;
      return row;
    }),
  );
  part('cost-note').textContent =
    'To draw a place the network first has to score all of them, as soft attention does. So the dart saves the reading, ' +
    `not the scoring, and with ${places} places that is little time. It pays where reading a place is dear.`;
}

/** Milliseconds a decoder step takes, the better of three runs. */
async function perWord(view, options) {
  let best = Infinity;
  for (let run = 0; run < 3; run++) {
    const { timings } = await view.caption(options);
    best = Math.min(best, timings.decodeMs / timings.steps);
  }
  return best;
}

/** Rows for every figure that the model's manifest gives for both ways. */
function scores({ soft, hard }) {
  if (typeof soft !== 'object' || typeof hard !== 'object' || !soft || !hard) return [];
  return Object.keys(soft)
    .filter((name) => typeof soft[name] === 'number' && typeof hard[name] === 'number')
    .map((name) => [name, soft[name].toFixed(1), hard[name].toFixed(1)]);
}
