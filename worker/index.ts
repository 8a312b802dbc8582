import * as Comlink from 'comlink';
import { LifecycleError } from '../src/shared/errors/lifecycle-error.ts';
import { serializeError } from '../src/shared/errors/serialize-error.ts';
import type { Reply, WorkerApi, WorkerEvent } from '../src/shared/protocol.ts';
import { LifeLock } from './life-lock.ts';
import { loadModel } from './load-model.ts';
import { closePhoto, type Pipeline } from './pipeline.ts';
import { JobCancelled, JobQueue, type JobContext } from './queue.ts';
import { wasmMemoryBytes } from './runtime/wasm-memory.ts';

const queue = new JobQueue();
const life = new LifeLock();
let loaded: Pipeline | null = null;
let notify: (event: WorkerEvent) => void = () => undefined;

/** Runs a job in its turn and puts whatever becomes of it into the one envelope. */
async function reply<T>(job: number, work: (context: JobContext) => Promise<T>): Promise<Reply<T>> {
  try {
    return { ok: true, value: await queue.run(job, work) };
  } catch (error) {
    return error instanceof JobCancelled ? { ok: false, aborted: true } : { ok: false, error: serializeError(error) };
  }
}

function pipeline(): Pipeline {
  if (loaded) return loaded;
  throw new LifecycleError('destroyed', 'The worker was asked to caption before it was loaded.', {
    remedy: 'Create a captioner with `Captioner.create`.',
  });
}

const api: WorkerApi = {
  load: (job, request, onProgress) =>
    reply(job, async ({ signal }) => {
      const onChange = (backend: (WorkerEvent & { type: 'backendchange' })['backend']): void => {
        notify({ type: 'backendchange', backend });
      };
      const model = await loadModel(request, onProgress, onChange, signal);
      loaded = model.pipeline;
      return model.loaded;
    }),
  caption: (job, subject, options, onToken) =>
    reply(job, (context) => pipeline().caption(subject, options, onToken, context)).finally(() => {
      closePhoto(subject);
    }),
  look: (job, subject) =>
    reply(job, (context) => pipeline().look(subject, context)).finally(() => {
      closePhoto(subject);
    }),
  align: (job, subject, texts, options) =>
    reply(job, (context) => pipeline().align(subject, texts, options, context)).finally(() => {
      closePhoto(subject);
    }),
  forget: (view) => {
    loaded?.forget(view);
    return Promise.resolve();
  },
  cancel: (job) => {
    queue.cancel(job);
    return Promise.resolve();
  },
  listen: async (onEvent, lifeLock) => {
    notify = onEvent;
    await life.hold(lifeLock);
  },
  hold: (lifeLock) => life.hold(lifeLock),
  letGo: () => {
    life.letGo();
    return Promise.resolve();
  },
  memory: () => Promise.resolve({ wasmBytes: wasmMemoryBytes() }),
};

// The runtime starts its threads from this very script, under this name; they are not for callers.
if (!self.name.startsWith('em-pthread')) Comlink.expose(api);
