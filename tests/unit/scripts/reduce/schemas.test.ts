import assembler from 'wabt';
import { describe, expect, it } from 'vitest';
import { dropSchemas, schemaCalls } from '../../../../scripts/build/reduce/schemas.mjs';
import {
  CODE,
  countImportedFunctions,
  readBodies,
  sectionsOf,
  sized,
  vector,
  withSections,
} from '../../../../scripts/build/wasm-binary.mjs';

const { parseWat } = await assembler();

/** Describes something at the address in $at, by a number, as the runtime does it. */
const describing = (number: string): string => `
  (i32.store (local.get $at) ${number})
  (call_indirect (type $register) (i32.const 0) (local.get $at) (i32.const 0))
  (drop (call $destroy (local.get $at)))`;

/** A program that hands over the numbers 10, 11, 12 and 13; the last is computed from what the third has left behind. */
const module = parseWat(
  'program',
  `(module
    (import "" "log" (func $log (param i32)))
    (memory 1)
    (table 1 funcref)
    (elem (i32.const 0) $registry)
    (type $register (func (param i32 i32)))
    (func $registry (type $register) (call $log (i32.load (local.get 1))))
    (func $destroy (param i32) (result i32) (i32.store (local.get 0) (i32.const 0)) (local.get 0))
    (func (export "start") (local $at i32) (local $carried i32)
      (local.set $at (i32.const 64))
      (block $failed
        ${describing('(i32.const 10)')}
        ${describing('(i32.const 11)')}
        (br_if $failed (i32.eqz (local.get $at)))
        ${describing('(local.tee $carried (i32.const 12))')}
        ${describing('(i32.add (local.get $carried) (i32.const 1))')})))`,
);
const binary = Buffer.from(module.toBinary({}).buffer);
module.destroy();
const sections = sectionsOf(binary);
const bodies = readBodies(sections);
const start = bodies.length - 1;

function handedOver(kept: number[]): number[] {
  const changed = bodies.slice();
  changed[start] = dropSchemas(bodies[start]!, new Set(kept));
  const bytes = withSections(binary, { [CODE]: vector(changed.map(sized)) });
  const found: number[] = [];
  const log = (number: number): number => found.push(number);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { '': { log } });
  (instance.exports['start'] as () => void)();
  return found;
}

describe('dropSchemas', () => {
  it('finds where descriptions are handed over', () => {
    expect(countImportedFunctions(sections)).toBe(1);
    expect(schemaCalls(bodies[start]!)).toHaveLength(4);
  });

  it('changes nothing where all are kept', () => {
    expect(handedOver([0, 1, 2, 3])).toEqual([10, 11, 12, 13]);
  });

  it('takes out what nobody needs, but never the first, before which everything is made ready', () => {
    expect(handedOver([1])).toEqual([10, 11]);
    expect(handedOver([])).toEqual([10]);
  });

  it('keeps what computes something for one that is kept', () => {
    expect(handedOver([3])).toEqual([10, 12, 13]);
  });
});
