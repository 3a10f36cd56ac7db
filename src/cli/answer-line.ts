/** What is in irsa.yaml → the flags that say it again: the inverse of `answers.ts`. */
import { keysAt, answerAt } from '../wizard/draft.ts';
import type { SpecInput } from '../spec/spec-input.ts';
import { joinList } from './escaped-list.ts';
import { isMap, writeOptions } from './workload-option.ts';

type Words = readonly string[];
type Tree = Readonly<Record<string, unknown>>;

/** One group of words for each flag, in the order in which the wizard asks. */
export function answerLine(input: SpecInput): Words[] {
  return [...clusters(input), ...namespaces(input), ...addOns(input), ...apps(input), ...terraform(input), ...rest(input)];
}

const map = (value: unknown): Tree => (isMap(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

/** `--name value`; nothing for what is not said. */
const flag = (name: string, value: unknown): Words[] => {
  if (value === undefined || value === null) return [];
  const text = String(value);
  return [text.startsWith('-') || text === '' ? [`--${name}=${text}`] : [`--${name}`, text]];
};

const clusters = (input: SpecInput): Words[] =>
  keysAt(input, ['clusters']).flatMap((key) => {
    const cluster = map(answerAt(input, ['clusters', key]));
    return [
      ...flag('cluster', key),
      ...flag('region', cluster['region']),
      ...flag('from', source(map(cluster['from']))),
      ...flag('account-id', cluster['accountId']),
      ...flag('oidc-provider', cluster['oidcProvider']),
      ...Object.entries(map(cluster['providers'])).flatMap(([name, address]) => flag('provider', `${name}=${String(address)}`)),
    ];
  });

function source(from: Tree): string | undefined {
  const [entry] = Object.entries(from);
  if (entry === undefined) return undefined;
  const [kind, value] = entry;
  if (value === true) return kind;
  if (kind === 'literal') return `literal:${String(map(value)['oidcProviderArn'])}`;
  if (kind !== 'expressions') return `${kind}:${String(value)}`;
  const { oidcProviderArn, clusterName } = map(value);
  return `expressions:${joinList([String(oidcProviderArn), ...(clusterName === undefined ? [] : [String(clusterName)])])}`;
}

const namespaces = (input: SpecInput): Words[] =>
  keysAt(input, ['namespaces']).flatMap((name) =>
    flag('namespace', answerAt(input, ['namespaces', name, 'create']) === true ? name : `${name}:existing`),
  );

const addOns = (input: SpecInput): Words[] =>
  keysAt(input, ['addOns']).flatMap((id) => {
    const { managedPolicies, statements, ...options } = map(answerAt(input, ['addOns', id]));
    const said = writeOptions(options).map((option) => `${id}.${option}`);
    return [...(said.length === 0 ? [id] : said).flatMap((text) => flag('add-on', text)), ...extra(id, managedPolicies, statements)];
  });

const apps = (input: SpecInput): Words[] =>
  keysAt(input, ['apps']).flatMap((id) => {
    const { namespace, serviceAccount, grants, managedPolicies, statements, ...options } = map(answerAt(input, ['apps', id]));
    const { name, ...more } = isMap(serviceAccount) ? serviceAccount : { name: serviceAccount };
    return [
      ...flag('app', `${id}:${String(namespace)}/${String(name)}`),
      ...list(grants).flatMap((grant) => flag('grant', `${id}:${grantText(map(grant))}`)),
      ...writeOptions({ ...(Object.keys(more).length === 0 ? {} : { serviceAccount: more }), ...options }).flatMap((option) =>
        flag('set', `${id}.${option}`),
      ),
      ...extra(id, managedPolicies, statements),
    ];
  });

const grantText = (grant: Tree): string => {
  const [service = '', options] = Object.entries(grant)[0] ?? [];
  return `${service}:${joinList(writeOptions(map(options)))}`;
};

const extra = (id: string, managedPolicies: unknown, statements: unknown): Words[] => [
  ...list(managedPolicies).flatMap((arn) => flag('managed-policy', `${id}:${String(arn)}`)),
  ...list(statements).flatMap((statement) => flag('statement', `${id}:${JSON.stringify(statement)}`)),
];

function terraform(input: SpecInput): Words[] {
  const { modules, pin, engine, layout, format, serviceAccounts, directory, kubernetesAuth } = map(answerAt(input, ['terraform']));
  return [
    ...Object.entries(map(modules)).flatMap(([name, choice]) => flag(name, isMap(choice) ? (choice['version'] ?? choice['line']) : choice)),
    ...flag('pin', pin),
    ...flag('engine', isMap(engine) ? [engine['name'], engine['version']].filter(Boolean).join('@') : engine),
    ...flag('layout', layout),
    ...flag('format', format),
    ...flag('service-accounts', serviceAccounts),
    ...flag('directory', directory),
    ...flag('kubernetes-auth', kubernetesAuth),
  ];
}

const rest = (input: SpecInput): Words[] => [
  ...flag('identity', answerAt(input, ['identity'])),
  ...flag('outputs', Array.isArray(answerAt(input, ['outputs'])) ? joinList(list(answerAt(input, ['outputs'])).map(String)) : undefined),
  ...list(answerAt(input, ['shareRoles'])).flatMap((group) =>
    flag('share-roles', `${String(map(group)['name'])}=${joinList(list(map(group)['clusters']).map(String))}`),
  ),
  ...keysAt(input, ['tags']).flatMap((key) => flag('tag', `${key}=${String(answerAt(input, ['tags', key]))}`)),
  ...flag('permissions-boundary', answerAt(input, ['permissionsBoundary'])),
  ...flag('role-path', answerAt(input, ['rolePath'])),
  ...flag('role-prefix', answerAt(input, ['rolePrefix'])),
  ...flag('naming', answerAt(input, ['naming'])),
];
