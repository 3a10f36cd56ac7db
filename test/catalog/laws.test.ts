import { describe, expect, test } from '@jest/globals';
import type { PodIdentityLine, RoleLine } from '../../src/catalog/add-on.ts';
import { addOns, addOnsByGroup, findAddOn, findGrant, grants } from '../../src/catalog/index.ts';
import { checkModuleCall } from '../../src/catalog/modules/check-call.ts';
import { contractOf, type Contract } from '../../src/catalog/modules/contracts.ts';
import { newestOfLine } from '../../src/catalog/modules/releases.ts';
import type { Options } from '../../src/catalog/option.ts';
import { podIdentityPermissions } from '../../src/catalog/pod-identity.ts';
import type { Statement } from '../../src/iam/statement.ts';
import { ref, type Value } from '../../src/iam/text.ts';
import { accepted } from '../support/accepted-options.ts';
import { everyLine, permissionsOf } from './facts.ts';

const MODULES: Readonly<Record<RoleLine | PodIdentityLine, readonly [string, number]>> = {
  'iam-5': ['terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks', 5],
  'iam-6': ['terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts', 6],
  'pod-identity-1': ['terraform-aws-modules/eks-pod-identity/aws', 1],
  'pod-identity-2': ['terraform-aws-modules/eks-pod-identity/aws', 2],
};

/** Lists of a policy that are empty or not given: a statement without Resource, which IAM refuses on apply, or one on everything. */
const emptyLists = ({ policySizes = {} }: Contract, inputs: Readonly<Record<string, Value>>): readonly string[] => {
  const given = (name: string): boolean => {
    const value = inputs[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  };
  // Of statements that are there only for a list, or only where it has entries, the module itself takes care.
  const always = Object.keys(inputs).flatMap((flag) => (policySizes[flag] ?? []).filter(({ when, each }) => !(when ?? each)));
  return always.flatMap(({ lists }) => Object.keys(lists)).filter((name) => !given(name));
};

function expectLeastPrivilege(statements: readonly Statement[]): void {
  const sids = statements.map(({ sid }) => sid ?? '');
  expect(new Set(sids).size).toBe(sids.length);
  for (const { sid, effect, actions = [], resources = [], reason } of statements) {
    expect(sid).toMatch(/^[A-Za-z0-9]+$/);
    expect(effect).toBe('Allow');
    expect(actions.length).toBeGreaterThan(0);
    expect(resources.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/^(?:[a-z0-9-]+:[A-Z][A-Za-z0-9]+\*?|rds-db:connect)$/);
    if (resources.includes('*')) expect(reason).toMatch(/\w.*\.$/);
  }
}

function expectOptions(options: Options): void {
  for (const [name, option] of Object.entries(options)) {
    expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
    expect(option.ask).toMatch(/\?$/);
    expect(option.help).toMatch(/^\S.*\.$/);
    expect([option.example, option.check?.(option.example)]).toEqual([option.example, undefined]);
    if (option.kind === 'choice') expect(option.choices).toContain(option.example);
    else if (option.kind !== 'flag') expect(option.check?.('not a name!')).toMatch(/^"not a name!" .*\.$/);
  }
}

const cluster = { clusterNames: [ref('module.eks.cluster_name')] };

test.each([
  ['attach_amazon_managed_service_prometheus_policy', 'amazon_managed_service_prometheus_workspace_arns'],
  ['attach_aws_fsx_lustre_csi_policy', 'aws_fsx_lustre_csi_service_role_arns'],
  ['attach_aws_lb_controller_targetgroup_binding_only_policy', 'aws_lb_controller_targetgroup_arns'],
  ['attach_aws_node_termination_handler_policy', 'aws_node_termination_handler_sqs_queue_arns'],
  ['attach_aws_privateca_issuer_policy', 'aws_privateca_issuer_acmca_arns'],
  ['attach_cert_manager_policy', 'cert_manager_hosted_zone_arns'],
  ['attach_external_dns_policy', 'external_dns_hosted_zone_arns'],
  ['attach_external_secrets_policy', 'external_secrets_kms_key_arns'],
  ['attach_mountpoint_s3_csi_policy', 'mountpoint_s3_csi_bucket_arns', 'mountpoint_s3_csi_bucket_path_arns'],
  ['attach_velero_policy', 'velero_s3_bucket_arns', 'velero_s3_bucket_path_arns'],
])('the law on empty lists knows what %s of Pod Identity takes', (flag, ...lists) => {
  for (const version of ['1.12.1', '2.8.1']) {
    const { contract } = contractOf('terraform-aws-modules/eks-pod-identity/aws', version)!;
    expect(emptyLists(contract, { [flag]: true }).toSorted()).toEqual(lists);
    for (const list of lists) {
      const others = Object.fromEntries(lists.map((name) => [name, name === list ? [] : ['arn:aws:s3:::a']]));
      expect(emptyLists(contract, { [flag]: true, ...others })).toEqual([list]);
    }
  }
});

test('the catalog is sorted, and found by what people type', () => {
  expect(addOns.ids).toEqual([...addOns.ids].sort());
  expect(grants.ids).toEqual([...grants.ids].sort());
  for (const addOn of addOns.all()) expect(findAddOn(addOn.id)).toBe(addOn);
  for (const grant of grants.all()) expect(findGrant(grant.service)).toBe(grant);
  expect(findAddOn('toString')).toBeUndefined();
  expect(findGrant('')).toBeUndefined();
});

test('every add-on is in one group, and no group is empty', () => {
  expect(
    addOnsByGroup()
      .flatMap((group) => group.addOns.map(({ id }) => id))
      .sort(),
  ).toEqual(addOns.ids);
  expect(addOnsByGroup().filter((group) => group.addOns.length === 0)).toEqual([]);
});

describe.each(addOns.all().map((addOn) => [addOn.id, addOn] as const))('%s', (id, addOn) => {
  test('introduces itself', () => {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(addOn.link).toMatch(/^https:\/\/\S+$/);
    expect(addOn.compared).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
    expect(addOn.summary).toMatch(/^\S.{10,100}\.$/);
    expect(addOn.helm.repository).toMatch(/^(https|oci):\/\//);
    expect(addOn.helm.serviceAccount.join('.')).toMatch(/(^|\.)serviceAccount$|(^|\.)serviceAccounts?\.[a-z]+$/);
    expect(addOn.eksAddOn !== undefined).toBe('eks-addon' in addOn.subjects);
    for (const note of [...addOn.notes, ...(addOn.podIdentity.notes ?? [])]) expect(note).toMatch(/\.$/);
  });

  test('has Kubernetes names for every installer', () => {
    for (const { namespace, serviceAccount } of Object.values(addOn.subjects)) {
      expect(namespace).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
      expect(serviceAccount).toMatch(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/);
    }
  });

  test('asks for options with valid examples', () => expectOptions(addOn.options));

  test('has permissions without a module, unless it needs what only a module makes', () => {
    for (const values of accepted(addOn)) {
      const permissions = addOn.withoutModule(values, cluster);
      expect(permissions === undefined).toBe(addOn.ownModule?.(values) !== undefined);
      if (permissions === undefined) continue;
      expectLeastPrivilege(permissions.statements ?? []);
      const { wellKnown, statements = [], managedPolicies = [] } = permissions;
      expect(wellKnown !== undefined || statements.length + managedPolicies.length > 0).toBe(true);
    }
  });

  test('says since when it takes its role by EKS Pod Identity, and who makes the association', () => {
    const { since, eksAddOnSince, permissions } = addOn.podIdentity;
    expect(since).toMatch(/^v\d+\.\d+\.\d+\b/);
    if (eksAddOnSince !== undefined) {
      expect(eksAddOnSince).toMatch(/^(v\d+\.\d+\.\d+|its first version)$/);
      expect(addOn.eksAddOn).toBeDefined();
    }
    for (const values of accepted(addOn)) {
      // Policies that eksctl knows by name are none of Terraform's.
      if (permissions === undefined) expect(addOn.withoutModule(values, cluster)?.wellKnown).toBeUndefined();
      for (const line of ['pod-identity-1', 'pod-identity-2'] as const) {
        const given = podIdentityPermissions(addOn, values, cluster, line);
        expect(given === undefined).toBe(addOn.ownModule?.(values) !== undefined);
      }
    }
  });

  test.each(everyLine)('hands %s nothing that its release does not know, and no list that opens all or nothing', (line) => {
    const [module, major] = MODULES[line];
    const found = contractOf(module, newestOfLine(module, major) ?? '');
    if (!found) throw new Error(`no contract of ${module} ${major}`);
    const everyWay = accepted(addOn);
    expect(everyWay.length).toBeGreaterThan(0);
    for (const values of everyWay) {
      const permissions = permissionsOf(id, values, line);
      const { inputs = {}, policyName } = permissions;
      expect(checkModuleCall(found.contract, { ...inputs, ...(policyName === undefined ? {} : { [policyName]: 'a' }) })).toEqual([]);
      expect([values, emptyLists(found.contract, inputs)]).toEqual([values, []]);
      // Two flags would be two policies of one name, and a flag without a name one that two clusters cannot both have.
      const makesPolicy = Object.keys(inputs).some((name) => found.contract.policySizes?.[name] !== undefined);
      expect(policyName !== undefined).toBe(line.startsWith('pod-identity') && makesPolicy);
      // A companion without its flag does nothing, and an empty list is a wildcard or no Resource at all.
      if (permissions.inputs) expect(Object.keys(permissions.inputs).filter((name) => name.startsWith('attach_'))).toHaveLength(1);
      expectLeastPrivilege(permissions.statements ?? []);
      const grantsSomething = permissions.inputs !== undefined || (permissions.statements ?? []).length > 0;
      expect(grantsSomething).toBe(addOn.ownModule?.(values) === undefined);
    }
  });
});

/** IAM's prefixes of actions, where they are not the grant's own name. */
const PREFIXES: Readonly<Record<string, readonly string[]>> = {
  athena: ['athena', 'glue', 's3'],
  cognito: ['cognito-idp'],
  eventbridge: ['events'],
  msk: ['kafka-cluster'],
  opensearch: ['es'],
  rds: ['rds-db'],
  scheduler: ['scheduler', 'iam'],
  stepfunctions: ['states'],
};

/** Actions of grants that know no resources, or for which no app could name one. */
const WITHOUT_RESOURCES = [
  'autoscaling:DescribeAutoScalingGroups',
  'autoscaling:DescribeAutoScalingInstances',
  'cloudwatch:GetMetricData',
  'cloudwatch:GetMetricStatistics',
  'cloudwatch:ListMetrics',
  'cloudwatch:PutMetricData',
  'ec2:DescribeInstanceStatus',
  'ec2:DescribeInstances',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeTags',
  'ec2:DescribeVolumes',
  'ec2:DescribeVpcs',
  'ecr:GetAuthorizationToken',
  'timestream:DescribeEndpoints',
  'xray:BatchGetTraces',
  'xray:GetSamplingRules',
  'xray:GetSamplingStatisticSummaries',
  'xray:GetSamplingTargets',
  'xray:GetTraceGraph',
  'xray:GetTraceSummaries',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

describe.each(grants.all().map((grant) => [grant.service, grant] as const))('%s', (service, grant) => {
  test('introduces itself', () => {
    expect(service).toMatch(/^[a-z][a-z0-9]*$/);
    expect(grant.link).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+$/);
    expect(grant.summary).toMatch(/^\S.{10,100}\.$/);
  });

  test('asks for options with valid examples', () => expectOptions(grant.options));

  test('grants least privilege, whatever is asked for', () => {
    const everyWay = accepted(grant);
    expect(everyWay.length).toBeGreaterThan(0);
    for (const values of everyWay) {
      const statements = grant.statements(values);
      expectLeastPrivilege(statements);
      for (const statement of statements) {
        expect(statement.sid?.toLowerCase().startsWith(service)).toBe(true);
        const [actions, resources] = [statement.actions ?? [], statement.resources ?? []];
        if (resources.includes('*')) expect(actions.filter((action) => !WITHOUT_RESOURCES.includes(action))).toEqual([]);
        for (const action of actions) expect([...(PREFIXES[service] ?? [service]), 'kms']).toContain(action.split(':')[0]);
      }
    }
  });
});
