/** Fields whose value is a number. */
const NUMBERS = ['samples', 'seed', 'beams', 'candidates', 'maxTokens', 'temperature', 'topK'];

/** Options of `caption` from the form; what is left empty is left out, so that the defaults are the package's. */
export function readOptions(form) {
  const fields = new FormData(form);
  const options = {};
  if (fields.get('attention') === 'hard') options.attention = 'hard';
  for (const name of NUMBERS) if (fields.get(name)) options[name] = Number(fields.get(name));
  const words = fields
    .get('suppress')
    .split(/[\s,]+/)
    .filter(Boolean);
  if (words.length > 0) options.suppress = words;
  return options;
}

/** The code that does what the page does. */
export function codeFor(options) {
  const entries = Object.entries(options).map(
    ([name, value]) => `${name}: ${JSON.stringify(value).replaceAll('"', "'")}`,
  );
  const argument = entries.length > 0 ? `, { ${entries.join(', ')} }` : '';
  return `import { Captioner } from 'saccade';

const captioner = await Captioner.create();
const caption = await captioner.caption(photo${argument});
console.log(caption.text);
`;
}
