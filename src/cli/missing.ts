/** Which answers are still needed, and the flag that gives each. Pure. */
import { findAddOn, findGrant } from '../catalog/index.ts';
import type { Options, OptionValues } from '../catalog/option.ts';
import { items } from '../spec/loose.ts';
import type { SpecInput } from '../spec/spec-input.ts';
import { error, type Problem } from '../problem.ts';
import { answerAt, keysAt } from '../wizard/draft.ts';
import { defaultsOf } from '../wizard/steps/options.ts';
import type { GivenFlag } from './arguments.ts';
import { joinList } from './escaped-list.ts';
import type { Taken } from './taken.ts';
import { isMap, writeOptions } from './workload-option.ts';

interface Missing {
  /** One sentence. */
  readonly what: string;
  /** As it would be typed. */
  readonly flag: string;
  /** Names of the flags that give it. */
  readonly by: readonly string[];
  /** What their value begins with; absent where any would do. */
  readonly of?: string;
}

export interface Known {
  /** Flags that were given, and cannot be read. */
  readonly unread?: readonly GivenFlag[];
  /** What the folder says, see `taken.ts`. */
  readonly taken?: Pick<Taken, 'nameless' | 'region'>;
}

export const missingAnswers = (input: SpecInput, { unread = [], taken = {} }: Known = {}): Problem[] =>
  missing(input, taken)
    .filter((answer) => !unread.some((flag) => isMeantFor(flag, answer)))
    .map(({ what, flag }) => error('missing-answer', [], what, `Give it as ${flag}`));

/** What cannot be read is told of already. */
const isMeantFor = ({ name, value }: GivenFlag, { by, of }: Missing): boolean =>
  by.includes(name) && (of === undefined || value === '' || value.split(/[=:]/)[0] === of);

function missing(input: SpecInput, taken: Pick<Taken, 'nameless' | 'region'>): Missing[] {
  const clusters = keysAt(input, ['clusters']);
  const addOns = keysAt(input, ['addOns']);
  const apps = keysAt(input, ['apps']);
  return [
    ...(clusters.length === 0
      ? [
          {
            what:
              taken.nameless === undefined
                ? 'The EKS cluster is missing.'
                : `The name of the EKS cluster is missing: ${taken.nameless} does not say it.`,
            flag: '--cluster NAME',
            by: ['cluster'],
          },
          ...(taken.region === undefined
            ? [{ what: 'The region of the cluster is missing.', flag: '--region REGION', by: ['region'] }]
            : []),
        ]
      : []),
    ...clusters
      .filter((key) => answerAt(input, ['clusters', key, 'region']) === undefined)
      .map((key) => ({
        what: `The region of ${key} is missing.`,
        flag: clusters.length === 1 ? '--region REGION' : `--cluster ${key} --region REGION`,
        by: ['region'],
      })),
    ...(addOns.length + apps.length === 0
      ? [
          {
            what: 'There is no add-on and no application that a role would be for.',
            flag: '--add-on ID (see create-irsa catalog), or --app NAME:NAMESPACE/SERVICEACCOUNT',
            by: ['add-on', 'app'],
          },
        ]
      : []),
    ...addOns.flatMap((id) => ofAddOn(id, answerAt(input, ['addOns', id]))),
    ...apps
      .filter((id) => answerAt(input, ['apps', id, 'namespace']) === undefined)
      .map((id) => ({
        what: `The namespace and ServiceAccount of ${id} are missing.`,
        flag: `--app ${id}:NAMESPACE/SERVICEACCOUNT`,
        by: ['app'],
        of: id,
      })),
    ...apps.flatMap((id) => items(answerAt(input, ['apps', id, 'grants'])).flatMap((grant) => ofGrant(id, grant))),
  ];
}

/** A grant is one flag, so what is left of it is shown with what was said. */
function ofGrant(app: string, said: unknown): Missing[] {
  return Object.entries(isMap(said) ? said : {}).flatMap(([service, given]) => {
    const options = isMap(given) ? given : {};
    const needed = Object.entries(findGrant(service)?.options ?? {}).filter(
      ([name, { required }]) => required && options[name] === undefined,
    );
    const whole = () => joinList([...writeOptions(options), ...needed.map(([name, { example }]) => `${name}=${example}`)]);
    return needed.map(([name, { ask }]) => ({
      what: `The grant ${service} of ${app} needs ${name}: ${ask}`,
      flag: `--grant ${app}:${service}:${whole()}`,
      // One that cannot be read is another grant.
      by: [],
    }));
  });
}

function ofAddOn(id: string, said: unknown): Missing[] {
  const addOn = findAddOn(id);
  if (addOn === undefined) return [];
  const options = isMap(said) ? said : {};
  const needed = Object.entries(addOn.options)
    .filter(([name, { required }]) => required && options[name] === undefined)
    .map(([name, { ask, example }]) => ({
      what: `${addOn.title} needs ${name}: ${ask}`,
      flag: `--add-on ${id}.${name}=${example}`,
      by: ['add-on'],
      of: `${id}.${name}`,
    }));
  const { install, installer = 'helm' } = options;
  if (installer === 'helm' && (install === true || (isMap(install) && install['version'] === undefined))) {
    needed.push({
      what: `${addOn.title} needs install.version: which version of the chart?`,
      flag: `--add-on ${id}.install.version=VERSION`,
      by: ['add-on'],
      of: `${id}.install.version`,
    });
  }
  if (needed.length > 0) return needed;
  const complaint = addOn.check?.({ ...defaultsOf(addOn.options), ...options } as OptionValues<Options>);
  if (complaint === undefined) return [];
  const open = Object.entries(addOn.options).filter(
    ([name, { kind }]) => options[name] === undefined && kind !== 'flag' && complaint.includes(name),
  );
  return open.length === 0
    ? []
    : [{ what: complaint, flag: open.map(([name, { example }]) => `--add-on ${id}.${name}=${example}`).join(' or '), by: [] }];
}
