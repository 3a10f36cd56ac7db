/** EKS add-ons of a cluster that is made here; the mends are carried out as they are read. */
import { describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Problem } from '../../src/problem.ts';
import { parseSpec } from '../../src/spec/parse-spec.ts';
import { ref } from '../../src/iam/text.ts';
import { anAddOn, blocksOfKind, planOf, someFacts } from '../support/a-spec.ts';
import { eksModule, inModule, install } from '../support/installed.ts';

interface Written {
  clusters: Record<string, { from: { new: { addOns?: string[] } } }>;
  addOns?: Record<string, Record<string, unknown>>;
}

const NODES = '{ default: { instanceTypes: [m6i.large], min: 2, max: 4 } }';
const VPC = 'vpcId: vpc-0123456789abcdef0, subnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]';

const written = (addOns: Written['addOns'], made?: readonly string[], more = ''): Written => ({
  ...(parse(`version: 1
clusters: { production: { region: us-east-1, from: { new: { kubernetesVersion: "1.33", ${VPC}, nodes: ${NODES}${made === undefined ? '' : `, addOns: [${made.join(', ')}]`} } } } }
${more}`) as Written),
  ...(addOns === undefined ? {} : { addOns }),
});

const specOf = (spec: Written) => parseSpec(stringify(spec), 'irsa.yaml');

function problemsOf(spec: Written): readonly Problem[] {
  const { value, problems } = specOf(spec);
  return value ? makePlan(value.spec, someFacts()).problems : problems;
}

const CNI = { installer: 'eks-addon', install: true };

describe('the network of a new cluster', () => {
  test('has one installer where nobody wrote the add-ons of the cluster', () => {
    const { value } = specOf(written({ 'vpc-cni': CNI }));
    if (!value) throw new Error('the spec is refused');
    const plan = planOf(value.spec);
    expect(blocksOfKind(plan, 'module-eks-21')[0]?.addOns.map(({ name }) => name)).toEqual(['coredns', 'kube-proxy']);
    expect(blocksOfKind(plan, 'eks-add-on')).toMatchObject([{ name: 'vpc-cni', dependsOn: [ref('module.irsa_vpc_cni')] }]);
  });

  test('takes the place of what EKS put there', () => {
    const onCreate = (clusterless: boolean) => {
      const { value } = specOf(written({ 'vpc-cni': CNI }));
      if (!value) throw new Error('the spec is refused');
      const cni = anAddOn('vpc-cni', { installer: 'eks-addon', install: install({ version: 'v1' }), options: { ipFamily: 'ipv4' } });
      const plan = clusterless ? planOf(inModule(cni), someFacts(eksModule())) : planOf(value.spec);
      return blocksOfKind(plan, 'eks-add-on')[0]?.onCreate;
    };
    expect([onCreate(false), onCreate(true)]).toEqual(['OVERWRITE', 'NONE']);
  });

  test('waits for no nodes of a cluster that is there either, nor for charts', () => {
    const cni = anAddOn('vpc-cni', { installer: 'eks-addon', install: install(), options: { ipFamily: 'ipv4' } });
    const controller = anAddOn('aws-load-balancer-controller', { options: { targetGroupBindingOnly: false }, install: install() });
    const plan = planOf(inModule(controller, cni), someFacts(eksModule()));
    expect(blocksOfKind(plan, 'eks-add-on')[0]?.dependsOn).toEqual([ref('module.irsa_vpc_cni')]);
  });

  test.each([{ installer: 'eks-addon' }, { installer: 'helm' }, { installer: 'helm', install: { version: '1.20.0' } }, {}])(
    'is refused as %j, which would come after the nodes that wait for it, until it is as the mend says',
    (said) => {
      const [problem, ...others] = problemsOf(written({ 'vpc-cni': said }));
      expect(others).toEqual([]);
      expect(problem).toMatchObject({ code: 'add-on-after-nodes', path: ['addOns', 'vpc-cni'] });
      expect(problem?.fix).toBe('Write installer: eks-addon and install: true here.');
      expect(problemsOf(written({ 'vpc-cni': { ...said, installer: 'eks-addon', install: true } }))).toEqual([]);
    },
  );

  test('may come from anybody where eksctl makes the cluster, which installs it itself', () => {
    expect(problemsOf(written({ 'vpc-cni': {} }, undefined, 'outputs: [eksctl]')).map(({ code }) => code)).not.toContain(
      'add-on-after-nodes',
    );
  });

  test('stays with the cluster where the add-on of the spec is for another one', () => {
    const two = written({ 'vpc-cni': { ...CNI, clusters: ['green'] } }, undefined, 'primary: production');
    const other = { ...two, clusters: { ...two.clusters, green: { region: 'us-east-1', from: { data: true } } } } as unknown as Written;
    const { value } = specOf(other);
    if (!value) throw new Error('the spec is refused');
    expect(blocksOfKind(planOf(value.spec), 'module-eks-21')[0]?.addOns.map(({ name }) => name)).toContain('vpc-cni');
    const explicit = { ...other, clusters: { ...written({}, ['vpc-cni']).clusters, green: other.clusters['green'] } } as Written;
    expect(problemsOf(explicit)).toEqual([]);
  });
});

describe('an add-on of a new cluster that needs a role', () => {
  const names = ['coredns', 'kube-proxy', 'vpc-cni'];

  /** As a reader would. */
  function follow(spec: Written, { fix, path }: Problem): Written {
    const made = spec.clusters['production']?.from.new.addOns ?? [];
    expect(fix).toMatch(/^Remove it here[,.]/);
    const left = made.filter((_, i) => i !== path.at(-1));
    const [, id, said] = /add ([a-z-]+): (\{.*\}) to the addOns of the spec\.$/.exec(fix) ?? [];
    const [, installed] = /write install: true at addOns\.([a-z-]+)/.exec(fix) ?? [];
    const addOns = {
      ...spec.addOns,
      ...(id === undefined || said === undefined ? {} : { [id]: parse(said) as Record<string, unknown> }),
      ...(installed === undefined ? {} : { [installed]: { ...spec.addOns?.[installed], install: true } }),
    };
    return { ...spec, ...written(addOns, left) };
  }

  test.each<[string, Written, string[]]>([
    ['is in the list alone', written(undefined, [...names, 'aws-ebs-csi-driver']), ['aws-ebs-csi-driver']],
    ['must be told what it may touch', written({}, [...names, 'external-dns']), ['external-dns']],
    ['is no EKS add-on', written({}, [...names, 'cluster-autoscaler']), []],
    ['is in the spec, too', written({ 'vpc-cni': CNI }, names), ['vpc-cni']],
    [
      'is in the spec, too, which does not install it',
      written({ 'aws-ebs-csi-driver': { installer: 'eks-addon' } }, [...names, 'aws-ebs-csi-driver']),
      ['aws-ebs-csi-driver'],
    ],
  ])('is refused where it %s, and installed with its role after the mend', (_, spec, installed) => {
    const [problem, ...others] = problemsOf(spec);
    if (!problem) throw new Error('nothing is wrong');
    expect(others).toEqual([]);
    expect(problem.code).toBe('add-on-needs-role');
    const mended = follow(spec, problem);
    expect(problemsOf(mended)).toEqual([]);
    const { value } = specOf(mended);
    if (!value) throw new Error('the spec is refused');
    const plan = planOf(value.spec);
    expect(blocksOfKind(plan, 'eks-add-on').map(({ name }) => name)).toEqual(installed);
    expect(blocksOfKind(plan, 'role-iam-5')).toHaveLength(1);
  });
});
