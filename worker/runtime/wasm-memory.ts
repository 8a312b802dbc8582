const memories: WebAssembly.Memory[] = [];
let recording = false;

/**
 * Notes every WebAssembly memory that is made from now on in this worker: the runtime does not tell how much it holds.
 * Asking again changes nothing.
 */
export function recordMemory(): void {
  if (recording || typeof WebAssembly === 'undefined') return;
  recording = true;
  WebAssembly.Memory = class extends WebAssembly.Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      memories.push(this);
    }
  };
}

/** Bytes of WebAssembly memory that have been taken in this worker. They only grow: ending the worker frees them. */
export function wasmMemoryBytes(): number {
  return memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
}
