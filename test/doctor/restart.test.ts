/** The command that restarts a workload is for what owns the pod: a wrong one is worse than none at three in the morning. */
import { expect, test } from '@jest/globals';
import { restartCommand } from '../../src/doctor/restart.ts';
import type { SeenPod } from '../../src/doctor/world.ts';
import { healthyIrsa } from '../support/worlds.ts';

const { owner: _owner, ...bare } = healthyIrsa().pods[0]!;

test.each<readonly [string, Partial<SeenPod>, string]>([
  [
    'a Deployment, by its ReplicaSet',
    { name: 'orders-7d9f8c6b5-x2x4z', owner: { kind: 'ReplicaSet', name: 'orders-7d9f8c6b5' } },
    'kubectl -n shop rollout restart deployment/orders',
  ],
  [
    'a StatefulSet',
    { name: 'orders-0', owner: { kind: 'StatefulSet', name: 'orders' } },
    'kubectl -n shop rollout restart statefulset/orders',
  ],
  ['a DaemonSet', { name: 'logs-x2x4z', owner: { kind: 'DaemonSet', name: 'logs' } }, 'kubectl -n shop rollout restart daemonset/logs'],
  [
    'a Job, which makes another pod',
    { name: 'report-x2x4z', owner: { kind: 'Job', name: 'report' } },
    'kubectl -n shop delete pod report-x2x4z',
  ],
  [
    'nobody knows what, with the name of a Deployment’s pod',
    { name: 'orders-7d9f8c6b5-x2x4z' },
    'kubectl -n shop rollout restart deployment/orders',
  ],
  ['nobody knows what: it looks', { name: 'orders-0' }, 'kubectl -n shop get pod orders-0 -o jsonpath={.metadata.ownerReferences}'],
])('of %s', (_, parts, command) => expect(restartCommand({ ...bare, ...parts })).toBe(command));
