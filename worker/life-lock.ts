/**
 * A Web Lock that tells whoever waits for it that this worker died: the browser frees it then, however it dies. Without
 * locks (insecure contexts) nothing happens.
 *
 * A page whose worker holds a lock is not kept in the back/forward cache, so the lock is let go while nobody calls.
 */
export class LifeLock {
  #wanted: string | null = null;
  #release: (() => void) | null = null;

  /**
   * Takes a lock and keeps it, in place of one that was held before.
   *
   * @param name - Of the lock; nobody else's, and a new one each time.
   * @returns Resolves once the lock is held.
   */
  async hold(name: string): Promise<void> {
    this.letGo();
    const { locks } = navigator as { locks?: LockManager };
    if (!locks) return;
    this.#wanted = name;
    await new Promise<void>((held, failed) => {
      const untilLetGo = (): Promise<void> | undefined => {
        held();
        if (this.#wanted !== name) return;
        return new Promise((release) => {
          this.#release = release;
        });
      };
      locks.request(name, untilLetGo).catch(failed);
    }).catch(() => undefined); // refused, in a sandboxed frame: the watchdog remains
  }

  letGo(): void {
    this.#wanted = null;
    this.#release?.();
    this.#release = null;
  }
}
