import { Captioner } from 'saccade';

/** Runs a snippet as a module, with the names of ambient.d.ts as globals. @returns {Promise<string[]>} What it printed. */
export async function run({ code, usesCaptioner }) {
  const blob = await (await fetch('/examples/demo/photos/two-dogs.jpg')).blob();
  const img = new Image();
  img.src = URL.createObjectURL(blob);
  await img.decode();
  const captioner = usesCaptioner ? await Captioner.create({ backend: 'wasm' }) : null;
  const photo = new File([blob], 'two-dogs.jpg', { type: blob.type });
  Object.assign(globalThis, { photo, img, canvas: document.createElement('canvas'), captioner });
  const printed = [];
  const { log } = console;
  console.log = (...values) => printed.push(values.map(String).join(' '));
  try {
    await import(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  } finally {
    console.log = log;
    captioner?.destroy();
  }
  return printed;
}
