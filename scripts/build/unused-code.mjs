import { parseAst } from 'rollup/parseAst';

/**
 * Parts of onnxruntime-web that this package never reaches, by a piece of code that only they hold. `function`: the
 * innermost function around it; `module`: the initializer of the module around it.
 */
const UNUSED = [
  // Tensors from and to images, canvases and their data: photos come in as arrays.
  { around: 'typeof HTMLImageElement', part: 'function' },
  { around: 'Image buffer must be defined', part: 'function' },
  { around: '.toDataURL(', part: 'function' },
  { around: '.createImageData(', part: 'function' },
  // Models from addresses and files: they come in as bytes.
  { around: 'createReadStream', part: 'function' },
  // The proxy worker: the runtime runs in a worker already.
  { around: 'case"init-wasm":', part: 'function' },
  // WebNN.
  { around: 'Can not convert int64 data to int32', part: 'module', targets: ['webgpu'] },
  { around: '"No active session"', part: 'module', targets: ['webgpu'] },
];

const FUNCTIONS = new Set(['FunctionExpression', 'ArrowFunctionExpression', 'FunctionDeclaration']);

function functionsOf(node, found = []) {
  if (Array.isArray(node)) for (const item of node) functionsOf(item, found);
  else if (node !== null && typeof node === 'object') {
    if (FUNCTIONS.has(node.type)) found.push(node);
    functionsOf(Object.values(node), found);
  }
  return found;
}

/**
 * Empties the parts of onnxruntime-web that are never reached; what calls one all the same fails loudly.
 *
 * @param {string} code - One of its minified bundles.
 * @param {'wasm' | 'webgpu'} target
 * @param {(message: string) => never} fail - Called if a part cannot be found: the pinned version has changed.
 */
export function dropUnused(code, target, fail) {
  const functions = functionsOf(parseAst(code).body);
  const cuts = new Map();
  for (const { around, part, targets } of UNUSED) {
    if (targets && !targets.includes(target)) continue;
    const at = code.indexOf(around);
    if (at === -1) fail(`there is no ${around}`);
    const enclosing = functions
      .filter(({ start, end }) => start <= at && at < end)
      .filter(({ body }) => part === 'function' || code.startsWith('{"use strict"', body.start))
      .sort((a, b) => a.end - a.start - (b.end - b.start))[0];
    if (!enclosing) fail(`there is no ${part} around ${around}`);
    const body = part === 'module' ? '{}' : '{throw new Error("not in this build of the runtime")}';
    cuts.set(enclosing.body, body);
  }
  // From the last to the first, so that positions stay true; none lies inside another.
  const bodies = [...cuts].sort(([a], [b]) => b.start - a.start);
  return bodies.reduce((text, [{ start, end }, body]) => text.slice(0, start) + body + text.slice(end), code);
}
