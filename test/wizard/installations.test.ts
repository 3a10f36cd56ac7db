import { describe, expect, test } from '@jest/globals';
import { emptyFacts } from '../../src/plan/repo-facts.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';
import { askInstallations } from '../../src/wizard/steps/installations.ts';
import { scriptedAsker, type Line } from '../support/scripted-asker.ts';
import { wizardOf } from './support/talk.ts';

const dns = { hostedZones: ['Z0123456789ABC'] };

async function talk(script: readonly Line[], said: Readonly<Record<string, unknown>> = dns, id = 'external-dns') {
  const asker = scriptedAsker(script);
  const draft: SpecInput = { addOns: { [id]: said } };
  const answers = await askInstallations(draft, wizardOf(asker, emptyFacts));
  expect(asker.left()).toEqual([]);
  return { ...asker, addOn: answers.addOns?.[id] };
}

describe('installations', () => {
  test('are one question, and none by default', async () => {
    const { asked, addOn } = await talk([]);
    expect(asked).toEqual(['Which of them shall Terraform install, too?']);
    expect(addOn).toEqual(dns);
  });

  test('are not asked for without an add-on', async () => {
    const asker = scriptedAsker([]);
    await askInstallations({}, wizardOf(asker, emptyFacts));
    expect(asker.asked).toEqual([]);
  });

  test('of a chart need exactly one version', async () => {
    const { refused, addOn } = await talk([
      ['Terraform install', ['external-dns']],
      ['how is it installed', 'helm'],
      ['which version', ''],
      ['which version', '~1.19'],
      ['which version', '1.19.0'],
    ]);
    expect(refused).toEqual([
      'This one is needed.',
      '"~1.19" is not the version of a chart, such as 1.19.0. Name one version; a range would be another chart on every apply.',
    ]);
    expect(addOn).toEqual({ ...dns, install: { version: '1.19.0' } });
  });

  test('of an EKS add-on may leave the version to EKS', async () => {
    const asAddOn = (version: string) =>
      talk([
        ['Terraform install', ['external-dns']],
        ['how is it installed', 'eks-addon'],
        ['which version', version],
      ]);
    expect((await asAddOn('')).addOn).toEqual({ ...dns, installer: 'eks-addon', install: true });
    expect((await asAddOn('most-recent')).addOn).toMatchObject({ install: { version: 'most-recent' } });
  });

  test('are by chart where there is no EKS add-on, also for who said blueprints', async () => {
    const { asked, addOn } = await talk(
      [
        ['Terraform install', ['cluster-autoscaler']],
        ['which version', '9.46.0'],
      ],
      { installer: 'blueprints' },
      'cluster-autoscaler',
    );
    expect(asked).toHaveLength(2);
    expect(addOn).toEqual({ installer: 'helm', install: { version: '9.46.0' } });
  });

  test('are kept with what else is said of them, and taken back', async () => {
    const said = { ...dns, install: { version: '1.19.0', values: ['dns.yaml'] } };
    expect((await talk([], said)).addOn).toEqual(said);
    expect((await talk([['Terraform install', []]], said)).addOn).toEqual(dns);
    const moved = await talk(
      [
        ['how is it installed', 'eks-addon'],
        ['which version', ''],
      ],
      said,
    );
    expect(moved.addOn).toEqual({ ...dns, installer: 'eks-addon', install: { values: ['dns.yaml'] } });
  });
});
