/** The words of `create-irsa add` → the answers that the same flags would give; everything wrong with them at once. Pure. */
import { addOns, findAddOn, findGrant } from '../../catalog/index.ts';
import { findNoAddOn } from '../../catalog/no-add-on.ts';
import { error, type Problem } from '../../problem.ts';
import { didYouMean } from '../../spec/did-you-mean.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import type { Arguments, GivenFlag } from '../arguments.ts';
import { valueOf } from '../arguments.ts';
import { KINDS, type Kind } from './kinds.ts';

export interface Wanted {
  /** Absent: nothing is named. */
  readonly kind?: Kind;
  /** Ids of add-ons, names of apps or of clusters. */
  readonly names: readonly string[];
  /** Those of the command line and of its words, in the order in which they are read. */
  readonly flags: readonly GivenFlag[];
  /** What is named and nothing more is said of: its answers may be missing. */
  readonly bare: SpecInput;
}

/** @param there apps that the spec has already: they need no namespace */
export function readWords(args: Arguments, there: readonly string[]): { readonly value?: Wanted; readonly problems: readonly Problem[] } {
  const [first, ...rest] = args.words;
  const flags = args.flags.filter(({ name }) => name !== 'namespace' && name !== 'service-account');
  if (first === undefined) return { value: { names: [], flags, bare: {} }, problems: [] };
  const kind = KINDS.find((known) => known === first) ?? 'add-on';
  const names = kind === first ? rest : args.words;
  if (names.length === 0) return { value: { kind, names, flags, bare: {} }, problems: [] };
  if (kind === 'cluster') return { value: { kind, names, flags: ofClusters(flags, names), bare: {} }, problems: [] };
  if (kind === 'app') return appsOf(names, args, flags, there);
  const problems = names.flatMap((id) => (findAddOn(id) === undefined ? [notAnAddOn(id)] : []));
  return problems.length > 0
    ? { problems }
    : { value: { kind, names, flags: [...names.map((value) => ({ name: 'add-on', value })), ...flags], bare: {} }, problems };
}

/** What is said of all goes before: `add cluster green --region us-east-1` is about green. */
const ofClusters = (flags: readonly GivenFlag[], names: readonly string[]): GivenFlag[] => [
  ...flags,
  ...names.map((value) => ({ name: 'cluster', value })),
];

function appsOf(
  words: readonly string[],
  args: Arguments,
  flags: readonly GivenFlag[],
  there: readonly string[],
): ReturnType<typeof readWords> {
  const apps = words.map((word) => /^([^:]*)(?::(.*))?$/s.exec(word) ?? []).map(([, name = '', place]) => ({ name, place }));
  const [space, create] = (valueOf(args, 'namespace') ?? '').split(':');
  const account = valueOf(args, 'service-account');
  const problems: Problem[] = [];
  if (create !== undefined && create !== 'create' && create !== 'existing')
    problems.push(
      error(
        'flag-value',
        [],
        `\`--namespace ${space}:${create}\`: it is written NAME, NAME:create or NAME:existing.`,
        'For example --namespace shop',
      ),
    );
  if (account !== undefined && apps.length > 1)
    problems.push(
      error(
        'flag-value',
        [],
        `\`--service-account ${account}\`: one name for ${apps.length} apps would let each of them have the roles of the others.`,
        `Name them one by one, such as ${apps[0]?.name ?? 'app'}:${space || 'NAMESPACE'}/${account}`,
      ),
    );
  if (problems.length > 0) return { problems };
  const said = apps.flatMap(({ name, place }): GivenFlag[] => {
    if (place !== undefined) return [{ name: 'app', value: `${name}:${place}` }];
    return space ? [{ name: 'app', value: `${name}:${space}/${account ?? name}` }] : [];
  });
  const made: GivenFlag[] =
    space && create !== undefined ? [{ name: 'namespace', value: create === 'create' ? space : `${space}:existing` }] : [];
  const bare = apps.filter(({ name, place }) => place === undefined && !space && !there.includes(name));
  return {
    value: {
      kind: 'app',
      names: apps.map(({ name }) => name),
      flags: [...said, ...made, ...flags],
      bare: bare.length === 0 ? {} : { apps: Object.fromEntries(bare.map(({ name }) => [name, {} as never])) },
    },
    problems: [],
  };
}

function notAnAddOn(id: string): Problem {
  const without = findNoAddOn(id);
  if (without) return error(without.because, [], `${id} ${without.says}`, `${without.fix} ${without.link}`);
  if (findGrant(id) !== undefined)
    return error(
      'not-in-catalog',
      [],
      `${id} is a grant, which is given to an app.`,
      `Say --grant APP:${id}:… with \`create-irsa add app\`.`,
    );
  const meant = didYouMean(id, [...addOns.ids, ...KINDS]);
  return error(
    'not-in-catalog',
    [],
    `The catalog holds no add-on \`${id}\`.`,
    meant === undefined
      ? `\`create-irsa catalog\` lists what there is; an app of yours is added by \`create-irsa add app ${id}\`.`
      : `Did you mean \`create-irsa add ${meant}\`? An app of yours is added by \`create-irsa add app ${id}\`.`,
  );
}
