/**
 * Gives the memory of bytes back now instead of at some garbage collection, even where somebody still refers to them:
 * the runtime keeps a reference to its binary for ever.
 *
 * @param bytes - Empty afterwards, as is every other view of the same buffer.
 */
export function freeBytes({ buffer }: Uint8Array<ArrayBuffer>): void {
  const { transfer } = buffer as ArrayBuffer & { transfer?: (length: number) => ArrayBuffer };
  if (transfer) transfer.call(buffer, 0);
  else structuredClone(buffer, { transfer: [buffer] });
}
