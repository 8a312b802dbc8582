import { Captioner } from 'saccade';
import { check, rejects, settles } from '/torture/expect.js';
import { captioner, MODEL, PHOTO } from '/torture/stage.js';
import { Random } from './random.js';

const NASTY = [
  undefined,
  null,
  true,
  false,
  0,
  -0,
  1,
  2,
  3,
  8,
  9,
  64,
  65,
  -1,
  0.5,
  1.5,
  NaN,
  Infinity,
  -Infinity,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 53,
  '',
  ' ',
  '1',
  '3',
  'hard',
  'soft',
  'white',
  'var(--x)',
  'currentColor',
  'wasm',
  'x'.repeat(100_000),
  10n,
  Symbol('s'),
  () => 0,
  class {},
  [],
  [1],
  ['dog'],
  ['', 'dog'],
  [['dog']],
  {},
  { length: 1 },
  Object.create(null),
  new Date(0),
  new Map(),
  new Uint8Array(4),
  new AbortController().signal,
  new EventTarget(),
  new Proxy({}, {}),
  /x/,
  new String('hard'),
  new Number(3),
  document.body,
  Promise.resolve(3),
  NaN,
];

/** One in so many `create` calls goes all the way and compiles the runtime; the others end once they are accepted. */
const WHOLE_CREATE_EVERY = 8;
const ABORTED = AbortSignal.abort(new Error('accepted'));

const integer = (min, max) => (value) => Number.isInteger(value) && value >= min && value <= max;
const isSignal = (value) => value instanceof AbortSignal;
const isColor = (value) => ['white', '#123456', 'rgb(1 2 3 / 50%)', 'transparent'].includes(value);
const areWords = (value) =>
  Array.isArray(value) && value.every((word) => typeof word === 'string' && word.trim() !== '');

/** What each option may be, written down a second time, and values that are right. */
const ALIGN = {
  attention: [(value) => value === 'soft' || value === 'hard', ['soft', 'hard']],
  samples: [(value) => value === 1 || value === 2, [1, 2]],
  seed: [integer(0, 2 ** 32 - 1), [0, 7, 2 ** 32 - 1]],
  background: [isColor, ['white', '#123456', 'rgb(1 2 3 / 50%)', 'transparent']],
  signal: [isSignal, [new AbortController().signal]],
};
const captionRules = (vocabularySize) => ({
  ...ALIGN,
  beams: [integer(1, 8), [1, 2, 3, 8]],
  candidates: [integer(1, 8), [1, 2]],
  maxTokens: [integer(1, 64), [1, 2, 5, 64]],
  temperature: [(value) => typeof value === 'number' && value > 0 && value <= 10, [0.1, 1, 10]],
  topK: [integer(1, vocabularySize), [1, 5]],
  suppress: [areWords, [[], ['dog'], ['a', 'DOG', 'zzz']]],
});
const CREATE = {
  backend: [(value) => ['auto', 'webgpu', 'wasm'].includes(value), ['wasm']],
  threads: [integer(1, 8), [1]],
  cache: [(value) => typeof value === 'boolean', [true]],
  monitor: [(value) => typeof value === 'function', [() => undefined]],
  signal: [isSignal, [new AbortController().signal]],
};

function randomOptions(random, rules) {
  const options = random.chance(0.1) ? Object.create(null) : {};
  for (const [name, [, right]] of Object.entries(rules)) {
    if (random.chance(0.7)) continue;
    options[name] = random.chance(0.75) ? random.pick(right) : random.pick(NASTY);
  }
  if (random.chance(0.06))
    options[random.pick(['beem', 'Seed', '', 'constructor', 'toString', '0'])] = random.pick(NASTY);
  return options;
}

const fits = (options, rules) =>
  Object.entries(options).every(
    ([name, value]) => Object.hasOwn(rules, name) && (value === undefined || rules[name][0](value)),
  );

/** Whether options that fit one by one also agree with each other. */
function agree({ attention = 'soft', samples, temperature, topK, candidates = 1, beams }, defaultBeams) {
  const width = beams ?? (temperature === undefined ? defaultBeams : 1);
  if (samples !== undefined && attention === 'soft') return false;
  if (temperature !== undefined && width > 1) return false;
  return (temperature !== undefined || topK === undefined) && candidates <= width;
}

async function drain(stream) {
  const outcome = stream.result;
  outcome.catch(() => undefined);
  let text = '';
  for await (const token of stream) text += token.text;
  check((await outcome).text === text, `streamed "${text}"`);
}

/** Calls to try; each with its rules and whether the options are right by {@link agree}. */
async function calls() {
  const one = await captioner();
  const photo = await PHOTO;
  const rules = captionRules(one.model.vocabularySize);
  const caption = (options) => agree(options, 3);
  const align = (options) => agree(options, 1);
  const { background, signal } = ALIGN;
  const isSupported = { ...CREATE, backend: [CREATE.backend[0], ['wasm', 'auto']] };
  return [
    { name: 'caption', rules, agrees: caption, call: (options) => one.caption(photo, options) },
    {
      name: 'captionStreaming',
      rules,
      agrees: caption,
      call: (options) => drain(one.captionStreaming(photo, options)),
    },
    { name: 'align', rules: ALIGN, agrees: align, call: (options) => one.align(photo, 'a dog on the beach', options) },
    {
      name: 'rank',
      rules: ALIGN,
      agrees: align,
      call: (options) => one.rank(photo, ['a dog', 'a cat on snow'], options),
    },
    {
      name: 'look',
      rules: { background, signal },
      agrees: () => true,
      call: async (options) => (await one.look(photo, options)).dispose(),
    },
    {
      name: 'availability',
      rules: isSupported,
      agrees: () => true,
      call: (options) => Captioner.availability(Object.assign(options, { model: MODEL })),
    },
    {
      name: 'create',
      rules: CREATE,
      agrees: () => true,
      async call(options, n) {
        const isWhole = n % WHOLE_CREATE_EVERY === 0;
        if (!isWhole && (options.signal === undefined || isSignal(options.signal))) options.signal = ABORTED;
        const creating = Captioner.create(Object.assign(options, { model: MODEL }));
        await creating.then(
          (one) => one.destroy(),
          (error) => {
            if (error !== ABORTED.reason) throw error;
          },
        );
      },
      expected: ['webgpu-unavailable'],
    },
  ];
}

/** A function for each call that tries the n-th random options. Right ones must succeed, wrong ones give bad-option. */
export async function optionTrials(seed) {
  return (await calls()).map(({ name, rules, agrees, call, expected = [] }, kind) => ({
    name: `options of ${name}`,
    async attempt(n) {
      const options = randomOptions(new Random(seed * 1_000_003 + kind * 65_537 + n), rules);
      const right = fits(options, rules) && agrees(options);
      let error;
      try {
        await settles(call(options, n));
        check(right, `accepted ${shown(options)}`);
        return 'accepted';
      } catch (thrown) {
        error = thrown;
      }
      const { code, message } = await rejects(
        Promise.reject(error),
        right ? ['nothing', ...expected] : ['bad-option', ...expected],
      );
      check(message.length < 1000, `a message of ${message.length} characters`);
      return code;
    },
  }));
}

export function shown(options) {
  return Object.entries(options)
    .map(
      ([name, value]) =>
        `${name}: ${typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : Object.prototype.toString.call(value) + (typeof value === 'number' ? value : '')}`,
    )
    .join(', ');
}
