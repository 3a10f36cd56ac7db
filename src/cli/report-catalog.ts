/** Add-ons and grants → lines, and → JSON. Pure. */
import type { AddOn } from '../catalog/add-on.ts';
import type { Grant } from '../catalog/grant.ts';
import type { Option, Options, OptionValues } from '../catalog/option.ts';
import { defaultsOf } from '../wizard/steps/options.ts';
import { podIdentityJson, podIdentityLines } from './report-pod-identity.ts';
import { exampleOf } from '../spec/schema/option-schema.ts';
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
  const { id, title, summary, link, subjects, helm, options, podIdentity } = addOn;
  const notes = [...addOn.notes, ...(podIdentity.notes ?? [])];
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
    '',
    colors.bold('EKS Pod Identity'),
    ...podIdentityLines(addOn, leastToldOf(addOn)).flatMap((line) => wrap(line, width - 2).map((part) => `  ${part}`)),
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
  style.colors.dim(`create-irsa --yes … --grant my-app:${service}:${examples(requiredOf(options)).join(',')}`),
];

/** The add-on alone if that is enough, else with what it needs. */
function exampleLine(addOn: AddOn): string {
  const needed = neededBy(addOn);
  return needed.length === 0
    ? `--add-on ${addOn.id}`
    : examples(needed)
        .map((option) => `--add-on ${addOn.id}.${option}`)
        .join(' ');
}

type Named = readonly (readonly [string, Option])[];

function neededBy({ options, check }: AddOn): Named {
  const required = requiredOf(options);
  const [first] = Object.entries(options);
  return required.length === 0 && first !== undefined && check?.(defaultsOf(options) as OptionValues<Options>) !== undefined
    ? [first]
    : required;
}

/** The values of the example. */
const leastToldOf = (addOn: AddOn): OptionValues<Options> =>
  ({
    ...defaultsOf(addOn.options),
    ...Object.fromEntries(neededBy(addOn).map(([name, option]) => [name, exampleOf(option)])),
  }) as OptionValues<Options>;

const requiredOf = (options: Options): Named => Object.entries(options).filter(([, { required }]) => required);

const examples = (options: Named): string[] => options.map(([name, { example }]) => `${name}=${example}`);

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

export const addOnJson = (addOn: AddOn): AddOnJson => {
  const { id, title, group, summary, link, compared, subjects, eksAddOn, helm, options, notes } = addOn;
  return {
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
    podIdentity: podIdentityJson(addOn, leastToldOf(addOn)),
    notes,
  };
};

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
