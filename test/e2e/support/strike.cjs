/**
 * Loaded before the program: something befalls its n-th operation on files, counted from 0 (`STRIKE=12:SIGKILL`,
 * `STRIKE=3:ENOSPC`). `STRIKE_LOG` names a file that is told how many there were.
 */
const promises = require('node:fs/promises');
const { appendFileSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

const [at, what = ''] = (process.env.STRIKE ?? 'Infinity').split(':');
const ON_DISK = ['link', 'lstat', 'mkdir', 'open', 'readFile', 'realpath', 'rename', 'rmdir', 'unlink', 'utimes'];
const ON_FILE = ['chmod', 'close', 'stat', 'sync', 'writeFile'];
let count = 0;

function wrap(target, names) {
  for (const name of names) {
    const original = target[name].bind(target);
    target[name] = async (...args) => {
      if (count++ === Number(at)) {
        if (!what.startsWith('SIG')) throw Object.assign(new Error(`${what}: ${name}`), { code: what });
        process.kill(process.pid, what);
      }
      const result = await original(...args);
      return name === 'open' ? wrap(result, ON_FILE) : result;
    };
  }
  return target;
}

wrap(promises, ON_DISK);
syncBuiltinESMExports();
process.on('exit', () => process.env.STRIKE_LOG && appendFileSync(process.env.STRIKE_LOG, `${count}\n`));
