import { expect, test } from '@jest/globals';
import { aCluster, aSpec, planOf } from '../support/a-spec.ts';

const commandsOf = (directory: string) =>
  planOf(aSpec({ terraform: { directory }, clusters: [aCluster('production')] })).nextSteps.map(({ command }) => command);

test('commands name the folder as a shell reads it back', () => {
  expect(commandsOf('infra/live')).toContain('terraform -chdir=infra/live init && terraform -chdir=infra/live plan');
  expect(commandsOf("it's $(here)")).toContain(`terraform '-chdir=it'\\''s $(here)' init && terraform '-chdir=it'\\''s $(here)' plan`);
});
