import { expect, test } from '@jest/globals';
import { aCluster, anApp, aSpec, planOf, someFacts } from '../support/a-spec.ts';

const commandsOf = (directory: string) =>
  planOf(aSpec({ terraform: { directory }, clusters: [aCluster('production')] })).nextSteps.map(({ command }) => command);

test('commands name the folder as a shell reads it back', () => {
  expect(commandsOf('infra/live')).toContain('terraform -chdir=infra/live init && terraform -chdir=infra/live plan');
  expect(commandsOf("it's $(here)")).toContain(`terraform '-chdir=it'\\''s $(here)' init && terraform '-chdir=it'\\''s $(here)' plan`);
});

test('the OIDC provider is to be looked for only where the module does not say that it makes it', () => {
  const spec = aSpec({ clusters: [aCluster('production', { from: { kind: 'module', label: 'eks' } })], apps: [anApp('my-app')] });
  const stepsWith = (inputs: Readonly<Record<string, boolean>>): string => {
    const eks = { label: 'eks', source: 'terraform-aws-modules/eks/aws', version: '~> 20.0', inputs, at: { file: 'main.tf', line: 1 } };
    return planOf(spec, someFacts({ modules: [eks] }))
      .nextSteps.map(({ text }) => text)
      .join('\n');
  };
  expect(stepsWith({})).toContain('Check that module "eks" makes the cluster\'s OIDC provider');
  expect(stepsWith({ enable_irsa: true })).not.toContain('OIDC provider');
});
