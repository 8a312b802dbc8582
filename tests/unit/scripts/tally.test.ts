import { describe, expect, it } from 'vitest';
import { runCommand, runTallied } from '../../../scripts/test/tally.mjs';

const printing = (line: string, code = 0) => ['-e', `console.log(${JSON.stringify(line)}); process.exitCode = ${code}`];

describe('runTallied', () => {
  it('takes over the figures of the closing line', async () => {
    expect(await runTallied(printing('some row\n12 passed, 0 failed, 3 skipped'))).toEqual({
      passed: 12,
      failed: 0,
      skipped: 3,
      notes: [],
    });
  });

  it('counts a failure when the exit status says so and the closing line does not', async () => {
    expect(await runTallied(printing('12 passed, 0 failed', 1))).toEqual({
      passed: 12,
      failed: 1,
      skipped: 0,
      notes: [],
    });
  });

  it('counts a failure when there is no closing line', async () => {
    expect(await runTallied(printing('all is well'))).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
  });

  it('repeats the lines of what failed, and of what passed only when tried again', async () => {
    const output = [
      'ok     one',
      'NOT OK two (3 ms): expected a caption',
      '   \u001b[32m✓\u001b[39m three \u001b[33m(retry x1)\u001b[39m',
      '1 passed, 1 failed',
    ];
    const { notes } = await runTallied(printing(output.join('\n')));
    expect(notes).toEqual(['NOT OK two (3 ms): expected a caption', '✓ three (retry x1)']);
  });

  it('takes the last of several closing lines', async () => {
    expect(await runTallied(printing('1 passed, 1 failed\n5 passed, 0 failed'))).toEqual({
      passed: 5,
      failed: 0,
      skipped: 0,
      notes: [],
    });
  });
});

describe('runCommand', () => {
  it('counts a command by its exit status', async () => {
    expect(await runCommand(process.execPath, printing('', 0))).toMatchObject({ passed: 1, failed: 0 });
    expect(await runCommand(process.execPath, printing('', 7))).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts a command that cannot be started as failed', async () => {
    expect(await runCommand('no-such-command-anywhere', [])).toMatchObject({ passed: 0, failed: 1 });
  });
});
