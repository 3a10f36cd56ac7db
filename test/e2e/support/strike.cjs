/**
 * Loaded before the program: something befalls its n-th operation on files while it writes, counted from 0.
 * `STRIKE=12:SIGKILL` sends a signal (a write is cut off in the middle), `STRIKE=3:ENOSPC` lets the operation fail,
 * `STRIKE=3+:ENOSPC` those after it too, and `STRIKE=3:do` runs the shell script in `STRIKE_DO` before it.
 * `STRIKE_LOG` names a file that is told how many there were.
 */
const fs = require('node:fs');
const { execFileSync } = require('node:child_process');
const { syncBuiltinESMExports } = require('node:module');

const { appendFileSync } = fs;
const [, at = 'Infinity', on, what = ''] = /^(\d+)(\+?):(.*)$/.exec(process.env.STRIKE ?? '') ?? [];
const ON_PATHS = ['link', 'lstat', 'mkdir', 'open', 'readdir', 'readFile', 'realpath', 'rename', 'rmdir', 'unlink', 'utimes'].map(
  (name) => `${name}Sync`,
);
const ON_FILES = ['closeSync', 'fchmodSync', 'fstatSync', 'fsync', 'writeFileSync'];
let count = 0;
/** The program reads at once, too: writing begins by making the folder, which is there. */
let begun = false;
/** Files that were opened since. */
const open = new Set();

function isStruck() {
  const now = count++;
  return now === Number(at) || (on === '+' && now > Number(at));
}

for (const name of ON_PATHS) {
  const original = fs[name];
  fs[name] = Object.assign((...args) => {
    begun ||= name === 'mkdirSync' && args[1]?.recursive === true;
    if (begun && isStruck()) strike(name, args);
    const result = original(...args);
    if (begun && name === 'openSync') open.add(result);
    return result;
  }, original);
}

for (const name of ON_FILES) {
  const original = fs[name];
  fs[name] = (...args) => {
    if (begun && open.has(args[0]) && isStruck()) {
      if (name === 'writeFileSync' && what === 'SIGKILL') original(args[0], args[1].slice(0, args[1].length / 2));
      if (name === 'closeSync' && !what.startsWith('SIG') && what !== 'do') original(args[0]);
      strike(name, args);
    }
    if (name === 'closeSync') open.delete(args[0]);
    return original(...args);
  };
}

function strike(name, args) {
  if (what === 'do') execFileSync('sh', ['-ec', process.env.STRIKE_DO]);
  else if (what.startsWith('SIG')) process.kill(process.pid, what);
  else throw Object.assign(new Error(`${what}: ${name}`), { code: what, path: typeof args[0] === 'string' ? args[0] : undefined });
}

syncBuiltinESMExports();
process.on('exit', () => {
  begun = false;
  if (process.env.STRIKE_LOG) appendFileSync(process.env.STRIKE_LOG, `${count}\n`);
});
