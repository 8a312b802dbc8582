/** Cache Storage in memory, as far as the package uses it; `fail` makes the next calls reject. */
export class FakeCaches {
  readonly buckets = new Map<string, Map<string, { body: Uint8Array<ArrayBuffer>; headers: [string, string][] }>>();
  fail: 'open' | 'put' | null = null;

  open = (name: string): Promise<Cache> => {
    if (this.fail === 'open') return Promise.reject(new DOMException('The operation is insecure.', 'SecurityError'));
    const entries = this.buckets.get(name) ?? new Map<string, never>();
    this.buckets.set(name, entries);
    const urlOf = (request: RequestInfo | URL) => (request instanceof Request ? request.url : String(request));
    const cache = {
      match: (request: RequestInfo) => {
        const entry = entries.get(urlOf(request));
        return Promise.resolve(entry && new Response(entry.body.slice(), { headers: entry.headers }));
      },
      put: async (request: RequestInfo, response: Response) => {
        if (this.fail === 'put') throw new DOMException('Quota exceeded.', 'QuotaExceededError');
        const body = new Uint8Array(await response.arrayBuffer());
        entries.set(urlOf(request), { body, headers: [...response.headers] });
      },
      delete: (request: RequestInfo) => Promise.resolve(entries.delete(urlOf(request))),
      keys: () => Promise.resolve([...entries.keys()].map((url) => new Request(url))),
    };
    return Promise.resolve(cache as unknown as Cache);
  };

  /** Entries of the only bucket, by address. */
  get entries() {
    return [...this.buckets.values()][0] ?? new Map<string, never>();
  }
}

/** Exclusive Web Locks in memory. */
export class FakeLocks {
  readonly #tails = new Map<string, Promise<unknown>>();
  granted = 0;

  request = <T>(name: string, { signal }: { signal: AbortSignal }, work: () => Promise<T>): Promise<T> => {
    const before = this.#tails.get(name) ?? Promise.resolve();
    const result = new Promise<T>((resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
      void before.then(() => {
        if (signal.aborted) return;
        this.granted += 1;
        work().then(resolve, reject);
      });
    });
    this.#tails.set(
      name,
      result.catch(() => undefined),
    );
    return result;
  };
}
