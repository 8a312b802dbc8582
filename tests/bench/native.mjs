import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * Starts native onnxruntime on a model folder.
 *
 * @param {{ packageFolder: string, modelFolder: string, threads: number }} options - `packageFolder` has
 * `node_modules/onnxruntime-node`.
 * @returns {Promise<{ caption: (request: { steps: number, beams: number }) => Promise<object>, close: () => void }>}
 */
export async function openNative({ packageFolder, modelFolder, threads }) {
  const script = fileURLToPath(new URL('native-worker.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, packageFolder, modelFolder, String(threads)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function answer() {
    const { value, done } = await lines.next();
    if (done) throw new Error('native onnxruntime ended');
    return JSON.parse(value);
  }
  const { version } = await answer();
  return {
    version,
    caption: (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return answer();
    },
    close: () => child.stdin.end(),
  };
}
