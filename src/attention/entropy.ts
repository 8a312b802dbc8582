/**
 * Shannon entropy of an attention map: how spread out the look was.
 *
 * @param attention - A distribution, >= 0, summing to 1. Read only. Zeros count as 0.
 * @returns Nats, from 0 (one place has all) to `Math.log(attention.length)` (all places alike; 5.28 for 14 x 14).
 * @example
 * const spread = attentionEntropy(token.attention) / Math.log(token.attention.length); // 0 to 1
 */
export function attentionEntropy(attention: ArrayLike<number>): number {
  let entropy = 0;
  for (let place = 0; place < attention.length; place++) {
    const p = attention[place]!;
    if (p > 0) entropy -= p * Math.log(p);
  }
  return Math.max(0, entropy);
}
