import { Captioner } from 'saccade';
import { check, rejects, sameCaption } from '../expect.js';
import { captioner, createCaptioner, PHOTO } from '../stage.js';

const caption = async (options) => (await captioner()).caption(await PHOTO, options);

/** Each of the values must be refused with a message that names it and what is allowed. */
const refused = (name, values, call = caption) => ({
  name: `${name}: ${values.map((value) => String(value)).join(', ') || 'none'}`,
  gives: 'bad-option with the value and what is allowed',
  async run() {
    for (const value of values) {
      const { message, details } = await rejects(call({ [name]: value }), 'bad-option', { details: { option: name } });
      check(typeof details.allowed === 'string' && message.includes(details.allowed), `"${message}" allows nothing`);
      const shown = typeof value === 'string' ? JSON.stringify(value) : String(value);
      if (typeof value !== 'object') check(message.includes(shown), `"${message}" does not show ${shown}`);
    }
  },
});

const contradiction = (name, options, option) => ({
  name,
  gives: 'bad-option that names the option at fault',
  run: async () => void (await rejects(caption(options), 'bad-option', { details: { option } })),
});

/** Options, valid and not. */
export const OPTIONS = [
  refused('beams', [0, 9, 1.5, -1, NaN, '3', null]),
  refused('candidates', [0, 9, 0.5, '1']),
  refused('maxTokens', [0, 65, 7.5, Infinity]),
  refused('seed', [-1, 4294967296, 0.5, '0']),
  refused('attention', ['Soft', 'both', 1, true]),
  refused('temperature', [0, -1, 11, NaN, '1']),
  refused('suppress', ['dog', [''], [7], {}]),
  refused('background', ['no colour', 'currentcolor', 'var(--x)', 7, '']),
  refused('signal', [{}, 'abort', 1]),
  refused('backend', ['gpu', 'WebGPU', 1], createCaptioner),
  refused('threads', [0, 9, 1.5, '2'], createCaptioner),
  refused('model', ['', 7, 'http://'], createCaptioner),
  refused('assetBase', ['/without-a-slash', '', 7], createCaptioner),
  refused('cache', ['yes', 1, null], createCaptioner),
  refused('monitor', [{}, 'log'], createCaptioner),
  refused('timeouts', [7, 'long', []], createCaptioner),
  refused('runMs', [0, -5, '60'], (timeouts) => createCaptioner({ timeouts })),
  contradiction('candidates above beams', { beams: 2, candidates: 3 }, 'candidates'),
  contradiction('beams with temperature', { beams: 2, temperature: 1 }, 'beams'),
  contradiction('topK without temperature', { topK: 5 }, 'topK'),
  contradiction('topK above the vocabulary', { topK: 1_000_000, temperature: 1 }, 'topK'),
  contradiction('samples with soft attention', { samples: 2 }, 'samples'),
  {
    name: 'unknown option "beam"',
    gives: 'bad-option that asks "Did you mean beams?"',
    run: async () => void (await rejects(caption({ beam: 3 }), 'bad-option', { message: /Did you mean "beams"/ })),
  },
  {
    name: 'options that are no object: 7, "fast", null',
    gives: 'bad-option',
    async run() {
      for (const options of [7, 'fast', null]) await rejects(caption(options), 'bad-option');
    },
  },
  {
    name: 'new Captioner()',
    gives: 'TypeError that names Captioner.create()',
    run() {
      try {
        new Captioner();
      } catch (error) {
        check(error instanceof TypeError && /Captioner\.create/.test(error.message), error.message);
        return Promise.resolve();
      }
      throw new Error('a captioner was constructed');
    },
  },
  {
    name: 'all options at their smallest and largest',
    gives: 'a caption each',
    async run() {
      const { vocabularySize } = (await captioner()).model;
      const extremes = [
        { beams: 1, candidates: 1, maxTokens: 1, seed: 0 },
        { beams: 8, candidates: 8, maxTokens: 64, seed: 4294967295 },
        { attention: 'hard', samples: 2, seed: 4294967295, beams: 8, candidates: 8, maxTokens: 64 },
        { temperature: 0.0001, topK: 1 },
        { temperature: 10, topK: vocabularySize, seed: 4294967295 },
        { attention: 'hard', samples: 1, temperature: 10, maxTokens: 64 },
        { suppress: [], background: 'rgb(0 0 0 / 50%)' },
      ];
      for (const options of extremes) {
        const { candidates, tokens } = await caption(options);
        check(
          candidates.length >= 1 && candidates.length <= (options.candidates ?? 1),
          `${candidates.length} candidates`,
        );
        check(tokens.length >= 1 && tokens.length <= (options.maxTokens ?? 64), `${tokens.length} tokens`);
      }
    },
  },
  {
    name: 'maxTokens: 1',
    gives: 'one token, complete: false',
    async run() {
      const { tokens, complete } = await caption({ maxTokens: 1 });
      check(tokens.length === 1 && !complete, `${tokens.length} tokens, complete ${complete}`);
    },
  },
  {
    name: 'suppress: every word of the caption',
    gives: 'a caption without them',
    async run() {
      const words = (await caption()).text.split(' ');
      const { text } = await caption({ suppress: words.map((word) => word.toUpperCase()) });
      check(!text.split(' ').some((word) => words.includes(word)), `"${text}" says a word of "${words.join(' ')}"`);
    },
  },
  {
    name: 'suppress: 5,000 words, known and not',
    gives: 'a caption',
    run: async () => void (await caption({ suppress: Array.from({ length: 5000 }, (_, i) => `word${i}`) })),
  },
  {
    name: 'hard attention, the same seed twice, and another',
    gives: 'the same caption and places; other places',
    async run() {
      const drawn = ({ tokens }) => JSON.stringify(tokens.map(({ samples }) => samples));
      const [one, two, other] = [
        await caption({ attention: 'hard', seed: 7 }),
        await caption({ attention: 'hard', seed: 7 }),
        await caption({ attention: 'hard', seed: 8 }),
      ];
      sameCaption(two, one);
      check(drawn(two) === drawn(one), 'the same seed drew other places');
      check(drawn(other) !== drawn(one), 'another seed drew the same places');
    },
  },
  {
    name: 'options frozen, without prototype, and with undefined in them',
    gives: 'the caption without options',
    async run() {
      const options = Object.freeze(Object.assign(Object.create(null), { beams: undefined, suppress: undefined }));
      sameCaption(await caption(options), await caption());
    },
  },
  {
    name: 'texts to align: none, empty, no string, too long, of unknown words',
    gives: 'bad-option, bad-text; known: false',
    async run() {
      const one = await captioner();
      const photo = await PHOTO;
      await rejects(one.rank(photo, []), 'bad-option');
      await rejects(one.align(photo, 7), 'bad-option');
      await rejects(one.align(photo, '  '), 'bad-text');
      await rejects(one.align(photo, 'dog '.repeat(1000)), 'bad-text');
      await rejects(one.align(photo, 'xqzzy pflrgh'), 'bad-text');
      const { tokens, unknownWords } = await one.align(photo, 'a xqzzy dog');
      check(unknownWords.join() === 'xqzzy' && tokens[1].known === false, `unknown words: ${unknownWords.join()}`);
    },
  },
];
