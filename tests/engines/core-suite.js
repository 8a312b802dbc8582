import { isSaccadeError, locate, regions } from 'saccade';

function assert(condition, message) {
  if (!condition) throw new Error(message);
}

const idsOf = (caption) => caption.tokens.map(({ id }) => id).join(' ');

function assertEqual(found, wanted, what) {
  assert(Object.is(found, wanted), `${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
}

function assertIsCaption(caption) {
  assert(caption.text.length > 0, 'the caption is empty');
  assertEqual(caption.tokens.map(({ text }) => text).join(''), caption.text, 'tokens put together');
  const places = caption.grid.rows * caption.grid.columns;
  for (const { text, attention, logProb } of caption.tokens) {
    assertEqual(attention.length, places, `places of "${text}"`);
    const sum = attention.reduce((a, b) => a + b, 0);
    assert(Math.abs(sum - 1) < 1e-4, `the map of "${text}" sums to ${sum}`);
    assert(
      attention.every((weight) => weight >= 0),
      `the map of "${text}" has a negative weight`,
    );
    assert(logProb <= 0, `"${text}" has log-probability ${logProb}`);
  }
}

async function rejection(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not reject');
}

async function assertRejects(promise, code) {
  const error = await rejection(promise);
  assert(isSaccadeError(error), `it rejected with ${error}`);
  assertEqual(error.code, code, 'code');
  assert(error.remedy.length > 0, 'there is no remedy');
}

/** The core suite: the same in every engine and on every backend. Order matters only for reading. */
export const CASES = {
  'the backend is the one asked for, and its self-test passed': async ({ captioner, wanted }) => {
    assertEqual(captioner.backend.name, wanted.backend, 'backend');
    assert(captioner.backend.selfTest.passed, 'the self-test did not pass');
  },

  'soft caption: words, and a map for each that sums to 1': async ({ captioner, blob }) => {
    assertIsCaption(await captioner.caption(blob));
  },

  'soft caption, twice: the same': async ({ captioner, plain, facts }) => {
    const [first, second] = [await captioner.caption(plain), await captioner.caption(plain)];
    assertEqual(idsOf(first), idsOf(second), 'tokens');
    facts.captions.soft = { text: first.text, ids: idsOf(first) };
  },

  'a JPEG is read without a canvas, and gives the numbers that its bitmap gives': async ({ captioner, blob }) => {
    assertEqual(blob.type, 'image/jpeg', 'the photo');
    const numbers = async (photo) => JSON.stringify((await captioner.caption(photo, { beams: 1 })).tokens);
    assertEqual(await numbers(blob), await numbers(await createImageBitmap(blob)), 'tokens');
  },

  'hard caption: drawn places, the same for the same seed': async ({ captioner, plain, facts }) => {
    const options = { attention: 'hard', seed: 7, beams: 1, samples: 2 };
    const [first, second] = [await captioner.caption(plain, options), await captioner.caption(plain, options)];
    assertIsCaption(first);
    assertEqual(
      JSON.stringify(first.tokens.map((t) => t.samples)),
      JSON.stringify(second.tokens.map((t) => t.samples)),
      'places',
    );
    for (const { samples, attention } of first.tokens) {
      assertEqual(samples.length, 2, 'draws');
      assert(
        samples.every((place) => place >= 0 && place < attention.length),
        `drawn place out of the grid: ${samples}`,
      );
    }
    facts.captions.hard = { text: first.text, ids: idsOf(first) };
  },

  'beam search: candidates in falling order, at least as probable as greedy': async ({ captioner, plain, facts }) => {
    const greedy = await captioner.caption(plain, { beams: 1 });
    const beam = await captioner.caption(plain, { beams: 5, candidates: 5 });
    assert(beam.candidates.length > 1, 'there is only one candidate');
    const scores = beam.candidates.map(({ score }) => score);
    assert(
      scores.every((score, index) => index === 0 || score <= scores[index - 1]),
      `scores ${scores}`,
    );
    assert(beam.score >= greedy.score - 1e-4, `beam ${beam.score} is below greedy ${greedy.score}`);
    facts.captions.greedy = { text: greedy.text, ids: idsOf(greedy) };
    facts.captions.beam5 = { text: beam.text, ids: idsOf(beam) };
  },

  'sampling: the same for the same seed': async ({ captioner, plain }) => {
    const options = { temperature: 1.2, topK: 10, seed: 3 };
    assertEqual(
      (await captioner.caption(plain, options)).text,
      (await captioner.caption(plain, options)).text,
      'sampled caption',
    );
  },

  'streaming: pieces put together are the caption': async ({ captioner, blob }) => {
    const stream = captioner.captionStreaming(blob);
    let text = '';
    for await (const token of stream) text += token.text;
    assertEqual(text, (await stream.result).text, 'text');
  },

  'streaming, cancelled: the next call answers': async ({ captioner, blob }) => {
    const stream = captioner.captionStreaming(blob);
    stream.result.catch(() => undefined);
    for await (const token of stream) if (token) break;
    assertIsCaption(await captioner.caption(blob));
  },

  'abort: rejects with the reason, and the next call answers': async ({ captioner, blob }) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const call = captioner.caption(blob, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 1);
    const outcome = await call.then(
      () => reason,
      (error) => error,
    );
    assertEqual(outcome, reason, 'rejection');
    assertIsCaption(await captioner.caption(blob));
  },

  'aborted beforehand: rejects at once': async ({ captioner, blob }) => {
    const reason = new Error('never mind');
    assertEqual(await rejection(captioner.caption(blob, { signal: AbortSignal.abort(reason) })), reason, 'rejection');
  },

  'ten calls at once: each answered, in order': async ({ captioner, plain, blob }) => {
    const order = [];
    const calls = Array.from({ length: 10 }, (_, index) =>
      captioner.caption(index % 2 ? plain : blob, { beams: 1, maxTokens: 4 }).then(() => order.push(index)),
    );
    await Promise.all(calls);
    assertEqual(order.join(), '0,1,2,3,4,5,6,7,8,9', 'order');
  },

  'inputs: Blob, bytes, URL, image element and bitmap give the same words': async ({
    captioner,
    blob,
    image,
    photoUrl,
  }) => {
    const bitmap = await createImageBitmap(blob);
    const texts = {};
    const inputs = { blob, bytes: await blob.arrayBuffer(), url: photoUrl, image, bitmap };
    for (const [kind, input] of Object.entries(inputs)) texts[kind] = (await captioner.caption(input)).text;
    assertEqual(new Set(Object.values(texts)).size, 1, `different captions ${JSON.stringify(texts)}`);
    assert(bitmap.width > 0, 'the bitmap was closed');
  },

  'inputs: ImageData and the canvas it is put on give the same words': async ({ captioner, plain }) => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: plain.width, height: plain.height });
    canvas.getContext('2d').putImageData(plain, 0, 0);
    assertEqual((await captioner.caption(canvas)).text, (await captioner.caption(plain)).text, 'text');
  },

  'encode once: a view gives the caption of its photo, and is refused once disposed': async ({ captioner, plain }) => {
    const view = await captioner.look(plain);
    assertEqual((await view.caption()).text, (await captioner.caption(plain)).text, 'text');
    view.dispose();
    await assertRejects(view.caption(), 'destroyed');
  },

  'align: the caption read back has the maps that it was said with': async ({ captioner, plain }) => {
    const caption = await captioner.caption(plain, { beams: 1 });
    const { tokens } = await captioner.align(plain, caption.text);
    assertEqual(idsOf({ tokens }), idsOf(caption), 'words');
    tokens.forEach(({ attention }, index) => {
      const worst = attention.reduce(
        (most, weight, place) => Math.max(most, Math.abs(weight - caption.tokens[index].attention[place])),
        0,
      );
      assert(worst < 1e-4, `map ${index} differs by ${worst}`);
    });
  },

  'rank: sorts texts, all of them, best first': async ({ captioner, plain }) => {
    const ranked = await captioner.rank(plain, ['a dog in the grass', 'a man on the beach', 'two people']);
    assertEqual(ranked.length, 3, 'texts');
    assert(ranked[0].score >= ranked[1].score && ranked[1].score >= ranked[2].score, 'order');
  },

  'attention as data: regions cover their own mass, locate finds a word': async ({ captioner, plain }) => {
    const caption = await captioner.caption(plain);
    const word = caption.tokens[0];
    const [region] = regions(word, caption.grid);
    assert(region.mass > 0 && region.mass <= 1.0001, `mass ${region.mass}`);
    assert(locate(caption, word.text).length >= 1, `"${word.text}" was not found`);
  },

  'errors: wrong options are named before anything runs': async ({ captioner, blob }) => {
    await assertRejects(captioner.caption(blob, { beams: 9 }), 'bad-option');
    await assertRejects(captioner.caption(blob, { beam: 3 }), 'bad-option');
    await assertRejects(captioner.caption(blob, { temperature: 1, beams: 3 }), 'bad-option');
  },

  'errors: what is no picture is named as that': async ({ captioner }) => {
    await assertRejects(captioner.caption(new Blob(['not a picture'])), 'image-decode');
    await assertRejects(captioner.caption(42), 'unsupported-image-type');
    await assertRejects(captioner.caption('/no/such/photo.jpg'), 'image-fetch');
  },

  'errors: a missing model is named as that': async ({ Captioner, options }) => {
    await assertRejects(Captioner.create({ ...options, model: '/no/such/model/' }), 'asset-not-found');
  },

  'destroy: pending and later calls reject, and it can be called twice': async ({ Captioner, options, plain }) => {
    const captioner = await Captioner.create(options);
    const pending = captioner.caption(plain);
    captioner.destroy();
    captioner.destroy();
    await assertRejects(pending, 'destroyed');
    await assertRejects(captioner.caption(plain), 'destroyed');
  },
};
