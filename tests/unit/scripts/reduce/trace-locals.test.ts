import assembler from 'wabt';
import { describe, expect, it } from 'vitest';
import { traceLocals } from '../../../../scripts/build/reduce/trace-locals.mjs';
import { readBodies, sectionsOf } from '../../../../scripts/build/wasm-binary.mjs';
import { instructionsOf, OPCODES } from '../../../../scripts/build/wasm-instructions.mjs';

const { parseWat } = await assembler();

/**
 * Which writes of local 1 each of its reads may see. Writes are numbered as they stand in the text, and reads are; the
 * value before any write is left out.
 */
function seen(code: string): number[][] {
  const module = parseWat('test', `(module (func (param i32) (local i32) ${code}))`);
  const [body] = readBodies(sectionsOf(Buffer.from(module.toBinary({}).buffer)));
  module.destroy();
  const isOfOne = ({ start }: { start: number }): boolean => body![start + 1] === 1;
  const instructions = instructionsOf(body!);
  const place = (code: number, at: number): number =>
    instructions.slice(0, at).filter((each) => each.code === code && isOfOne(each)).length;
  const owners = instructions.map((each, at) => {
    if (each.code === OPCODES.localSet && isOfOne(each)) return place(OPCODES.localSet, at);
    return each.code === OPCODES.localGet && isOfOne(each) ? 100 + place(OPCODES.localGet, at) : -1;
  });
  const found = Array.from({ length: place(OPCODES.localGet, instructions.length) }, () => [] as number[]);
  traceLocals(body!, instructions, owners, (reader: number, writer: number) => {
    if (reader >= 100) found[reader - 100]!.push(writer);
  });
  return found.map((writers) => writers.sort((one, other) => one - other));
}

const set = '(local.set 1 (i32.const 0))';
const get = '(drop (local.get 1))';
const ask = '(local.get 0)';

describe('traceLocals', () => {
  it.each([
    ['the last write before a read', `${set} ${set} ${get} ${set}`, [[1]]],
    ['nothing where nobody wrote', `${get} ${set}`, [[]]],
    [
      'either branch, and what was before only where one is missing',
      `${set} (if ${ask} (then ${set})) ${get}`,
      [[0, 1]],
    ],
    ['both branches', `${set} (if ${ask} (then ${set}) (else ${set})) ${get}`, [[1, 2]]],
    ['what a branch leaves the block with', `(block ${set} (br_if 0 ${ask}) ${set}) ${get}`, [[0, 1]]],
    ['not what is written behind a branch', `(block ${set} (br 0) ${set}) ${get}`, [[0]]],
    ['each target of a table', `(block (block ${set} (br_table 0 1 ${ask})) ${set}) ${get}`, [[0, 1]]],
    ['what a loop brings back', `${set} (loop ${get} ${set} (br_if 0 ${ask})) ${get}`, [[0, 1], [1]]],
    ['nothing of a branch that returns', `${set} (if ${ask} (then ${set} (return))) ${get}`, [[0]]],
  ])('sees %s', (_, code, expected) => {
    expect(seen(code)).toEqual(expected);
  });
});
