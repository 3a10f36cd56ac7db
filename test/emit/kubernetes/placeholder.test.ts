/** Whoever follows what is said of `${ACCOUNT_ID}` hands on the account, and not the placeholder. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { emitHelm } from '../../../src/emit/helm/emit-helm.ts';
import { emitKubernetes } from '../../../src/emit/kubernetes/emit-kubernetes.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, aSpec, planOf } from '../../support/a-spec.ts';
import { temporaryFolder, writeFiles } from '../../support/generate.ts';
import { runCommand } from '../../support/programs.ts';

const ACCOUNT = '111122223333';
const known = aCluster('production', { accountId: ACCOUNT });
const unknown = aCluster('production');
const orders = anApp('orders', { serviceAccount: { name: 'orders', owner: 'manifests' } });
const dns = anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } });

const placed = (more: Partial<Spec>): Plan =>
  planOf(aSpec({ helm: { roleArn: 'placeholder' }, namespaces: [{ name: 'shop', create: false }], apps: [orders], ...more }));

const filesOf = (plan: Plan) =>
  Object.fromEntries([...emitKubernetes(plan), ...emitHelm(plan)].map(({ path, content }) => [path, content]));
const commandsOf = (plan: Plan, program: string) => plan.nextSteps.flatMap(({ command }) => (command?.includes(program) ? [command] : []));
const saysPlaceholder = (plan: Plan) => plan.nextSteps.filter(({ text }) => text.startsWith('${ACCOUNT_ID} stands for the account'));

const has = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;
const allHere = has('bash', '--version') && has('envsubst', '--version') && has('kubectl', 'version', '--client');
const following = allHere ? test : test.skip;
const skipped = allHere ? '' : ' (skipped: bash, envsubst and kubectl are not all here)';

/** Runs one in the folder of the files; kubectl and helm hand over what they would send to the cluster. */
function run(plan: Plan, command: string, at = ''): string {
  const folder = writeFiles(temporaryFolder(), filesOf(plan));
  const { stdout: real } = spawnSync('bash', ['-c', 'command -v kubectl'], { encoding: 'utf8' });
  const programs = {
    aws: `echo ${ACCOUNT}`,
    kubectl: `case "$1" in kustomize) exec ${real.trim()} "$@" ;; patch) printf '%s' "\${@: -1}" ;; create) exit 0 ;; *) cat ;; esac`,
    helm: 'cat',
  };
  const { status, stdout, stderr } = runCommand(folder, `set -euo pipefail; ${command}`, programs, at);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

describe('the placeholder for the account', () => {
  test('is told of with who fills it in, and who does not', () => {
    const [step, ...more] = saysPlaceholder(placed({ clusters: [known], outputs: ['manifests', 'helm'], addOns: [dns] }));
    expect(more).toEqual([]);
    expect(step?.text).toMatch(/in irsa\/kubernetes and irsa\/helm: Flux .*envsubst.* Argo CD, Helm and kubectl apply -k do not/);
    expect(saysPlaceholder(placed({ clusters: [known], outputs: ['manifests'], helm: {} }))).toEqual([]);
  });

  following.each([
    { cluster: known, of: 'the spec' },
    { cluster: unknown, of: 'the caller' },
  ])(`is the account of $of in manifests that are applied as the next steps say${skipped}`, ({ cluster }) => {
    const plan = placed({ clusters: [cluster], outputs: ['manifests'] });
    const [command = ''] = commandsOf(plan, 'kubectl kustomize');
    expect(filesOf(plan)['irsa/kubernetes/kustomization.yaml']).toContain(command.split(' | ').at(-1));
    expect(commandsOf(plan, 'kubectl apply -k')).toEqual([]);
    expect(parse(run(plan, command))).toMatchObject({
      kind: 'ServiceAccount',
      metadata: { annotations: { 'eks.amazonaws.com/role-arn': `arn:aws:iam::${ACCOUNT}:role/production-orders` } },
    });
  });

  following.each([known, unknown])(`is the account in Helm values that are installed as their file says${skipped}`, (cluster) => {
    const plan = placed({ clusters: [cluster], outputs: ['helm'], apps: [], addOns: [dns] });
    const comments = plan.helm[0]?.comments.find((line) => line.startsWith('  ')) ?? '';
    expect(comments).toContain('helm upgrade --install external-dns');
    expect(parse(run(plan, comments, 'irsa/helm'))).toMatchObject({
      serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': `arn:aws:iam::${ACCOUNT}:role/production-external-dns` } },
    });
  });

  following(`is the account in the Secret of Argo CD, which fills in nothing${skipped}`, () => {
    for (const cluster of [known, unknown]) {
      const plan = placed({ clusters: [cluster], outputs: ['gitops'] });
      const [command = ''] = commandsOf(plan, 'kubectl patch');
      const file = filesOf(plan)['irsa/gitops/argocd-cluster.yaml'] ?? '';
      expect(file.includes('${ACCOUNT_ID}:role')).toBe(cluster === unknown);
      const patch = command.includes('--patch-file') ? file : run(plan, command);
      expect(parse(patch)).toMatchObject({
        metadata: { annotations: { orders_iam_role_arn: `arn:aws:iam::${ACCOUNT}:role/production-orders` } },
      });
    }
  });

  following(`is never filled in with nothing: where AWS does not answer, nothing is handed on${skipped}`, () => {
    const outputs = ['manifests', 'helm', 'gitops'] as const;
    const plan = placed({ clusters: [unknown], outputs, addOns: [dns] });
    const folder = writeFiles(temporaryFolder(), filesOf(plan));
    const dead = { aws: 'exit 254', kubectl: 'echo called', helm: 'echo called' };
    const commands = [
      ...plan.nextSteps.flatMap(({ command }) => (command?.includes('aws sts') ? [command] : [])),
      plan.helm[0]?.comments.find((line) => line.startsWith('  ')) ?? '',
    ];
    expect(commands.length).toBeGreaterThan(2);
    for (const command of commands) expect(runCommand(folder, command, dead)).toMatchObject({ status: 254, stdout: '' });
  });

  test('is filled in by Flux, which is told the account by the spec or by a ConfigMap that the next steps make', () => {
    const outputs = ['manifests', 'gitops'] as const;
    const [told = ''] = commandsOf(placed({ clusters: [known], outputs }), 'kubectl apply');
    expect(told).toBe('kubectl apply --filename irsa/gitops/flux-kustomization.yaml');
    const plan = placed({ clusters: [unknown], outputs });
    const { metadata, spec } = parse(filesOf(plan)['irsa/gitops/flux-kustomization.yaml'] ?? '') as {
      metadata: { namespace: string };
      spec: { postBuild: { substituteFrom: { kind: string; name: string }[] } };
    };
    const [from] = spec.postBuild.substituteFrom;
    expect(commandsOf(plan, 'kubectl create')).toEqual([
      `account="$(aws sts get-caller-identity --query Account --output text)" && kubectl create configmap ${from?.name} --namespace ${metadata.namespace} --from-literal=ACCOUNT_ID="$account" && ${told}`,
    ]);
    // One way to apply them, not two.
    expect(commandsOf(plan, 'kubectl kustomize')).toEqual([]);
  });

  test('asks Flux for nothing where no manifest holds it', () => {
    const plan = placed({ clusters: [unknown], outputs: ['manifests', 'gitops'], apps: [], namespaces: [{ name: 'shop', create: true }] });
    const flux = filesOf(plan)['irsa/gitops/flux-kustomization.yaml'] ?? '';
    expect(flux).not.toContain('postBuild');
    expect(flux).not.toContain('ACCOUNT_ID');
  });
});
