import { describe, expect, test } from '@jest/globals';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { RepoFacts } from '../../src/plan/repo-facts.ts';
import { aSpec, blocksOfKind, planOf, problemsOf, someFacts } from '../support/a-spec.ts';
import { at, byData, dns, ebs, inData } from '../support/installed.ts';

describe('the provider of helm', () => {
  const kinds = (facts: Partial<RepoFacts>) =>
    [
      ...blocksOfKind(planOf(inData(dns()), someFacts(facts)), 'provider-helm-2'),
      ...blocksOfKind(planOf(inData(dns()), someFacts(facts)), 'provider-helm-3'),
    ].map(({ kind }) => kind);
  const demands = (version?: string, locked?: string): Partial<RepoFacts> => ({
    hasRequiredProviders: true,
    requiredProviders: { helm: { source: 'hashicorp/helm', at, ...(version === undefined ? {} : { version }) } },
    lockedProviders: locked === undefined ? {} : { helm: locked },
  });

  test.each([
    ['nobody says anything', {}, 'provider-helm-3'],
    ['the root demands 2.x', demands('~> 2.12'), 'provider-helm-2'],
    ['the root demands 3.x', demands('>= 3.0.2'), 'provider-helm-3'],
    ['the root takes both, and has locked 2.x', demands('>= 2.9', '2.17.0'), 'provider-helm-2'],
    ['the root takes both, and has locked nothing', demands('>= 2.9'), 'provider-helm-3'],
    ['the root has moved on from its lock file', demands('~> 3.0', '2.17.0'), 'provider-helm-3'],
    ['a lock file alone knows it', { lockedProviders: { helm: '2.17.0' } }, 'provider-helm-2'],
  ])('is written for the line that init takes where %s', (_, facts, kind) => {
    expect(kinds(facts)).toEqual([kind]);
  });

  test('is required where the root requires nothing, and asked for where it does', () => {
    const [required] = blocksOfKind(planOf(inData(dns())), 'required-providers');
    expect(required?.providers.map(({ name, version }) => `${name} ${version}`)).toEqual(['aws >= 5.95, < 6.0', 'helm >= 3.0, < 4.0']);
    const aws = { hasRequiredProviders: true, requiredProviders: { aws: { source: 'hashicorp/aws', version: '~> 5.0', at } } };
    expect(JSON.stringify(planOf(inData(dns()), someFacts(aws)).nextSteps)).toContain('Name provider helm in required_providers (main.tf)');
    expect(JSON.stringify(planOf(inData(ebs()), someFacts(aws)).nextSteps)).not.toContain('provider helm');
  });

  test('is the root’s own where it has one, by alias if need be', () => {
    const own = (...aliases: (string | undefined)[]): Partial<RepoFacts> => ({
      providers: [{ name: 'aws', at }, ...aliases.map((alias) => ({ name: 'helm', at, ...(alias === undefined ? {} : { alias }) }))],
    });
    expect(kinds(own(undefined))).toEqual([]);
    expect(blocksOfKind(planOf(inData(dns()), someFacts(own('main'))), 'helm-release')[0]?.provider).toBe('helm.main');
    expect(problemsOf(inData(dns()), someFacts(own('a', 'b')))).toEqual(['provider-ambiguous']);
    const named = aSpec({ clusters: [byData('production', { providers: { helm: 'helm.b' } })], addOns: [dns()] });
    expect(blocksOfKind(planOf(named, someFacts(own('a', 'b'))), 'helm-release')[0]?.provider).toBe('helm.b');
    expect(problemsOf(named, someFacts(own('a')))).toEqual(['provider-not-found']);
  });

  test('comes from the caller of a child module', () => {
    expect(makePlan(inData(dns()), someFacts({ isChildModule: true })).problems).toMatchObject([
      { code: 'provider-from-caller', message: 'This folder is a child module, so its helm provider comes from the caller.' },
    ]);
  });

  test('shares one token with that of kubernetes', () => {
    const spec = {
      ...inData(dns({ serviceAccount: { owner: 'terraform' } })),
      terraform: { ...aSpec().terraform, kubernetesAuth: 'token' as const },
    };
    const plan = planOf(spec);
    expect(blocksOfKind(plan, 'data-eks-cluster-auth')).toHaveLength(1);
    expect(blocksOfKind(plan, 'provider-helm-3')[0]?.token).toEqual(blocksOfKind(plan, 'provider-kubernetes')[0]?.token);
  });
});
