/**
 * Takes a Web Lock and never lets go: the browser frees it when this worker dies, however it dies, and whoever waits for
 * it learns so. Without locks (insecure contexts) nothing happens.
 *
 * @param name - Of the lock; nobody else's.
 * @returns Resolves once the lock is held.
 */
export async function holdForLife(name: string): Promise<void> {
  const { locks } = navigator as { locks?: LockManager };
  if (!locks) return;
  await new Promise<void>((held, failed) => {
    const forLife = (): Promise<never> => {
      held();
      return new Promise(() => undefined);
    };
    locks.request(name, forLife).catch(failed);
  }).catch(() => undefined); // refused, in a sandboxed frame: the watchdog remains
}
