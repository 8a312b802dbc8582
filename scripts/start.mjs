// npm start [-- --port N]: installs what is missing, builds, and serves the demo until Ctrl+C.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { serve, ISOLATION } from './serve/static-server.mjs';
import { ensurePackages, ROOT } from './setup/packages.mjs';

const { values } = parseArgs({ options: { port: { type: 'string' } } });
process.chdir(ROOT);
ensurePackages();
execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });

const toDemo = (_request, response, path) => {
  if (path !== '/') return false;
  response.writeHead(302, { Location: '/examples/demo/' }).end();
  return true;
};

/** The wanted port, or else the first free one from 8080 on. */
async function serveDemo() {
  const mounts = { '/examples/': `${ROOT}examples`, '/saccade/': `${ROOT}dist` };
  const options = { headers: ISOLATION, intercept: toDemo };
  if (values.port !== undefined) return serve(mounts, { ...options, port: Number(values.port) });
  for (let port = 8080; port < 8100; port += 1) {
    try {
      return await serve(mounts, { ...options, port });
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
    }
  }
  return serve(mounts, options);
}

const { origin } = await serveDemo();
console.log(`\n  saccade demo: ${origin}/\n  (Ctrl+C ends it)\n`);
