/**
 * The set-ups that the packed tarball is installed into.
 *
 * - `install`: from `package.json` in the folder; the tarball takes the place of `saccade`, or of `package` where that is
 *   another.
 * - `build`: scripts of package.json to run, in order.
 * - `photoIn`: folders that the sample photo is copied to, before and after building.
 * - `modelIn`: folder that the sample model pack is copied to.
 * - `serve`: folder that is served as static files; or `start`: a command that serves, given a port.
 * - `check`: how a visit goes; see visits.mjs. `quick`: part of `npm test`.
 */
export const CONSUMERS = [
  { name: 'node-server', quick: true, check: 'node', run: ['node', 'server.js'] },
  { name: 'typescript', check: 'node', run: ['node', 'check-types.mjs'] },
  { name: 'import-map', quick: true, photoIn: ['.'], serve: '.' },
  { name: 'classic-script', photoIn: ['.'], serve: '.' },
  { name: 'vite', label: 'vite build', quick: true, build: ['build'], photoIn: ['public'], serve: 'dist' },
  {
    name: 'vite',
    label: 'vite dev',
    photoIn: ['public'],
    start: (port) => ['npx', 'vite', '--port', port, '--strictPort'],
  },
  { name: 'webpack', build: ['build'], photoIn: ['dist'], copy: ['index.html', 'dist'], serve: 'dist' },
  { name: 'parcel', build: ['build'], photoIn: ['.', 'dist'], serve: 'dist' },
  { name: 'esbuild', build: ['build'], photoIn: ['dist'], copy: ['index.html', 'dist'], serve: 'dist' },
  { name: 'rollup', build: ['build'], photoIn: ['dist'], copy: ['index.html', 'dist'], serve: 'dist' },
  { name: 'next', build: ['build'], photoIn: ['public'], start: (port) => ['npx', 'next', 'start', '--port', port] },
  { name: 'sveltekit', build: ['build'], photoIn: ['static'], start: () => ['node', 'build'] },
  { name: 'extension', build: ['build'], photoIn: ['.'], check: 'extension' },
  { name: 'without-weights', package: 'saccade-code', photoIn: ['.'], modelIn: 'my-model', serve: '.' },
  { name: 'offline', photoIn: ['.'], serve: '.', check: 'offline' },
];
