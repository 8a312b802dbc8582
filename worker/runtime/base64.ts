/** Bytes that stand in the source as base64. */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => fromCharacters(atob(text));

/** A character, 0 to 255, for each byte. */
export const fromCharacters = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));
