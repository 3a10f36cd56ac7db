/** Whoever copies the command of a values file installs the chart with its role, or not at all. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { emitHelm } from '../../../src/emit/helm/emit-helm.ts';
import type { ClusterSource, Spec } from '../../../src/spec/spec.ts';
import { aCluster, anAddOn, aSpec, planOf } from '../../support/a-spec.ts';
import { temporaryFolder, writeFiles } from '../../support/generate.ts';
import { runCommand } from '../../support/programs.ts';

const dns = anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } });
const controller = anAddOn('aws-load-balancer-controller', { options: { targetGroupBindingOnly: false } });
const known = { accountId: '111122223333' };
const shared = { from: { kind: 'data' as const } };

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;
const allHere = has('bash') && has('jq');
const following = allHere ? test : test.skip;
const skipped = allHere ? '' : ' (skipped: bash and jq are not both here)';

const filesOf = (spec: Spec) => Object.fromEntries(emitHelm(planOf(spec)).map(({ path, content }) => [path, content]));

/** As a person copies it from the file. */
const commandIn = (content: string | undefined): string => {
  const commands = (content ?? '').split('\n').filter((line) => line.startsWith('#   '));
  expect(commands).toHaveLength(1);
  return commands[0]?.slice('#   '.length) ?? '';
};

/** helm prints the values that it is given and what they are called; Terraform prints the output, if it has one. */
function install(spec: Spec, path: string, output: string | undefined) {
  const files = filesOf(spec);
  const folder = writeFiles(temporaryFolder(), { ...files, 'output.json': output ?? '' });
  const command = commandIn(files[path]);
  const at = command.endsWith('.values.yaml') ? path.replace(/\/[^/]*$/, '') : '';
  return runCommand(
    folder,
    command,
    {
      terraform: output === undefined ? 'echo no outputs >&2; exit 1' : `cat ${folder}/output.json`,
      helm: 'echo "# $*"; if [ "${@: -1}" = - ]; then cat; else cat "${@: -1}"; fi',
      aws: 'echo vpc-0123456789abcdef0',
    },
    at,
  );
}

const rendered = (arn: string) => `serviceAccount:\n  annotations:\n    eks.amazonaws.com/role-arn: ${arn}\n`;
const outputOf = (entries: Record<string, string>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(entries).map(([key, arn]) => [key, rendered(arn)])));

describe('The command of a values file', () => {
  const one = aSpec({ addOns: [dns] });
  const file = 'irsa/helm/external-dns.values.yaml';

  following(`takes the values from Terraform where the role's ARN is not in the file${skipped}`, () => {
    const { status, stdout, stderr } = install(one, file, outputOf({ 'external-dns': 'arn:dns' }));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^# upgrade --install external-dns .* --values -$/m);
    expect(parse(stdout)).toEqual(parse(rendered('arn:dns')));
  });

  following(`takes those of its own cluster where there are several${skipped}`, () => {
    const both = aSpec({ primary: 'production', clusters: [aCluster('production'), aCluster('staging')], addOns: [dns] });
    const output = outputOf({ 'external-dns': 'arn:production', 'staging/external-dns': 'arn:staging' });
    for (const cluster of ['production', 'staging']) {
      const { status, stdout } = install(both, `irsa/helm/${cluster}/external-dns.values.yaml`, output);
      expect({ status, values: parse(stdout) as unknown }).toEqual({ status: 0, values: parse(rendered(`arn:${cluster}`)) });
    }
  });

  following.each([
    ['before Terraform has applied anything', undefined],
    ['where the output has another add-on only', outputOf({ karpenter: 'arn:karpenter' })],
  ])(`installs nothing %s${skipped}`, (_, output) => {
    const { status, stdout, stderr } = install(one, file, output);
    expect(status).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain('not applied yet');
  });

  following(`takes the file where all is in it${skipped}`, () => {
    const { status, stdout } = install(aSpec({ clusters: [aCluster('production', known)], addOns: [dns] }), file, undefined);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^# upgrade --install external-dns .* --values external-dns\.values\.yaml$/m);
    expect(parse(stdout)).toMatchObject({
      serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/production-external-dns' } },
    });
  });

  following(`takes the file where Terraform makes the ServiceAccount, since the chart is told no ARN${skipped}`, () => {
    const owned = anAddOn('external-dns', { options: dns.options, serviceAccount: { owner: 'terraform' } });
    const { status, stdout } = install(aSpec({ addOns: [owned] }), file, undefined);
    expect({ status, values: parse(stdout) as unknown }).toMatchObject({ status: 0, values: { serviceAccount: { create: false } } });
  });

  following.each([
    ['aws-load-balancer-controller', controller, 'vpcId'],
    ['aws-gateway-api-controller', anAddOn('aws-gateway-api-controller'), 'clusterVpcId'],
  ] as const)(`asks AWS for the VPC where neither the file of %s nor Terraform has it${skipped}`, (id, addOn, value) => {
    const spec = aSpec({ clusters: [aCluster('production', known)], addOns: [addOn] });
    const { status, stdout } = install(spec, `irsa/helm/${id}.values.yaml`, undefined);
    expect(status).toBe(0);
    expect(stdout).toContain(` --set ${value}=vpc-0123456789abcdef0 --values ${id}.values.yaml\n`);
  });

  test('says what the file lacks', () => {
    const path = 'irsa/helm/aws-load-balancer-controller.values.yaml';
    const says = (more: Parameters<typeof aCluster>[1], helm: Spec['helm'] = {}) => {
      const content = filesOf(aSpec({ clusters: [aCluster('production', more)], addOns: [controller], helm }))[path] ?? '';
      return /This file lacks (.*), which/.exec(content.replaceAll('\n# ', ' '))?.[1];
    };
    expect(says(shared)).toBe("the role's ARN and the id of the VPC");
    expect(says({ vpcId: 'vpc-0123456789abcdef0' })).toBe("the role's ARN");
    expect(says({ ...known, vpcId: 'vpc-0123456789abcdef0' })).toBeUndefined();
  });

  test('calls Terraform as the roots are run', () => {
    const calls = (terraform: Partial<Spec['terraform']>, from: ClusterSource = { kind: 'data' }) =>
      commandIn(filesOf(aSpec({ clusters: [aCluster('production', { from })], addOns: [dns], terraform }))[file]).split(' | ')[0];
    expect(calls({})).toBe('values="$(terraform output -json irsa_helm_values');
    expect(calls({ directory: 'infra/live' })).toBe('values="$(terraform -chdir=infra/live output -json irsa_helm_values');
    expect(calls({ engine: { name: 'opentofu' } })).toBe('values="$(tofu output -json irsa_helm_values');
    expect(calls({ format: 'cdktf' })).toBe('values="$(terraform -chdir=irsa/cdktf/cdktf.out/stacks/irsa output -json irsa_helm_values');
    const called = (name: 'module' | 'terragrunt' | 'tfvars', from?: ClusterSource) =>
      calls({ layout: 'module', caller: { name }, directory: 'live/' }, from);
    expect(called('module')).toBe('values="$(terraform -chdir=live/ output -json irsa_helm_values');
    expect(
      called('tfvars', {
        kind: 'literal',
        oidcProviderArn: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A',
      }),
    ).toBe('values="$(terraform -chdir=live/irsa-module output -json irsa_helm_values');
    const unit: ClusterSource = {
      kind: 'dependency',
      path: '../eks',
      outputs: {
        clusterName: 'cluster_name',
        oidcProviderArn: 'oidc_provider_arn',
        endpoint: 'cluster_endpoint',
        certificateAuthority: 'ca',
      },
    };
    expect(called('terragrunt', unit)).toBe('values="$(cd live/ && terragrunt output -json irsa_helm_values');
  });
});
