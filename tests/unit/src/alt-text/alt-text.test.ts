import { describe, expect, it, vi } from 'vitest';
import { altText } from '../../../../src/alt-text/alt-text.ts';
import type { AltTextContext } from '../../../../src/alt-text/context.ts';
import type { AltTextDecision } from '../../../../src/alt-text/decision.ts';
import type { Caption } from '../../../../src/shared/results.ts';
import { calibration, fakeCaption, modelInfo, PHOTO } from './fake-caption.ts';

const SURE = [4, 0];
const captionOf = vi.fn();

async function decide(caption: Caption, context?: AltTextContext, photo: unknown = {}): Promise<AltTextDecision> {
  captionOf.mockReset().mockResolvedValue(caption);
  return altText({ model: modelInfo(calibration()), caption: captionOf }, photo, context);
}

describe('altText', () => {
  it('gives a neutral sentence with its disclosure where it is sure', async () => {
    const decision = await decide(fakeCaption('a man with a dog', { feature: SURE }));
    expect(decision).toMatchObject({
      kind: 'alt',
      text: 'A person with a dog.',
      language: 'en',
      disclosure: expect.stringContaining('Automatic description'),
      neutral: { changes: [{ from: 'man', to: 'person' }] },
    });
  });

  it('keeps the words of the model where neutral language is switched off', async () => {
    const decision = await decide(fakeCaption('a man with a dog', { feature: SURE }), { neutral: false });
    expect(decision).toMatchObject({ kind: 'alt', text: 'A man with a dog.' });
  });

  it('decodes as the calibration was decoded', async () => {
    await decide(fakeCaption('a dog', { feature: SURE }));
    expect(captionOf.mock.calls[0]?.[1]).toEqual({ beams: 3, candidates: 3 });
  });

  it('is unsure below the threshold', async () => {
    const decision = await decide(fakeCaption('a dog runs', { feature: [-4, 0] }));
    expect(decision).toMatchObject({ kind: 'unsure', draft: 'A dog runs.', reasons: ['low-confidence'] });
  });

  it('takes the caller’s threshold instead of the model’s', async () => {
    expect(await decide(fakeCaption('a dog', { feature: [-4, 0] }), { threshold: 0 })).toMatchObject({ kind: 'alt' });
    expect(await decide(fakeCaption('a dog', { feature: SURE }), { threshold: 1 })).toMatchObject({ kind: 'unsure' });
  });

  it('is unsure of what is no photo, at any threshold', async () => {
    const drawing = { ...PHOTO, flatness: 0.95 };
    const decision = await decide(fakeCaption('a dog', { feature: [4, 2], picture: drawing }), { threshold: 0 });
    expect(decision).toMatchObject({ kind: 'unsure', reasons: ['not-a-photo'] });
  });

  it('is unsure far from the training photos', async () => {
    const decision = await decide(fakeCaption('a dog', { feature: [4, -4] }), { threshold: 0 });
    expect(decision).toMatchObject({ kind: 'unsure', reasons: ['unfamiliar'] });
  });

  it('is unsure of a black frame', async () => {
    const black = { ...PHOTO, brightness: 3, contrast: 1, variation: 1, rampResidual: 1, flatness: 1 };
    const decision = await decide(fakeCaption('a dog', { feature: SURE, picture: black }));
    expect(decision).toMatchObject({ kind: 'unsure', confidence: 0, reasons: ['nothing-visible'] });
  });

  it('is unsure of whatever a model without calibration says', async () => {
    captionOf.mockReset().mockResolvedValue(fakeCaption('a dog'));
    const decision = await altText({ model: modelInfo(), caption: captionOf }, {});
    expect(decision).toMatchObject({ kind: 'unsure', confidence: 0, reasons: ['not-calibrated'] });
  });

  it('needs no caption for what its size tells to be decoration', async () => {
    const decision = await decide(fakeCaption('a dog'), {}, { naturalWidth: 1, naturalHeight: 1 });
    expect(decision).toEqual({ kind: 'decorative', reason: 'tracking-pixel' });
    expect(captionOf).not.toHaveBeenCalled();
  });

  it('needs no caption for the presentation role, whatever the photo is', async () => {
    const decision = await decide(fakeCaption('a dog'), { role: 'presentation' }, new Blob());
    expect(decision).toEqual({ kind: 'decorative', reason: 'presentation-role' });
    expect(captionOf).not.toHaveBeenCalled();
  });

  it('calls a single colour decoration', async () => {
    const plain = { ...PHOTO, variation: 0, rampResidual: 0, flatness: 1 };
    const decision = await decide(fakeCaption('a dog', { feature: SURE, picture: plain }));
    expect(decision).toEqual({ kind: 'decorative', reason: 'single-colour' });
  });

  it('leaves the function of a link to a person', async () => {
    const decision = await decide(fakeCaption('a dog', { feature: SURE }), {
      purpose: { control: 'link', target: '/our-team' },
    });
    expect(decision).toMatchObject({
      kind: 'unsure',
      draft: 'Link to our team (picture: A dog).',
      reasons: ['function-unknown'],
    });
  });

  it('needs no text inside a link that has some', async () => {
    const decision = await decide(fakeCaption('a dog', { feature: SURE }), {
      purpose: { control: 'link', name: 'Dogs' },
    });
    expect(decision).toEqual({ kind: 'decorative', reason: 'labelled-by-text' });
  });

  it('does not repeat what stands beside the picture', async () => {
    const nearbyText = ['On the grass'];
    const decision = await decide(fakeCaption('a dog runs on the grass', { feature: SURE }), { nearbyText });
    expect(decision).toMatchObject({ kind: 'alt', text: 'A dog runs.' });
  });

  it('holds gendered nearby text against the neutral caption', async () => {
    const nearbyText = ['A man and his dog'];
    const decision = await decide(fakeCaption('a man and a dog', { feature: SURE }), { nearbyText });
    expect(decision).toEqual({ kind: 'decorative', reason: 'described-nearby' });
  });

  it('keeps to the length', async () => {
    const decision = await decide(fakeCaption('a dog runs on the grass near a dog', { feature: SURE }), {
      maxLength: 20,
    });
    expect(decision).toMatchObject({ kind: 'alt', text: 'A dog runs…' });
  });

  it('is unsure of a picture that is too small', async () => {
    const decision = await decide(fakeCaption('a dog', { feature: SURE, size: 31 }));
    expect(decision).toMatchObject({ kind: 'unsure', reasons: ['too-small'] });
  });

  it('marks its text in the language asked for', async () => {
    const decision = await decide(fakeCaption('a dog', { feature: SURE }), { locale: 'fr' });
    expect(decision).toMatchObject({ disclosure: expect.stringContaining('Description automatique') });
  });

  it.each([
    ['an unknown option', { treshold: 0.5 }],
    ['a threshold above 1', { threshold: 1.01 }],
    ['a threshold that is no number', { threshold: Number.NaN }],
    ['a length below 20', { maxLength: 19 }],
    ['a purpose of another kind', { purpose: { control: 'area' } }],
    ['nearby text that is a string', { nearbyText: 'x' }],
    ['zero occurrences', { occurrences: 0 }],
  ])('rejects %s before captioning', async (_, context) => {
    await expect(decide(fakeCaption('a dog'), context as AltTextContext)).rejects.toMatchObject({ code: 'bad-option' });
    expect(captionOf).not.toHaveBeenCalled();
  });
});
