const waiting: (() => void)[] = [];
let channel: MessageChannel | null = null;

/**
 * Lets everything in that waits for this thread, messages above all. Awaiting a promise does not: a loop of awaited
 * runs of the WASM backend never leaves its task. Costs microseconds, where a timer costs milliseconds.
 */
export function macrotask(): Promise<void> {
  channel ??= open();
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel!.port2.postMessage(null);
  });
}

function open(): MessageChannel {
  const opened = new MessageChannel();
  opened.port1.onmessage = () => waiting.shift()?.();
  return opened;
}
