import { describe, expect, it } from 'vitest';
import { describePurpose } from '../../../../src/alt-text/purpose.ts';

describe('describePurpose', () => {
  it('needs no text where the control has a name', () => {
    expect(describePurpose({ control: 'link', name: 'Read more' }, 'A dog.')).toEqual({ kind: 'labelled' });
  });
  it('says that a link to a picture enlarges it', () => {
    const outcome = describePurpose({ control: 'link', target: '/photos/1.JPG?size=big' }, 'A dog.');
    expect(outcome).toEqual({ kind: 'enlarges', draft: 'View larger: A dog.' });
  });
  it('says where a link leads as far as its address tells', () => {
    const outcome = describePurpose({ control: 'link', target: 'https://example.org/about-us.html' }, 'A dog.');
    expect(outcome).toEqual({ kind: 'unknown', draft: 'Link to about us (picture: A dog).' });
  });
  it('leaves the target out where its address is not words', () => {
    const outcome = describePurpose({ control: 'link', target: '/x/123?q' }, 'A dog.');
    expect(outcome).toEqual({ kind: 'unknown', draft: 'Link (picture: A dog).' });
  });
  it('says button for a button', () => {
    expect(describePurpose({ control: 'button' }, 'A dog.')).toEqual({
      kind: 'unknown',
      draft: 'Button (picture: A dog).',
    });
  });
});
