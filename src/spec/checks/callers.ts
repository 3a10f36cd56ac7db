/** Who calls a child module: said only where one is written, and able to say where clusters are. */
import { entries, loose, strings } from '../loose.ts';
import { wrong } from './check.ts';
import type { Check } from './check.ts';

export const callerOfModule: Check = (spec) => {
  const terraform = loose(spec['terraform']);
  if (terraform['caller'] === undefined || terraform['layout'] === 'module') return [];
  return [
    wrong(
      'caller-without-module',
      ['terraform', 'caller'],
      'terraform.caller says who calls a child module, and layout: root writes none.',
      'Add layout: module, or leave caller out.',
    ),
  ];
};

export const dependenciesOfUnits: Check = (spec) => {
  const { caller, layout } = loose(spec['terraform']);
  const name = typeof caller === 'string' ? caller : loose(caller)['name'];
  if (layout === 'module' && name === 'terragrunt') return [];
  return entries(spec['clusters']).flatMap(([key, cluster]) =>
    loose(cluster['from'])['dependency'] === undefined
      ? []
      : [
          wrong(
            'dependency-without-terragrunt',
            ['clusters', key, 'from', 'dependency'],
            'Only a Terragrunt unit knows the outputs of another one.',
            'Add terraform: { layout: module, caller: terragrunt }, or know the cluster in another way.',
          ),
        ],
  );
};

/** Tests run in a root, and what installs charts needs providers that callers would have to pass. */
export const rootOnly: Check = (spec) => {
  if (loose(spec['terraform'])['layout'] !== 'module') return [];
  const format = loose(spec['terraform'])['format'];
  const tests = strings(spec['outputs']).indexOf('tests');
  const installed = entries(spec['addOns']).filter(([, addOn]) => addOn['install'] !== undefined && addOn['install'] !== false);
  return [
    ...(format !== 'cdktf'
      ? []
      : [
          wrong(
            'root-only',
            ['terraform', 'format'],
            'An app of CDK for Terraform is a root, and layout: module writes a child module.',
            'Write format: hcl or json, or layout: root.',
          ),
        ]),
    ...(tests < 0
      ? []
      : [
          wrong(
            'root-only',
            ['outputs', tests],
            'terraform test runs in a root, and layout: module writes a child module.',
            'Leave tests out, or write layout: root.',
          ),
        ]),
    ...installed.map(([id]) =>
      wrong(
        'root-only',
        ['addOns', id, 'install'],
        `A child module installs nothing, so ${id} cannot come with its role here.`,
        'Leave install out, or write layout: root.',
      ),
    ),
  ];
};
