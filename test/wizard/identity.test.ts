import { describe, expect, test } from '@jest/globals';
import { emptyFacts, type RepoFacts } from '../../src/plan/repo-facts.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';
import { change } from '../../src/wizard/change.ts';
import { decide } from '../../src/wizard/decisions.ts';
import { scriptedAsker, type Line } from '../support/scripted-asker.ts';
import { at, eks20, furnished, talk, talkOf, wizardOf } from './support/talk.ts';

const app = { namespace: 'shop', serviceAccount: 'orders' };
const NEW: SpecInput['clusters'] = {
  production: {
    region: 'us-east-1',
    from: { new: { kubernetesVersion: '1.33', nodes: 'auto', vpc: { cidr: '10.0.0.0/16', zones: ['us-east-1a', 'us-east-1b'] } } },
  },
};
const byModule: SpecInput = { clusters: { production: { region: 'us-east-1', from: { module: 'eks' } } }, apps: { orders: app } };

const called = (source: string) => ({ label: 'other', source, version: '1.0.0', at });
const withModule = (source: string, facts: RepoFacts = furnished): RepoFacts => ({ ...facts, modules: [...facts.modules, called(source)] });
const IRSA = 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks';
const associated: RepoFacts = { ...furnished, addresses: [...furnished.addresses, 'aws_eks_pod_identity_association.orders'] };

/** Nobody is asked. */
function decided(draft: SpecInput, facts: RepoFacts, said: SpecInput = {}) {
  const result = decide(draft, said, wizardOf(scriptedAsker([]), facts));
  return {
    identity: result.draft.identity,
    draft: result.draft,
    lines: result.decisions
      .map(({ what, why }) => `${what}: ${why}`)
      .filter((line) => line.includes('by IRSA') || line.includes('by EKS Pod')),
  };
}

const QUESTION = 'How do pods get their roles?';
const apps: readonly Line[] = [
  ['add-ons need', []],
  ['applications', 'shop/orders'],
  ['What may', []],
];

describe('The wizard asks how pods get their roles', () => {
  test('for a new cluster, and proposes Pod Identity', async () => {
    const { asked, offered, answers } = await talk(apps, emptyFacts, { clusters: NEW });
    expect(asked).toContain(QUESTION);
    expect(offered[asked.indexOf(QUESTION)]).toBe('EKS Pod Identity');
    expect(answers.identity).toBe('pod-identity');
  });

  test('and does not decide again what was answered', async () => {
    const { answers } = await talk([...apps, [QUESTION, 'irsa']], emptyFacts, { clusters: NEW });
    expect(answers.identity).toBe('irsa');
    expect(decided(answers, emptyFacts).lines).toEqual([]);
  });

  test('where both are in use', async () => {
    const { asked } = await talk(apps, withModule(IRSA, associated));
    expect(asked).toContain(QUESTION);
  });

  test('but neither where a flag said it, nor where the folder does, nor in the usual case', async () => {
    const flag = await talk(apps, emptyFacts, { clusters: NEW, identity: 'irsa' });
    const folder = await talk(apps, associated);
    const usual = await talk(apps, furnished);
    for (const { asked } of [flag, folder, usual]) expect(asked).not.toContain(QUESTION);
  });
});

describe('Decided, each with its reason', () => {
  test('IRSA where the folder has a role of it, a provider of EKS for it, or nothing of either', () => {
    expect(decided(byModule, withModule(IRSA)).lines).toEqual([
      'pods get their roles by IRSA: it is in use here, by module "other" (main.tf:3)',
    ]);
    const provider = { label: 'eks', url: 'aws_eks_cluster.this.identity[0].oidc[0].issuer', at };
    expect(decided(byModule, { ...furnished, oidcProviders: [provider] }).lines.join()).toContain('aws_iam_openid_connect_provider.eks');
    const github = { label: 'github', url: 'https://token.actions.githubusercontent.com', at };
    const { lines, draft } = decided(byModule, { ...furnished, oidcProviders: [github] });
    expect(lines).toEqual(['pods get their roles by IRSA: nothing here says that the nodes of production run the EKS Pod Identity Agent']);
    expect(draft).not.toHaveProperty('identity');
  });

  test('Pod Identity where the folder has an association, its module, its agent, or Auto Mode', () => {
    const autoMode = { ...furnished, modules: furnished.modules.map((call) => ({ ...call, autoMode: true as const })) };
    const agent = { ...furnished, installed: [{ kind: 'eks-add-on' as const, name: 'eks-pod-identity-agent', at }] };
    for (const facts of [associated, withModule('terraform-aws-modules/eks-pod-identity/aws'), agent, autoMode])
      expect(decided(byModule, facts).identity).toBe('pod-identity');
    expect(decided(byModule, agent).lines.join()).toContain('by eks-pod-identity-agent (main.tf:3)');
  });

  test('a workload on Fargate gets its role by IRSA beside others with Pod Identity', () => {
    const draft: SpecInput = { ...byModule, apps: { orders: app, reports: { ...app, serviceAccount: 'reports', runsOn: ['fargate'] } } };
    const { draft: made, lines } = decided(draft, associated);
    expect([made.apps?.['orders']?.identity, made.apps?.['reports']?.identity]).toEqual([undefined, 'irsa']);
    expect(lines[1]).toBe('reports gets its role by IRSA: Fargate has no EKS Pod Identity Agent, which runs on nodes only');
  });

  test('Karpenter keeps IRSA with eks 20, which the plan refuses otherwise', () => {
    const draft: SpecInput = { ...byModule, identity: 'pod-identity', addOns: { karpenter: {} } };
    const { draft: made, lines } = decided(draft, eks20);
    expect(made.addOns?.['karpenter']?.identity).toBe('irsa');
    expect(lines).toEqual([
      expect.stringMatching(/^karpenter gets its role by IRSA: The karpenter module of eks 20\.x would let every pod/),
    ]);
  });

  test('in a saved spec only what is new, and nothing that says its own', () => {
    const fargate = { ...app, runsOn: ['fargate'] as const };
    const said: SpecInput = { ...byModule, version: 1, identity: 'pod-identity', apps: { orders: fargate } };
    const draft: SpecInput = {
      ...said,
      apps: {
        orders: fargate,
        reports: { ...fargate, serviceAccount: 'r' },
        web: { ...fargate, serviceAccount: 'w', identity: 'pod-identity' },
      },
    };
    const { draft: made, lines } = decided(draft, furnished, said);
    expect(Object.entries(made.apps ?? {}).map(([id, { identity }]) => [id, identity])).toEqual([
      ['orders', undefined],
      ['reports', 'irsa'],
      ['web', 'pod-identity'],
    ]);
    expect(lines).toHaveLength(1);
  });
});

describe('Changed afterwards', () => {
  const saved: SpecInput = { ...byModule, version: 1, apps: { orders: app, reports: { ...app, serviceAccount: 'reports' } } };
  const changing = async (script: readonly Line[], draft = saved) => {
    const { answers, asked } = await talkOf(change, script, furnished, draft);
    return { draft: answers, asked };
  };

  test('the identity of all, and which are other', async () => {
    const { draft } = await changing([
      ['like to change', 'How pods get their roles'],
      [QUESTION, 'EKS Pod Identity'],
      ['Which get theirs by IRSA instead', ['reports']],
    ]);
    expect(draft.identity).toBe('pod-identity');
    expect(draft.apps?.['reports']?.identity).toBe('irsa');
    const { draft: back } = await changing(
      [
        ['like to change', 'How pods get their roles'],
        ['Which get theirs by IRSA instead', []],
      ],
      draft,
    );
    expect(back.apps?.['reports']).not.toHaveProperty('identity');
  });

  test('what runs on Fargate is picked by itself', async () => {
    const { draft } = await changing([
      ['like to change', 'orders'],
      ['shall change of orders', 'What its pods run on'],
      ['run on', ['ec2', 'fargate']],
      ['like to change', 'How pods get their roles'],
      [QUESTION, 'pod-identity'],
    ]);
    expect(draft.apps?.['orders']).toMatchObject({ runsOn: ['ec2', 'fargate'], identity: 'irsa' });
    expect(draft.apps?.['reports']).not.toHaveProperty('identity');
  });

  test('SDKs by name and release, and what is none is refused', async () => {
    const script: readonly Line[] = [
      ['like to change', 'orders'],
      ['shall change of orders', 'Which AWS SDKs it has'],
      ['Which AWS SDKs', 'perl=1.0.0'],
      ['Which AWS SDKs', 'python'],
      ['Which AWS SDKs', 'python=new'],
      ['Which AWS SDKs', 'python=1.20.0, go=2024-01-01'],
    ];
    const { answers, refused } = await talkOf(change, script, furnished, saved);
    expect(answers.apps?.['orders']?.sdk).toEqual({ python: '1.20.0', go: '2024-01-01' });
    expect(refused).toEqual([
      expect.stringContaining('"perl" is no SDK'),
      expect.stringContaining('write python=1.34.41'),
      expect.stringContaining('is no release'),
    ]);
  });

  test('whether the agent is there, once something needs it', async () => {
    const cluster: readonly Line[] = [['like to change', 'Cluster production']];
    const AGENT = 'Do its nodes run the EKS Pod Identity Agent already?';
    expect((await changing(cluster)).asked).not.toContain(AGENT);
    const { draft } = await changing([...cluster, [AGENT, 'Yes']], { ...saved, identity: 'pod-identity' });
    expect(draft.clusters?.['production']?.podIdentityAgent).toBe('existing');
    const { draft: usual } = await changing([...cluster, [AGENT, 'create']], { ...saved, identity: 'pod-identity' });
    expect(usual.clusters?.['production']).not.toHaveProperty('podIdentityAgent');
  });
});
