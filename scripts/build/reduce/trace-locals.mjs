// Where the values of a function's local variables come from.
import { branchTargets, operandOf, OPCODES } from '../wasm-instructions.mjs';

const { block, loop, localGet, localSet, localTee, end, br, brIf, brTable } = OPCODES;
/** First bytes of the instructions that an `end` belongs to. */
export const OPENERS = [block, loop, OPCODES.if];
const ENDS_HERE = [br, brTable, OPCODES.return, OPCODES.unreachable];

/** What may hold either of two states; null is that of code which is never reached. */
function join(one, other) {
  if (one === null || other === null) return one ?? other;
  return Array.from({ length: Math.max(one.length, other.length) }, (_, local) =>
    one[local] === other[local] ? one[local] : new Set([...(one[local] ?? []), ...(other[local] ?? [])]),
  );
}

/** The writes of locals in the block which an instruction opens, each by where it stands. */
function* writesIn(instructions, opener) {
  for (let [at, depth] = [opener, 0]; at === opener || depth > 0; at++) {
    const { code } = instructions[at];
    if (OPENERS.includes(code)) depth++;
    if (code === end) depth--;
    if (code === localSet || code === localTee) yield at;
  }
}

/**
 * Follows all ways through a function and calls `onRead(reader, writer)` for each read of a local: with what `owner` says
 * of the instruction that reads and of one that may have written what is read.
 *
 * @param {Uint8Array} body
 * @param {ReturnType<import('../wasm-instructions.mjs').instructionsOf>} instructions - Of this body.
 * @param {ArrayLike<number>} owner - For each instruction a number of the caller's choice.
 */
export function traceLocals(body, instructions, owner, onRead) {
  /** For each local the owners of what may have written it. */
  let state = [];
  const labels = [];
  const branch = (depth) => {
    const label = labels.at(-1 - depth);
    // What a loop brings back to its beginning is known there already.
    if (label && label.code !== loop) label.exit = join(label.exit, state);
  };
  for (const [at, instruction] of instructions.entries()) {
    const { code } = instruction;
    if (OPENERS.includes(code)) {
      if (code === loop && state !== null)
        for (const write of writesIn(instructions, at)) {
          const local = operandOf(body, instructions[write]);
          state = state.slice();
          state[local] = new Set([...(state[local] ?? []), owner[write]]);
        }
      labels.push({ code, exit: null, otherwise: code === OPCODES.if ? state : null });
    } else if (code === OPCODES.else) {
      const label = labels.at(-1);
      label.exit = join(label.exit, state);
      [state, label.otherwise] = [label.otherwise, null];
    } else if (code === end) {
      const label = labels.pop();
      if (label) state = join(join(state, label.exit), label.otherwise);
    } else if (code === br || code === brIf) {
      branch(operandOf(body, instruction));
    } else if (code === brTable) {
      for (const depth of branchTargets(body, instruction)) branch(depth);
    } else if (state !== null && (code === localSet || code === localTee)) {
      state = state.slice();
      state[operandOf(body, instruction)] = new Set([owner[at]]);
    } else if (state !== null && code === localGet) {
      for (const writer of state[operandOf(body, instruction)] ?? []) onRead(owner[at], writer);
    }
    if (ENDS_HERE.includes(code)) state = null;
  }
}
