import { expect, jest, test } from '@jest/globals';
import { afterTrouble, bugReport } from '../../src/cli/trouble.ts';
import { Interrupted } from '../../src/wizard/asker.ts';

test('the user leaving exits 130, a folder that is gone 2, anything else thrown is our bug and exits 70', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    expect(afterTrouble(new Interrupted())).toBe(130);
    expect(write.mock.calls.join('')).toContain('Nothing was written.');
    expect(afterTrouble(Object.assign(new Error('ENOENT'), { code: 'ENOENT', syscall: 'uv_cwd' }))).toBe(2);
    expect(write.mock.calls.join('')).toContain('The folder you are in is no longer there');
    expect(afterTrouble(new TypeError('x is not a function'))).toBe(70);
    expect(write.mock.calls.join('')).toMatch(/bug in create-irsa[\s\S]*x is not a function/);
  } finally {
    write.mockRestore();
  }
});

test('a report says which versions and which command line, and not whose home it was', () => {
  const trouble = new Error('no');
  trouble.stack = 'Error: no\n    at run (/home/jo/work/x.js:1:2)';
  expect(bugReport(trouble, ['generate', '--check'], '/home/jo').join('\n')).toMatch(
    /create-irsa 0\.0\.0-test, Node\.js [\d.]+, [\s\S]*create-irsa generate --check[\s\S]*at run \(~\/work\/x\.js:1:2\)/,
  );
  expect(bugReport('text', [], '').join('\n')).toContain('    text');
});
