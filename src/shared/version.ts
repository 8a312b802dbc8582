/** Version of this package, as in package.json (a test compares the two). Names caches and remembered verdicts. */
export const VERSION = '0.1.0';
