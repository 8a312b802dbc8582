/**
 * Watches the main thread: a message to itself each turn shows every gap, and the browser tells of tasks over 50 ms.
 */
export class Heartbeat {
  #longestGapMs = 0;
  #longestTaskMs = 0;
  #longTasks = 0;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    let before = performance.now();
    port1.onmessage = () => {
      const now = performance.now();
      this.#longestGapMs = Math.max(this.#longestGapMs, now - before);
      before = now;
      setTimeout(() => port2.postMessage(null), 4);
    };
    port2.postMessage(null);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        this.#longTasks += 1;
        this.#longestTaskMs = Math.max(this.#longestTaskMs, duration);
      }
    }).observe({ type: 'longtask' });
  }

  /** Longest gap between two beats, longest task and number of tasks over 50 ms since the last reading. */
  read() {
    const reading = {
      longestGapMs: Math.round(this.#longestGapMs),
      longestTaskMs: Math.round(this.#longestTaskMs),
      longTasks: this.#longTasks,
    };
    this.#longestGapMs = 0;
    this.#longestTaskMs = 0;
    this.#longTasks = 0;
    return reading;
  }
}
