/**
 * Loaded before the program: something befalls its n-th operation on files while it writes, counted from 0.
 * `STRIKE=12:SIGKILL` sends a signal (a write is cut off in the middle), `STRIKE=3:ENOSPC` lets the operation fail,
 * `STRIKE=3+:ENOSPC` those after it too, and `STRIKE=3:do` runs the shell script in `STRIKE_DO` before it.
 * `STRIKE_LOG` names a file that is told how many there were.
 */
const promises = require('node:fs/promises');
const { execFileSync } = require('node:child_process');
const { appendFileSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

const [, at = 'Infinity', on, what = ''] = /^(\d+)(\+?):(.*)$/.exec(process.env.STRIKE ?? '') ?? [];
const ON_DISK = ['link', 'lstat', 'mkdir', 'open', 'readFile', 'realpath', 'rename', 'rmdir', 'unlink', 'utimes'];
const ON_FILE = ['chmod', 'close', 'stat', 'sync', 'writeFile'];
let count = 0;

function wrap(target, names) {
  for (const name of names) {
    const original = target[name].bind(target);
    target[name] = async (...args) => {
      const now = count++;
      if (now === Number(at) || (on === '+' && now > Number(at))) await strike(name, args, original);
      const result = await original(...args);
      return name === 'open' ? wrap(result, ON_FILE) : result;
    };
  }
  return target;
}

async function strike(name, args, original) {
  if (what === 'do') execFileSync('sh', ['-ec', process.env.STRIKE_DO]);
  else if (what.startsWith('SIG')) {
    if (what === 'SIGKILL' && name === 'writeFile') await original(args[0].slice(0, args[0].length / 2));
    process.kill(process.pid, what);
  } else {
    if (name === 'close') await original();
    throw Object.assign(new Error(`${what}: ${name}`), { code: what, path: typeof args[0] === 'string' ? args[0] : undefined });
  }
}

wrap(promises, ON_DISK);
syncBuiltinESMExports();
process.on('exit', () => process.env.STRIKE_LOG && appendFileSync(process.env.STRIKE_LOG, `${count}\n`));
