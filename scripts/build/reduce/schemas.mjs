// When the runtime starts it describes its operators to itself, versions that no graph has used for years included: one
// function of 900 kB (Environment::Initialize, with everything inlined) makes one description (ONNX calls it a schema)
// after the other and hands each to a registry. Each is made by a piece of code that can be taken out.
import { instructionsOf, operandOf, OPCODES } from '../wasm-instructions.mjs';
import { OPENERS, traceLocals } from './trace-locals.mjs';

/** A function pointer is called, and what it was given is destroyed right after it. */
const HAND_OVER = [OPCODES.callIndirect, OPCODES.localGet, OPCODES.call, OPCODES.drop];
/** The owner of what belongs to no piece. */
const NOBODY = -1;

/** Where descriptions are handed over: what looks so most often, by the types and functions that are named. */
function handOvers(body, instructions) {
  const found = {};
  for (const at of instructions.keys()) {
    if (!HAND_OVER.every((code, i) => instructions[at + i]?.code === code)) continue;
    const [type, destroy] = [at, at + 2].map((each) => operandOf(body, instructions[each]));
    (found[`${type} ${destroy}`] ??= []).push(at);
  }
  return Object.values(found).sort((one, other) => other.length - one.length)[0] ?? [];
}

/** For each instruction the opener of the block around it, and how deep it lies; the branches of an `if` are two blocks. */
function nest(instructions) {
  const openers = [-1];
  return instructions.map(({ code }, at) => {
    const isElse = code === OPCODES.else;
    if (isElse || code === OPCODES.end) openers.pop();
    const place = { around: openers.at(-1), depth: openers.length };
    if (isElse || OPENERS.includes(code)) openers.push(at);
    return place;
  });
}

/** The owner of each instruction: the piece that it can be taken out with, or {@link NOBODY}. */
function ownersOf(body, instructions) {
  const owners = new Int32Array(instructions.length).fill(NOBODY);
  const places = nest(instructions);
  const calls = handOvers(body, instructions);
  for (let piece = 1; piece < calls.length; piece++) {
    // It begins behind the one before, and ends when its description has been destroyed.
    const [first, last] = [calls[piece - 1] + HAND_OVER.length, calls[piece] + HAND_OVER.length - 1];
    const { around, depth } = places[last];
    // One that begins with a block makes another registry ready for those behind it.
    const isWhole =
      instructions[first].code === OPCODES.localGet &&
      places[first - 1].around === around &&
      places.slice(first, last + 1).every((place) => place.depth >= depth) &&
      instructions.slice(first, last + 1).every(({ code }) => code !== OPCODES.globalSet);
    if (isWhole) owners.fill(piece, first, last + 1);
  }
  return owners;
}

/**
 * Where a function hands descriptions over, in the order in which it does so.
 *
 * @param {Uint8Array} body
 * @returns {{ start: number, schema: number }[]} `start`: where the call begins; `schema`: the local that holds the address
 * of the description.
 */
export function schemaCalls(body) {
  const instructions = instructionsOf(body);
  return handOvers(body, instructions).map((at) => ({
    start: instructions[at].start,
    schema: operandOf(body, instructions[at + 1]),
  }));
}

/**
 * The function without the pieces that make descriptions which nobody needs. What computes something for a piece that
 * stays, stays, too.
 *
 * @param {Uint8Array} body
 * @param {ReadonlySet<number>} kept - Which descriptions to keep: their numbers in the list of {@link schemaCalls}.
 * @returns {Buffer}
 */
export function dropSchemas(body, kept) {
  const instructions = instructionsOf(body);
  const owners = ownersOf(body, instructions);
  const needs = new Map();
  traceLocals(body, instructions, owners, (reader, writer) => {
    if (!needs.has(reader)) needs.set(reader, new Set());
    needs.get(reader).add(writer);
  });
  const stays = new Set([NOBODY, ...kept]);
  for (const piece of stays) for (const other of needs.get(piece) ?? []) stays.add(other);
  const rest = instructions.filter((_, at) => stays.has(owners[at]));
  return Buffer.concat([
    body.subarray(0, instructions[0].start),
    ...rest.map(({ start, end }) => body.subarray(start, end)),
  ]);
}
