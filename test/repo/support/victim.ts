/** A process that writes the world's changes, or recovers them, and is killed at its n-th operation. */
import { boundaryOf } from '../../../src/repo/boundary.ts';
import { recover, writeChanges } from '../../../src/repo/write.ts';
import { faultyDisk } from './faulty-disk.ts';
import { look, remove } from './world.ts';

const [root = '', task, n] = process.argv.slice(2);
const { disk } = faultyDisk(Number(n), 'kill', () => process.kill(process.pid, 'SIGKILL'));
if (task === 'write') {
  const { changes, snapshot } = await look(root);
  await writeChanges(changes, snapshot, { remove }, disk);
} else await recover(boundaryOf(`${root}/live`), disk);
