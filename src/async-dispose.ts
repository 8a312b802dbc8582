/**
 * `[Symbol.asyncDispose]` where both the type library and the browser know it, so that `await using` works; nothing
 * otherwise, so that older compilers and browsers take the package as well.
 */
export type AsyncDisposableMember = SymbolConstructor extends { readonly asyncDispose: infer S extends symbol }
  ? { [K in S]: () => Promise<void> }
  : object;

/**
 * Gives a class `[Symbol.asyncDispose]` where the symbol exists.
 *
 * @param prototype - Of the class.
 * @param dispose - What to do, with the instance.
 */
export function defineAsyncDispose<T extends object>(prototype: T, dispose: (instance: T) => void): void {
  const symbol = (Symbol as { asyncDispose?: symbol }).asyncDispose;
  if (!symbol) return;
  Object.defineProperty(prototype, symbol, {
    configurable: true,
    writable: true,
    async value(this: T) {
      dispose(this);
    },
  });
}
