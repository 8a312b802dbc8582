/** Scripts that run in a worker before, or instead of, the package's own. */
export const HOOKS = {
  /** Obeys orders on a channel, as the browser, a driver or a bug would act without being asked. */
  orders: `
const gpuDevices = [];
if (typeof GPUAdapter !== 'undefined') {
  const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...args) {
    const device = await request.apply(this, args);
    gpuDevices.push(device);
    return device;
  };
}
new BroadcastChannel('torture').onmessage = ({ data }) => {
  if (data === 'throw') throw new Error('an error nobody catches');
  if (data === 'reject') Promise.reject(new Error('a rejection nobody catches'));
  if (data === 'close') self.close();
  if (data === 'spin') for (;;);
  if (data === 'flood') for (let i = 0; i < 1000; i++) self.postMessage({ id: i, type: 'RAW', nonsense: [i, null] });
  if (data === 'destroy-device') gpuDevices.at(-1)?.destroy();
};`,
  /** A browser whose threads never start (reported of iOS): the script stops where it runs as one. */
  threadless: `
if (self.name.startsWith('em-pthread')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
  silent: 'self.onmessage = () => undefined;',
};
