import { instructionsOf, operandOf, OPCODES } from '../../wasm-instructions.mjs';

/**
 * Which functions a function calls by number.
 *
 * @param {Uint8Array} body - A function's code.
 * @returns {number[]} Numbers of functions, imported ones counted.
 */
export const directCalls = (body) =>
  instructionsOf(body)
    .filter(({ code }) => code === OPCODES.call)
    .map((call) => operandOf(body, call));
