// Workers and pages have it; this file knows neither.
declare function atob(encoded: string): string;

/** Bytes that stand in the source as base64. The first photo waits for some, so the browser's own decoder is asked first. */
export function fromBase64(encoded: string): Uint8Array<ArrayBuffer> {
  const { fromBase64: decode } = Uint8Array as { fromBase64?: (encoded: string) => Uint8Array<ArrayBuffer> };
  return decode ? decode.call(Uint8Array, encoded) : fromCharacters(atob(encoded));
}

/** A character, 0 to 255, for each byte. */
export const fromCharacters = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(text.length).map((_, i) => text.charCodeAt(i));
