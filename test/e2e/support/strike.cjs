/**
 * Loaded before the program: something befalls its n-th operation on files while it writes, counted from 0.
 * `STRIKE=12:SIGKILL` sends a signal (a write is cut off in the middle), `STRIKE=3:ENOSPC` lets the operation fail,
 * `STRIKE=3+:ENOSPC` those after it too, and `STRIKE=3:do` runs the shell script in `STRIKE_DO` before it.
 * `STRIKE_LOG` names a file that is told how many there were.
 */
const fs = require('node:fs');
const promises = require('node:fs/promises');
const { execFileSync } = require('node:child_process');
const { syncBuiltinESMExports } = require('node:module');

const { appendFileSync } = fs;
const [, at = 'Infinity', on, what = ''] = /^(\d+)(\+?):(.*)$/.exec(process.env.STRIKE ?? '') ?? [];
const AT_ONCE = ['link', 'lstat', 'mkdir', 'readFile', 'realpath', 'rename', 'rmdir', 'unlink', 'utimes'].map((name) => `${name}Sync`);
const ON_FILE = ['chmod', 'close', 'stat', 'sync', 'writeFile'];
let count = 0;
/** The program reads at once, too: writing begins by making the folder, which is there. */
let begun = false;

function isStruck() {
  const now = count++;
  return now === Number(at) || (on === '+' && now > Number(at));
}

for (const name of AT_ONCE) {
  const original = fs[name];
  fs[name] = Object.assign((...args) => {
    begun ||= name === 'mkdirSync' && args[1]?.recursive === true;
    if (begun && isStruck()) strike(name, args);
    return original(...args);
  }, original);
}

function wrap(target, names) {
  for (const name of names) {
    const original = target[name].bind(target);
    target[name] = async (...args) => {
      if (isStruck()) {
        if (name === 'writeFile' && what === 'SIGKILL') await original(args[0].slice(0, args[0].length / 2));
        if (name === 'close' && !what.startsWith('SIG') && what !== 'do') await original();
        strike(name, args);
      }
      const result = await original(...args);
      return name === 'open' ? wrap(result, ON_FILE) : result;
    };
  }
  return target;
}

function strike(name, args) {
  if (what === 'do') execFileSync('sh', ['-ec', process.env.STRIKE_DO]);
  else if (what.startsWith('SIG')) process.kill(process.pid, what);
  else throw Object.assign(new Error(`${what}: ${name}`), { code: what, path: typeof args[0] === 'string' ? args[0] : undefined });
}

wrap(promises, ['open']);
syncBuiltinESMExports();
process.on('exit', () => process.env.STRIKE_LOG && appendFileSync(process.env.STRIKE_LOG, `${count}\n`));
