/** How pods come to roles of other accounts: by their ServiceAccount, by an AWS config file, and what is left to do. */
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { emitKubernetes } from '../../src/emit/kubernetes/emit-kubernetes.ts';
import { render } from '../../src/iam/text.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { AssumedRole, Spec } from '../../src/spec/spec.ts';
import { aCluster, anApp, anAssumedRole, aSpec, blocksOfKind, planOf, problemsOf } from '../support/a-spec.ts';

const OTHER = '222222222222';
const reports = `arn:aws:iam::${OTHER}:role/data/reports`;
const assumed = anAssumedRole;
const direct = (more: Partial<AssumedRole> = {}) => assumed({ via: 'direct', ...more });
const production = aCluster('production', { accountId: '111122223333' });
const nothing = { grants: [] } as const;
const specOf = (apps: Spec['apps'], more: Partial<Spec> = {}) => aSpec({ clusters: [production], apps, ...more });

/** `irsa_aws_config` of the app `web` in production, with references as they read in Terraform. */
const configOf = (plan: Plan): readonly string[] | undefined => {
  const output = blocksOfKind(plan, 'output').find(({ label }) => label === 'irsa_aws_config');
  const value = output?.value as { map: { production: { map: { web: Parameters<typeof render>[0][] } } } } | undefined;
  return value?.map.production.map.web.map((line) => render(line, (hole) => ('ref' in hole ? hole.ref : '')));
};

describe('an app that is direct only', () => {
  const spec = specOf([anApp('web', { ...nothing, serviceAccount: { name: 'web', owner: 'terraform' }, assumeRoles: [direct()] })], {
    outputs: ['terraform', 'tests'],
  });

  test('has no role here, and its ServiceAccount names that of the other account', () => {
    const plan = planOf(spec);
    const kinds = (plan.terraform?.files ?? []).flatMap(({ blocks }) => blocks.map(({ kind }) => kind));
    expect(kinds.filter((kind) => kind.startsWith('role') || kind.startsWith('policy'))).toEqual([]);
    expect(blocksOfKind(plan, 'service-account')[0]?.annotations).toEqual([{ key: 'eks.amazonaws.com/role-arn', value: reports }]);
    expect(plan.tests?.roles).toEqual([]);
    expect(JSON.stringify(blocksOfKind(plan, 'output')[0]?.value)).toContain(reports);
  });

  test('does not look for an OIDC provider in the account of the cluster, which may have none', () => {
    const cluster = aCluster('production', { accountId: '111122223333', from: { kind: 'data' } });
    const lookedUp = (apps: Spec['apps']) =>
      blocksOfKind(planOf({ ...spec, outputs: ['terraform'], clusters: [cluster], apps }), 'data-oidc-provider').length;
    expect(lookedUp(spec.apps)).toBe(0);
    expect(lookedUp([...spec.apps, anApp('other')])).toBe(1);
  });

  test('takes the default of several, and the others by profiles with the same token', () => {
    const other = `arn:aws:iam::333333333333:role/other`;
    const app = anApp('web', { ...nothing, assumeRoles: [direct(), direct({ role: other, profile: 'other', default: true })] });
    const plan = planOf(specOf([app]));
    expect(plan.workloads[0]?.roles[0]?.arn).toBe(other);
    expect(configOf(plan)).toEqual([
      '# The role that the ServiceAccount names.',
      '[default]',
      `role_arn = ${other}`,
      'web_identity_token_file = /var/run/secrets/eks.amazonaws.com/serviceaccount/token',
      'role_session_name = web',
      '',
      '# By the same token: its account trusts the cluster.',
      '[profile reports]',
      `role_arn = ${reports}`,
      'web_identity_token_file = /var/run/secrets/eks.amazonaws.com/serviceaccount/token',
      'role_session_name = web',
    ]);
  });

  test('is attached by eksctl, which makes no role for it', () => {
    const [account] = planOf({ ...spec, outputs: ['eksctl'] }).eksctl[0]?.accounts ?? [];
    expect(account?.config).toMatchObject({ map: { attachRoleARN: reports } });
    expect(JSON.stringify(account?.config)).not.toContain('roleName');
  });

  test('keeps the ARN of the other account where placeholders stand for the own one', () => {
    const plan = planOf({
      ...spec,
      apps: [anApp('web', { ...nothing, serviceAccount: { name: 'web', owner: 'manifests' }, assumeRoles: [direct()] })],
      outputs: ['terraform', 'manifests'],
      helm: { roleArn: 'placeholder' },
    });
    expect(
      emitKubernetes(plan)
        .map(({ content }) => content)
        .join(),
    ).toContain(`eks.amazonaws.com/role-arn: ${reports}`);
  });
});

describe('the AWS config file', () => {
  const chain = assumed({ externalId: 'shop', default: true, region: 'eu-west-1' });
  const app = anApp('web', {
    serviceAccount: { name: 'web', owner: 'manifests' },
    assumeRoles: [chain],
    deployment: { image: 'nginx', replicas: 1, skipContainers: [] },
  });

  test('is an output of Terraform, with the role that is known after apply', () => {
    expect(configOf(planOf(specOf([app])))).toEqual([
      '# The role that the ServiceAccount names.',
      '[default]',
      'role_arn = module.irsa_web.iam_role_arn',
      'web_identity_token_file = /var/run/secrets/eks.amazonaws.com/serviceaccount/token',
      'role_session_name = web',
      '',
      '# A chained session lasts an hour at most, whatever the roles allow; SDKs renew it.',
      '[profile reports]',
      `role_arn = ${reports}`,
      'source_profile = default',
      'role_session_name = web',
      'external_id = shop',
      '# AWS_REGION of the container, which EKS sets, comes before it.',
      'region = eu-west-1',
    ]);
    expect(configOf(planOf(specOf([anApp('web')])))).toBeUndefined();
  });

  test('is a ConfigMap that the Deployment mounts, and names the default profile', () => {
    const spec = specOf([app], { outputs: ['terraform', 'manifests'] });
    const files = Object.fromEntries(
      emitKubernetes(planOf(spec)).map(({ path, content }) => [
        path.replace(/^.*\//, ''),
        parseAllDocuments(content).map((d): unknown => d.toJS()),
      ]),
    );
    expect(files['kustomization.yaml']).toMatchObject([{ resources: ['serviceaccounts.yaml', 'configmaps.yaml', 'deployments.yaml'] }]);
    expect(files['configmaps.yaml']).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'web-aws-config', namespace: 'shop' },
        data: {
          config: (configOf(planOf(spec)) ?? [])
            .map((line) => `${line.replace('module.irsa_web.iam_role_arn', 'arn:aws:iam::111122223333:role/production-web')}\n`)
            .join(''),
        },
      },
    ]);
    expect(files['deployments.yaml']).toMatchObject([
      {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  env: [
                    { name: 'AWS_CONFIG_FILE', value: '/etc/aws/config' },
                    { name: 'AWS_PROFILE', value: 'reports' },
                  ],
                  volumeMounts: [{ name: 'aws-config', mountPath: '/etc/aws', readOnly: true }],
                },
              ],
              volumes: [{ name: 'aws-config', configMap: { name: 'web-aws-config' } }],
            },
          },
        },
      },
    ]);
  });

  test('needs the account of the cluster where it is a manifest', () => {
    const spec = aSpec({ clusters: [aCluster('production')], apps: [app], outputs: ['terraform', 'manifests'] });
    expect(problemsOf(spec)).toEqual(['account-id-needed']);
  });
});

describe('the next steps', () => {
  test('name who applies what, what is asked for, and that a chain lasts an hour', () => {
    const cluster = aCluster('production', { from: { kind: 'data' } });
    const app = anApp('web', { assumeRoles: [assumed(), direct({ role: `arn:aws:iam::${OTHER}:role/direct`, profile: 'direct' })] });
    const steps = planOf(aSpec({ clusters: [cluster], apps: [app], outputs: ['terraform'] })).nextSteps;
    const handed = steps.find(({ text }) => text.startsWith('Hand'));
    expect(handed).toEqual({
      text: `Hand irsa-accounts/${OTHER} to the owner of account ${OTHER}, who applies it with credentials of that account, after the roles that it trusts are there, and is asked for irsa_production_account_id (the account of production) and irsa_production_issuer (the issuer of production).`,
      command: `terraform -chdir=irsa-accounts/${OTHER} init && terraform -chdir=irsa-accounts/${OTHER} plan`,
    });
    expect(steps.map(({ text }) => text).join()).toContain('lasts an hour at most');
    expect(steps.map(({ command = '' }) => command).join('\n')).toContain('kubectl create configmap web-aws-config --namespace shop');
  });
});
