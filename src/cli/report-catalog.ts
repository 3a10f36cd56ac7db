/** Add-ons and grants → lines, and → JSON. Pure. */
import type { AddOn } from '../catalog/add-on.ts';
import type { Grant } from '../catalog/grant.ts';
import type { Options, OptionValues } from '../catalog/option.ts';
import { defaultsOf } from '../wizard/steps/options.ts';
import type { AddOnJson, GrantJson } from './json-shapes.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

type Groups = readonly { readonly group: string; readonly addOns: readonly AddOn[] }[];

export function catalogLines(groups: Groups, grants: readonly Grant[], style: Style): string[] {
  const ids = groups.flatMap(({ addOns }) => addOns.map(({ id }) => id));
  const wide = Math.max(...ids.map((id) => id.length), ...grants.map(({ service }) => service.length));
  const row = (name: string, summary: string): string[] => {
    const [first = '', ...more] = wrap(summary, style.width - wide - 4);
    return [`  ${style.colors.cyan(name.padEnd(wide))}  ${first}`, ...more.map((line) => ' '.repeat(wide + 4) + line)];
  };
  return [
    ...groups.flatMap(({ group, addOns }) => [
      style.colors.bold(`Add-ons: ${group}`),
      ...addOns.flatMap(({ id, summary }) => row(id, summary)),
      '',
    ]),
    style.colors.bold('Grants, for applications of your own'),
    ...grants.flatMap(({ service, summary }) => row(service, summary)),
    '',
    'create-irsa catalog <name> tells more of one.',
  ];
}

export function addOnLines(addOn: AddOn, style: Style): string[] {
  const { id, title, summary, link, subjects, helm, options, notes } = addOn;
  const { colors, width } = style;
  return [
    `${colors.bold(title)} (${id})`,
    ...wrap(summary, width),
    link,
    '',
    colors.bold('ServiceAccount'),
    ...Object.entries(subjects).map(([installer, { namespace, serviceAccount }]) => `  ${installer}: ${namespace}/${serviceAccount}`),
    `  chart ${helm.chart} of ${helm.repository}, values under ${helm.serviceAccount.join('.')}`,
    '',
    ...optionLines(options, style),
    ...(notes.length === 0 ? [] : ['', colors.bold('Worth knowing'), ...notes.flatMap((note) => paragraph(note, width))]),
    '',
    colors.dim(`create-irsa --yes … ${exampleLine(addOn)}`),
  ];
}

export const grantLines = ({ service, title, summary, link, options }: Grant, style: Style): string[] => [
  `${style.colors.bold(title)} (${service})`,
  ...wrap(summary, style.width),
  link,
  '',
  ...optionLines(options, style),
  '',
  style.colors.dim(`create-irsa --yes … --grant my-app:${service}:${requiredExamples(options).join(',')}`),
];

/** The add-on alone if that is enough, else with what it needs. */
function exampleLine({ id, options, check }: AddOn): string {
  const required = requiredExamples(options);
  const [first] = Object.entries(options).map(([name, { example }]) => `${name}=${example}`);
  const needed =
    required.length === 0 && first !== undefined && check?.(defaultsOf(options) as OptionValues<Options>) !== undefined
      ? [first]
      : required;
  return needed.length === 0 ? `--add-on ${id}` : needed.map((option) => `--add-on ${id}.${option}`).join(' ');
}

const requiredExamples = (options: Options): string[] =>
  Object.entries(options)
    .filter(([, { required }]) => required)
    .map(([name, { example }]) => `${name}=${example}`);

function optionLines(options: Options, { colors, width }: Style): string[] {
  const entries = Object.entries(options);
  if (entries.length === 0) return ['It has no options.'];
  return [
    colors.bold('Options'),
    ...entries.flatMap(([name, { ask, help, required, default: given, choices, example }]) => {
      const facts = [
        required ? 'required' : 'optional',
        given === undefined ? '' : `default ${String(given)}`,
        choices?.join(' | ') ?? '',
        `for example ${example}`,
      ];
      return [
        `  ${colors.cyan(name)}  ${colors.dim(facts.filter(Boolean).join(', '))}`,
        ...wrap(`${ask} ${help}`, width - 6).map((line) => `      ${line}`),
      ];
    }),
  ];
}

const paragraph = (text: string, width: number): string[] =>
  wrap(text, width - 4).map((line, i) => (i === 0 ? `  - ${line}` : `    ${line}`));

export const addOnJson = ({ id, title, group, summary, link, compared, subjects, eksAddOn, helm, options, notes }: AddOn): AddOnJson => ({
  id,
  title,
  group,
  summary,
  link,
  compared,
  subjects,
  eksAddOn,
  helm: { chart: helm.chart, repository: helm.repository, serviceAccount: helm.serviceAccount },
  options: optionsJson(options),
  notes,
});

export const grantJson = ({ service, title, summary, link, options }: Grant): GrantJson => ({
  service,
  title,
  summary,
  link,
  options: optionsJson(options),
});

/** Without what is for the program alone. */
const optionsJson = (options: Options): AddOnJson['options'] =>
  Object.fromEntries(
    Object.entries(options).map(([name, { check: _check, checkRef: _checkRef, madeBy: _madeBy, ...option }]) => [name, option]),
  );
