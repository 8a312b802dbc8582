import { parseAst } from 'rollup/parseAst';

/**
 * Parts of onnxruntime-web that this package never reaches, by a piece of code that only they hold. `function`: the
 * innermost function around it; `module`: the initializer of the module around it; `branch`: what the innermost `if`
 * does; `case`: the innermost case of a `switch`, so that its value is met by the default.
 * What looks unused may be needed where something fails: the runtime's log turns dates into seconds and back.
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
  { around: 'case"init-ep":case"copy-from":', part: 'function' },
  { around: 'Failed to load proxy worker', part: 'function' },
  // Tensors in textures, WebNN's memory, and, without WebGPU, its buffers; tensors of another shape over the same data.
  { around: 'not stored as a WebGL texture', part: 'function' },
  { around: 'not stored as a WebNN MLTensor', part: 'function' },
  { around: 'not stored as a WebGPU buffer', part: 'function', targets: ['wasm'] },
  { around: 'n==="uint64"||n==="int8"', part: 'function', targets: ['wasm'] },
  { around: 'n==="uint32"||n==="uint8"', part: 'function', targets: ['wasm'] },
  { around: 'tensorReshape: tensor location', part: 'function' },
  { around: 'location:"texture",type:"float32"', part: 'function' },
  { around: 'location:"ml-tensor",type:', part: 'function' },
  { around: 'location:"gpu-buffer",type:', part: 'function', targets: ['wasm'] },
  { around: '({location:"cpu-pinned",type:', part: 'function' },
  { around: 'to create tensor from texture', part: 'case' },
  { around: 'to create tensor from MLTensor', part: 'case' },
  { around: 'for deserializing MLTensor tensor', part: 'case' },
  { around: '.mlTensor},"ml-tensor"]', part: 'case' },
  { around: '[2].mlTensor;', part: 'branch' },
  { around: 'webnnIsGraphInputOutputTypeSupported;', part: 'branch' },
  { around: '{let P=l.UTF8ToString(', part: 'branch', targets: ['wasm'] },
  { around: '{let P=m.UTF8ToString(', part: 'branch', targets: ['webgpu'] },
  { around: '},"ml-tensor"])', part: 'branch' },
  { around: 'let fe=[V,await', part: 'branch', targets: ['wasm'] },
  { around: 'let F=[X,await', part: 'branch', targets: ['webgpu'] },
  { around: 'to create tensor from gpu buffer', part: 'case', targets: ['wasm'] },
  { around: 'for deserializing GPU tensor', part: 'case', targets: ['wasm'] },
  { around: '.gpuBuffer},"gpu-buffer"]', part: 'case', targets: ['wasm'] },
  { around: '[2].gpuBuffer;', part: 'branch', targets: ['wasm'] },
  { around: '.jsepGetBuffer', part: 'branch', targets: ['wasm'] },
  { around: 'not created with a specified data downloader', part: 'case', targets: ['wasm'] },
  // The runtime's binary from an address: it is handed over as bytes, too.
  { around: '"GET",e,!1', part: 'function', targets: ['wasm'] },
  { around: 'status+" : "+', part: 'function' },
  // Weights in files beside the graph.
  { around: 'byteLength)return 3', part: 'function' },
  { around: 'externalData&&', part: 'branch' },
  // Options that are not given.
  { around: 'freeDimensionOverrides', part: 'branch', targets: ['wasm'] },
  { around: 'enableGraphCapture must be a boolean', part: 'branch', targets: ['wasm'] },
  { around: 'webnn"){if', part: 'branch', targets: ['wasm'] },
  // Profiles of the runtime.
  { around: '._OrtEndProfiling(', part: 'function' },
  // WebNN.
  { around: 'Can not convert int64 data to int32', part: 'module', targets: ['webgpu'] },
  { around: '"No active session"', part: 'module', targets: ['webgpu'] },
];

/** Functions whose answer is known here; with it, the minifier drops the branches that lead nowhere. */
const KNOWN = [
  { around: '.wasm.proxy&&typeof document', answer: '!1' },
  // Checks and defaults of settings; those that matter are made in worker/runtime/ort.ts.
  { around: 'ignore SIMD feature checking', answer: '{}' },
  // The GPU's adapter, and what execution providers beside WebAssembly's own need to be told.
  { around: 'Failed to get GPU adapter', answer: '{}', targets: ['wasm'] },
  { around: 'not supported execution provider', answer: '{}', targets: ['wasm'] },
  { around: '("BEGIN"', answer: '{}' },
  { around: '("END"', answer: '{}' },
  { around: 'console.timeStamp(`', answer: '{}' },
  { around: 'console.time(`ORT::', answer: '{}' },
  { around: 'console.timeEnd(`ORT::', answer: '{}' },
];

const FUNCTIONS = new Set(['FunctionExpression', 'ArrowFunctionExpression', 'FunctionDeclaration']);
const NODES = {
  function: FUNCTIONS,
  module: FUNCTIONS,
  branch: new Set(['IfStatement']),
  case: new Set(['SwitchCase']),
};

/** What is written in place of a part. The minifier then drops what is left of it. */
const EDITS = {
  function: ({ body }) => ({ ...body, text: '{throw new Error("not in this build of the runtime")}' }),
  module: ({ body }) => ({ ...body, text: '{}' }),
  // Minifiers put what comes before an `if` into its condition.
  branch: ({ test }) => ({ ...(test.type === 'SequenceExpression' ? test.expressions.at(-1) : test), text: '!1' }),
  case: (node) => ({ ...node, text: '' }),
};

function nodesOf(node, types, found = []) {
  if (Array.isArray(node)) for (const item of node) nodesOf(item, types, found);
  else if (node !== null && typeof node === 'object') {
    if (types.has(node.type)) found.push(node);
    nodesOf(Object.values(node), types, found);
  }
  return found;
}

/**
 * A function as an initializer of a module assigns it, `name=()=>...`, moved to where `name` is declared: there the
 * minifier sees that it never changes.
 */
function knownEdits(code, program, { start, end }, answer, fail) {
  const name = /(?<![\w$.])([\w$]+)=$/.exec(code.slice(Math.max(0, start - 40), start))?.[1];
  const declared = program
    .flatMap((node) => (node.type === 'VariableDeclaration' ? node.declarations : []))
    .find(({ id, init }) => id.name === name && init === null);
  if (!declared) fail(`there is no declaration of ${name}`);
  return [
    { start: start - name.length - 1, end, text: '0' },
    { start: declared.id.end, end: declared.id.end, text: `=()=>${answer}` },
  ];
}

/**
 * Empties the parts of onnxruntime-web that are never reached; what calls one all the same fails loudly.
 *
 * @param {string} code - One of its minified bundles.
 * @param {'wasm' | 'webgpu'} target
 * @param {(message: string) => never} fail - Called if a part cannot be found: the pinned version has changed.
 */
export function dropUnused(code, target, fail) {
  const program = parseAst(code).body;
  const nodes = new Map([...new Set(Object.values(NODES))].map((types) => [types, nodesOf(program, types)]));
  const enclosing = (around, part) => {
    const at = code.indexOf(around);
    if (at === -1) fail(`there is no ${around}`);
    const innermost = nodes
      .get(NODES[part])
      .filter(({ start, end }) => start <= at && at < end)
      .filter(({ body }) => part !== 'module' || code.startsWith('{"use strict"', body.start))
      .sort((a, b) => a.end - a.start - (b.end - b.start))[0];
    return innermost ?? fail(`there is no ${part} around ${around}`);
  };
  const edits = new Map();
  for (const { around, part, targets } of UNUSED) {
    if (targets && !targets.includes(target)) continue;
    const { start, end, text } = EDITS[part](enclosing(around, part));
    edits.set(start, { start, end, text });
  }
  for (const { around, answer, targets } of KNOWN) {
    if (targets && !targets.includes(target)) continue;
    for (const edit of knownEdits(code, program, enclosing(around, 'function'), answer, fail))
      edits.set(edit.start, edit);
  }
  // From the last to the first, so that positions stay true; none lies inside another.
  return [...edits.values()]
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: replacement }) => text.slice(0, start) + replacement + text.slice(end), code);
}
