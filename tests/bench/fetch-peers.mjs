import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What saccade is measured beside, pinned. Kept out of the development packages: nobody needs 400 MB to run the tests. */
export const PEERS = {
  'onnxruntime-node': '1.30.0',
  '@huggingface/transformers': '4.3.1',
  'onnxruntime-web': '1.31.0-dev.20260914-8d85527a0',
};

const npm = (args, cwd) => execFileSync('npm', args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });

/** Installs native onnxruntime into `folder` once. @returns Folder that has it in its node_modules. */
export function ensureNative(folder) {
  const target = join(folder, 'packages');
  if (!existsSync(join(target, 'node_modules/onnxruntime-node'))) {
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'package.json'), '{ "private": true }\n');
    // The CPU provider is in the package; its install script would only fetch others.
    const wanted = `onnxruntime-node@${PEERS['onnxruntime-node']}`;
    npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', wanted], target);
  }
  return target;
}

/** Unpacks transformers.js and its runtime into `folder` once; both are used as they are published. */
export function ensureTransformers(folder) {
  for (const name of ['@huggingface/transformers', 'onnxruntime-web']) {
    const target = join(folder, name.split('/').at(-1));
    if (existsSync(join(target, 'package.json'))) continue;
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    const [{ filename }] = JSON.parse(npm(['pack', '--json', `${name}@${PEERS[name]}`], folder));
    execFileSync('tar', ['-xzf', join(folder, filename), '-C', target, '--strip-components=1']);
    rmSync(join(folder, filename));
  }
  return { transformers: join(folder, 'transformers/dist'), runtime: join(folder, 'onnxruntime-web/dist') };
}

/**
 * Makes the model of ViT-GPT2's shape once.
 *
 * @param folder - The benchmark's cache.
 * @param python - Python with numpy, onnx and onnxruntime.
 * @returns Folder of the models, or null with a line on what is missing.
 */
export function ensurePeerModel(folder, python) {
  const target = join(folder, 'models/vit-gpt2-shape');
  if (!existsSync(join(target, 'onnx/decoder_model_merged_quantized.onnx'))) {
    if (!python) return null;
    const maker = new URL('peer/make.py', import.meta.url).pathname;
    execFileSync(python, [maker, target, '--quantize'], { stdio: 'inherit' });
  }
  return join(folder, 'models');
}

/** A Python that has what the maker needs: `SACCADE_PYTHON`, or the system's. */
export function findPython() {
  for (const python of [process.env.SACCADE_PYTHON, 'python3', 'python']) {
    if (!python) continue;
    try {
      execFileSync(python, ['-c', 'import numpy, onnx, onnxruntime.quantization'], { stdio: 'ignore' });
      return python;
    } catch {
      // The next one, then.
    }
  }
  return null;
}
