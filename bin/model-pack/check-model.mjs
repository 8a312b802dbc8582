import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onnxSignature } from './onnx-signature.mjs';
import { schemaProblems } from './schema-problems.mjs';

const SCHEMA = new URL('../../models/manifest.schema.json', import.meta.url);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function fileProblems(key, { path, bytes, sha256: stated, chunkBytes, chunks }, content) {
  const where = `${path} (files.${key})`;
  if (content.length !== bytes) return [`${where} has ${content.length} bytes, the manifest says ${bytes}`];
  const problems = [];
  const found = sha256(content);
  if (found !== stated) problems.push(`${where} has SHA-256 ${found}, the manifest says ${stated}`);
  const count = Math.ceil(bytes / chunkBytes);
  if (chunks.length !== count) {
    return [...problems, `${where} makes ${count} chunks of ${chunkBytes} bytes, the manifest lists ${chunks.length}`];
  }
  chunks.forEach((hash, index) => {
    const chunk = content.subarray(index * chunkBytes, (index + 1) * chunkBytes);
    if (sha256(chunk) !== hash)
      problems.push(`${where} chunk ${index} does not have the SHA-256 that is stated for it`);
  });
  return problems;
}

/** What the graphs must take and give, by the sizes in the manifest; a string stands for a free dimension. */
function wantedSignatures({ preprocessing, shapes, vocabulary, attention }) {
  const { width, height } = preprocessing;
  const [keySize, places] = shapes.keys;
  const valueSize = shapes.values[1];
  const keys = [...new Set([attention.soft.keys, attention.hard.keys])];
  return {
    encoder: {
      inputs: { pixels: ['float32', 1, 3, height, width] },
      outputs: {
        ...Object.fromEntries(keys.map((name) => [name, ['float32', keySize, places]])),
        values: ['float32', places, valueSize],
        state: ['float32', 1, shapes.stateSize],
      },
    },
    step: {
      inputs: {
        token: ['int32', 'B'],
        state: ['float32', 'B', shapes.stateSize],
        keys: ['float32', keySize, places],
        values: ['float32', places, valueSize],
        noise: ['float32', 'B', 2, places],
        mode: ['float32', 3],
      },
      outputs: {
        log_probs: ['float32', 'B', vocabulary.length],
        top_log_probs: ['float32', 'B', shapes.topK],
        top_tokens: ['int32', 'B', shapes.topK],
        attention: ['float32', 'B', places],
        places: ['int32', 'B', 2],
        context: ['float32', 'B', valueSize],
        next_state: ['float32', 'B', shapes.stateSize],
      },
    },
  };
}

function tensorProblems(graph, kind, wanted, found) {
  return Object.entries(wanted).flatMap(([name, [type, ...shape]]) => {
    const tensor = found.find((candidate) => candidate.name === name);
    const where = `${graph} graph, ${kind} "${name}"`;
    if (!tensor) return [`${where} is missing; there are ${found.map((f) => f.name).join(', ') || 'none'}`];
    const problems = tensor.type === type ? [] : [`${where} must be ${type}, is ${tensor.type}`];
    const fits =
      tensor.shape.length === shape.length &&
      shape.every((size, axis) =>
        typeof size === 'number'
          ? typeof tensor.shape[axis] === 'string' || tensor.shape[axis] === size
          : typeof tensor.shape[axis] === 'string',
      );
    if (!fits) problems.push(`${where} must have shape [${shape.join(', ')}], has [${tensor.shape.join(', ')}]`);
    return problems;
  });
}

function graphProblems(key, content, wanted) {
  let signature;
  try {
    signature = onnxSignature(content);
  } catch (error) {
    return [`files.${key} is not an ONNX model: ${error.message}`];
  }
  const problems = tensorProblems(key, 'input', wanted.inputs, signature.inputs);
  for (const { name } of signature.inputs) {
    if (!(name in wanted.inputs)) problems.push(`${key} graph, input "${name}" is none that the family feeds`);
  }
  return [...problems, ...tensorProblems(key, 'output', wanted.outputs, signature.outputs)];
}

/** The reference holds float32: keys, values and state, whole or as means over the places; and nothing that is no number. */
function referenceProblems({ shapes, attention }, content) {
  const [keySize, places] = shapes.keys;
  const ways = new Set([attention.soft.keys, attention.hard.keys]).size;
  const compact = ways * keySize + shapes.values[1];
  const sizes = [compact, compact * places].map((length) => 4 * (length + shapes.stateSize));
  if (!sizes.includes(content.length)) {
    return [`files.reference must have ${sizes.join(' or ')} bytes by the shapes, has ${content.length}`];
  }
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  for (let at = 0; at < content.length; at += 4) {
    if (!Number.isFinite(view.getFloat32(at, true))) return [`files.reference holds no finite number at byte ${at}`];
  }
  return [];
}

/** What a schema cannot say: numbers that must agree with each other. */
function agreementProblems({ grid, shapes, tokens, vocabulary, attention, selfTest, maxTokens, preprocessing }) {
  const problems = [];
  const demand = (holds, sentence) => void (holds || problems.push(sentence));
  const places = grid.rows * grid.columns;
  demand(shapes.keys[1] === places, `shapes.keys[1] must be rows * columns = ${places}, is ${shapes.keys[1]}`);
  demand(shapes.values[0] === places, `shapes.values[0] must be rows * columns = ${places}, is ${shapes.values[0]}`);
  demand(
    shapes.topK <= vocabulary.length,
    `shapes.topK is ${shapes.topK}, the vocabulary has ${vocabulary.length} words`,
  );
  const special = Object.entries(tokens).filter(([, id]) => typeof id === 'number');
  for (const [name, id] of special) {
    demand(id < vocabulary.length, `tokens.${name} is ${id}, the vocabulary has ${vocabulary.length} words`);
  }
  demand(new Set(special.map(([, id]) => id)).size === special.length, 'tokens: two of them have the same id');
  const seen = new Map();
  vocabulary.forEach((word, id) => {
    demand(!seen.has(word), `vocabulary[${id}] "${word}" stands at ${seen.get(word)} already`);
    seen.set(word, id);
    const isSpecial = special.some(([, other]) => other === id);
    demand(isSpecial || !/\s/.test(word), `vocabulary[${id}] "${word}" holds white space`);
  });
  const modes = {
    'soft.mode': attention.soft.mode,
    'hard.modes.1': attention.hard.modes[1],
    'hard.modes.2': attention.hard.modes[2],
  };
  for (const [name, mode] of Object.entries(modes)) {
    const sum = mode.reduce((a, b) => a + b, 0);
    demand(Math.abs(sum - 1) < 1e-6, `attention.${name} must sum to 1, sums to ${sum}`);
  }
  demand(
    preprocessing.std.every((x) => x > 0),
    `preprocessing.std must be > 0, is ${preprocessing.std.join(', ')}`,
  );
  demand(
    selfTest.attentionFirstStep.length === places,
    `selfTest.attentionFirstStep must have ${places} numbers, has ${selfTest.attentionFirstStep.length}`,
  );
  // The first 32 of every 997th number of `values`, row by row.
  const sampled = Math.min(32, Math.ceil((places * shapes.values[1]) / 997));
  const given = selfTest.valuesSample.length;
  demand(given === sampled, `selfTest.valuesSample must have ${sampled} numbers, has ${given}`);
  const mass = selfTest.attentionFirstStep.reduce((a, b) => a + b, 0);
  demand(Math.abs(mass - 1) < 1e-3, `selfTest.attentionFirstStep must sum to 1, sums to ${mass.toFixed(4)}`);
  const outside = selfTest.tokens.find((id) => id >= vocabulary.length);
  demand(outside === undefined, `selfTest.tokens has ${outside}, the vocabulary has ${vocabulary.length} words`);
  const longest = maxTokens + 1;
  demand(
    selfTest.tokens.length <= longest,
    `selfTest.tokens has ${selfTest.tokens.length} tokens, at most ${longest} fit`,
  );
  return problems;
}

/**
 * Checks a model pack: the manifest against its schema, numbers against each other, files against the manifest, graphs
 * against what the family feeds and reads.
 *
 * @param {string} folder
 * @returns {Promise<{ problems: string[], manifest: object | null }>} A sentence for each thing that is wrong.
 */
export async function checkModel(folder) {
  let manifest;
  try {
    manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  } catch (error) {
    const what = error.code === 'ENOENT' ? 'there is none' : error.message;
    return { problems: [`${join(folder, 'manifest.json')} cannot be read: ${what}`], manifest: null };
  }
  const problems = schemaProblems(manifest, JSON.parse(await readFile(SCHEMA, 'utf8')));
  // Without the right form the other checks would only repeat what is said already, or fail.
  if (problems.length > 0) return { problems, manifest };
  problems.push(...agreementProblems(manifest));
  const wanted = wantedSignatures(manifest);
  for (const [key, file] of Object.entries(manifest.files)) {
    const content = await readFile(join(folder, file.path)).catch(() => null);
    if (content === null) problems.push(`${file.path} (files.${key}) is not there`);
    else {
      const inside =
        key === 'reference' ? referenceProblems(manifest, content) : graphProblems(key, content, wanted[key]);
      problems.push(...fileProblems(key, file, content), ...inside);
    }
  }
  return { problems, manifest };
}
