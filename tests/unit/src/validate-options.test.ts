import { describe, expect, test } from 'vitest';
import { ALIGN_RULES, captionRules, LOOK_RULES } from '../../../src/option-rules.ts';
import { InvalidInputError } from '../../../src/shared/errors/invalid-input-error.ts';
import { checkContradictions, validateCreateOptions, validateOptions } from '../../../src/validate-options.ts';

const rules = captionRules(3000);
const check = (options: unknown) => {
  validateOptions('caption', options, rules);
};
function failure(run: () => void): InvalidInputError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ code: 'bad-option' });
    return error as InvalidInputError;
  }
  throw new Error('It was accepted.');
}

describe('validateOptions', () => {
  test('accepts no options, empty options and undefined values', () => {
    check(undefined);
    check({});
    check({ beams: undefined, signal: undefined });
  });

  test('accepts every option at both ends of its range', () => {
    check({ attention: 'hard', samples: 1, seed: 0, beams: 1, candidates: 1, maxTokens: 1 });
    check({ attention: 'soft', samples: 2, seed: 4294967295, beams: 8, candidates: 8, maxTokens: 64 });
    check({ temperature: Number.MIN_VALUE, topK: 1, suppress: [], background: 'white' });
    check({ temperature: 10, topK: 3000, suppress: ['man'], signal: new AbortController().signal });
  });

  test.each([
    ['attention', 'harder'],
    ['attention', null],
    ['samples', 3],
    ['samples', '1'],
    ['seed', -1],
    ['seed', 2 ** 32],
    ['seed', 0.5],
    ['seed', NaN],
    ['beams', 0],
    ['beams', 9],
    ['beams', '3'],
    ['beams', Infinity],
    ['candidates', 0],
    ['maxTokens', 0],
    ['maxTokens', 65],
    ['temperature', 0],
    ['temperature', -1],
    ['temperature', 10.1],
    ['temperature', NaN],
    ['topK', 0],
    ['topK', 3001],
    ['suppress', 'man'],
    ['suppress', ['']],
    ['suppress', [7]],
    ['background', ''],
    ['background', 'currentColor'],
    ['background', 'var(--paper)'],
    ['background', 0xffffff],
    ['signal', {}],
    ['signal', null],
  ])('refuses %s: %j and names the option, the value and what is allowed', (option, value) => {
    const error = failure(() => {
      check({ [option]: value });
    });
    expect(error.details).toMatchObject({ call: 'caption', option });
    expect(error.message).toContain(error.details.value);
    expect(error.message).toContain(error.details.allowed);
    expect(error.remedy).not.toBe('');
  });

  test.each([[null], [3], ['beams'], [true]])('refuses options that are %j', (options) => {
    failure(() => {
      check(options);
    });
  });

  test('asks "did you mean" for an unknown option that is nearly a known one', () => {
    expect(failure(() => check({ beam: 3 })).message).toContain('Did you mean "beams"?');
    expect(failure(() => check({ max_tokens: 3 })).message).toContain('Did you mean "maxTokens"?');
    expect(failure(() => check({ Temperature: 3 })).message).toContain('Did you mean "temperature"?');
  });

  test('lists the known options for an unknown one that is like none of them', () => {
    const error = failure(() => check({ quality: 3 }));
    expect(error.message).not.toContain('Did you mean');
    expect(error.remedy).toContain('attention, samples');
  });

  test.each(['constructor', 'toString', '__proto__x', 'hasOwnProperty'])('refuses the option %s', (name) => {
    failure(() => check({ [name]: 1 }));
  });

  test('knows which options belong to which call', () => {
    failure(() => validateOptions('look', { beams: 3 }, LOOK_RULES));
    failure(() => validateOptions('align', { beams: 3 }, ALIGN_RULES));
    validateOptions('align', { attention: 'hard', samples: 2, seed: 3 }, ALIGN_RULES);
  });

  test('shortens a value that would make the message long', () => {
    expect(failure(() => check({ attention: 'x'.repeat(10_000) })).message.length).toBeLessThan(200);
  });
});

describe('validateCreateOptions', () => {
  test('accepts all options that create documents', () => {
    validateCreateOptions({
      backend: 'webgpu',
      model: '/models/mine/',
      assetBase: new URL('https://example.org/saccade/'),
      workerUrl: './worker.js',
      threads: 8,
      cache: false,
      monitor: () => undefined,
      timeouts: { startMs: 1, stallMs: Infinity },
      signal: new AbortController().signal,
    });
  });

  test.each([
    [{ backend: 'gpu' }],
    [{ model: '' }],
    [{ model: 'https://' }],
    [{ assetBase: '/assets' }],
    [{ workerUrl: 3 }],
    [{ threads: 0 }],
    [{ threads: 9 }],
    [{ cache: 1 }],
    [{ monitor: {} }],
    [{ timeouts: 30 }],
    [{ timeouts: { startMs: 0 } }],
    [{ timeouts: { startMs: NaN } }],
    [{ timeouts: { loadMs: 5 } }],
    [{ worker: './worker.js' }],
  ])('refuses %j', (options) => {
    failure(() => {
      validateCreateOptions(options as never);
    });
  });
});

describe('checkContradictions', () => {
  test.each([
    [{ samples: 1 as const }, 'samples'],
    [{ samples: 2 as const, attention: 'soft' as const }, 'samples'],
    [{ temperature: 1, beams: 2 }, 'beams'],
    [{ topK: 5 }, 'topK'],
    [{ beams: 2, candidates: 3 }, 'candidates'],
    [{ candidates: 4 }, 'candidates'],
    [{ temperature: 1, candidates: 2 }, 'candidates'],
  ])('refuses %j', (options, option) => {
    expect(failure(() => checkContradictions('caption', options, 3)).details.option).toBe(option);
  });

  test.each([
    [{ samples: 2 as const, attention: 'hard' as const }],
    [{ temperature: 1, beams: 1, topK: 5 }],
    [{ temperature: 0.5 }],
    [{ candidates: 3 }],
    [{ beams: 8, candidates: 8 }],
  ])('accepts %j', (options) => {
    checkContradictions('caption', options, 3);
  });
});
