/** Loaded before the program: whoever asks for a name, a connection, a socket or another program ends it with 99. */
const childProcess = require('node:child_process');
const dgram = require('node:dgram');
const dns = require('node:dns');
const { Socket } = require('node:net');
const { syncBuiltinESMExports } = require('node:module');

// oxlint-disable-next-line unicorn/no-process-exit -- what is thrown may be caught
const end = () => process.exit(99);

Socket.prototype.connect = end;
dgram.createSocket = end;
dns.lookup = end;
dns.promises.lookup = end;
dns.Resolver.prototype.resolve = end;
for (const name of ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync']) childProcess[name] = end;
syncBuiltinESMExports();
