/** What `doctor` is asked, and cannot do. */
import { healthyIrsa } from '../worlds.ts';
import type { ExamplesOf, ProblemExample } from './example.ts';

const DUMP = { 'dump.json': `${JSON.stringify(healthyIrsa())}\n` };
const from = (...words: readonly string[]): ProblemExample => ({
  files: DUMP,
  argv: ['doctor', ...words, '--from', 'dump.json'],
  setting: 'The dump is one of `create-irsa doctor collect`.',
});

/** A kubeconfig as `kubectl config view --minify -o json` prints it. */
const CONFIG = JSON.stringify({
  clusters: [{ name: 'arn:aws:eks:us-east-1:111122223333:cluster/production' }],
});

export const diagnosing: ExamplesOf<'Diagnosing clusters'> = {
  'doctor-not-told-whom': { argv: ['doctor'] },
  'pod-not-seen': from('shop/orders-1'),
  'dump-not-read': { files: { 'dump.json': '{ "version": 2 }\n' }, argv: ['doctor', '--all', '--from', 'dump.json'] },
  'dump-not-written': {
    files: { 'dump.json': 'mine\n' },
    argv: ['doctor', 'collect', '--out', 'dump.json'],
    programs: {
      kubectl: `#!/bin/sh\ncase "$*" in\n*config*) echo '${CONFIG}' ;;\n*) echo '{"items":[]}' ;;\nesac\n`,
      aws: `#!/bin/sh\ncase "$*" in\n*describe-cluster*) echo '{"cluster":{"name":"production","arn":"arn:aws:eks:us-east-1:111122223333:cluster/production","status":"ACTIVE"}}' ;;\n*) echo '{}' ;;\nesac\n`,
    },
    setting: 'A file of that name is there already.',
  },
  'sdk-unknown': from('shop:orders', '--sdk', 'boto=1.26.0'),
  'kubectl-missing': { argv: ['doctor', '--all'], programs: {} },
  'kubectl-refused': {
    argv: ['doctor', '--all'],
    programs: { kubectl: '#!/bin/sh\necho "The connection to the server was refused" >&2\nexit 1\n' },
    setting: 'The cluster does not answer.',
  },
  'cluster-not-told': {
    argv: ['doctor', '--all'],
    programs: { kubectl: `#!/bin/sh\necho '{"clusters":[{"name":"kind-kind"}]}'\n` },
    setting: 'The context is that of a cluster on this machine.',
  },
};
