import { describe, expect, it } from 'vitest';
import { confidenceLevel, disclosureFor } from '../../../../src/alt-text/disclosure.ts';

describe('confidenceLevel', () => {
  it.each([
    [0, 'low'],
    [0.6499, 'low'],
    [0.65, 'medium'],
    [0.8499, 'medium'],
    [0.85, 'high'],
    [1, 'high'],
  ] as const)('calls %d %s', (confidence, level) => {
    expect(confidenceLevel(confidence)).toBe(level);
  });
});

describe('disclosureFor', () => {
  it('speaks English by default', () => {
    expect(disclosureFor(0.9)).toBe('Automatic description, very likely right.');
  });
  it('speaks the language of the locale, region or not', () => {
    expect(disclosureFor(0.7, 'de-AT')).toBe('Automatische Beschreibung, wahrscheinlich richtig.');
  });
  it('falls back to English for a language that it does not know', () => {
    expect(disclosureFor(0.1, 'tlh')).toBe('Automatic description, may be wrong.');
  });
  it('takes own sentences before all others', () => {
    expect(disclosureFor(0.1, 'de', { high: 'h', medium: 'm', low: 'l' })).toBe('l');
  });
});
