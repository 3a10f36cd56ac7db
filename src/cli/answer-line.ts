/** What is in irsa.yaml → the flags that say it again: the inverse of `answers.ts`. */
import type { AppInput, ClusterSourceInput, ModuleChoiceInput, SpecInput, WorkloadInput } from '../spec/spec-input.ts';
import { joinList } from './escaped-list.ts';
import { newClusterAnswer } from './new-cluster-answer.ts';
import { writeOptions, writeValue } from './workload-option.ts';

type Words = readonly string[];

/** One group of words for each flag, in the order in which the wizard asks. */
export function answerLine(input: SpecInput): Words[] {
  return [...clusters(input), ...namespaces(input), ...addOns(input), ...apps(input), ...terraform(input), ...rest(input)];
}

/** `--name value`; nothing for what is not said. */
const flag = (name: string, value: string | number | null | undefined): Words[] => {
  if (value === undefined || value === null) return [];
  const text = String(value);
  return [text.startsWith('-') || text === '' ? [`--${name}=${text}`] : [`--${name}`, text]];
};

const clusters = (input: SpecInput): Words[] =>
  Object.entries(input.clusters ?? {}).flatMap(
    ([key, { region, from, accountId, vpcId, oidcProvider, providers, podIdentityAgent, retired }]) => [
      ...flag('cluster', key),
      ...flag('region', region),
      ...flag('from', source(from ?? {})),
      ...flag('account-id', accountId),
      ...flag('vpc-id', vpcId === undefined ? undefined : writeValue(vpcId)),
      ...flag('oidc-provider', oidcProvider),
      ...Object.entries(providers ?? {}).flatMap(([name, address]) => flag('provider', `${name}=${address}`)),
      ...flag('pod-identity-agent', podIdentityAgent),
      ...flag('retired', retired === undefined ? undefined : String(retired)),
    ],
  );

function source({ module, resource, data, variables, literal, expressions, new: made }: ClusterSourceInput): string | undefined {
  if (module !== undefined) return `module:${module}`;
  if (resource !== undefined) return `resource:${resource}`;
  if (data) return 'data';
  if (variables) return 'variables';
  if (literal) return `literal:${literal.oidcProviderArn}`;
  if (made) {
    const answer = newClusterAnswer(made);
    return answer && `new:${answer}`;
  }
  return expressions && `expressions:${joinList([expressions.oidcProviderArn, expressions.clusterName ?? []].flat())}`;
}

const namespaces = (input: SpecInput): Words[] =>
  Object.entries(input.namespaces ?? {}).flatMap(([name, { create }]) => flag('namespace', create === true ? name : `${name}:existing`));

const addOns = (input: SpecInput): Words[] =>
  Object.entries(input.addOns ?? {}).flatMap(([id, { managedPolicies, statements, assumeRoles, podIdentity, ...options }]) => {
    const said = writeOptions({ ...options, ...withoutPolicy(podIdentity) }).map((option) => `${id}.${option}`);
    return [
      ...(said.length === 0 ? [id] : said).flatMap((text) => flag('add-on', text)),
      ...extra(id, { managedPolicies, statements, assumeRoles, podIdentity }),
    ];
  });

const apps = (input: SpecInput): Words[] =>
  Object.entries(input.apps ?? {}).flatMap(
    ([id, { namespace, serviceAccount, grants, managedPolicies, statements, assumeRoles, podIdentity, ...options }]) => {
      const { name = id, ...more } = typeof serviceAccount === 'object' ? serviceAccount : { name: serviceAccount };
      const others = { ...(Object.keys(more).length === 0 ? {} : { serviceAccount: more }), ...options, ...withoutPolicy(podIdentity) };
      return [
        ...flag('app', `${id}:${namespace}/${name}`),
        ...(grants ?? []).flatMap((grant) => flag('grant', `${id}:${grantText(grant)}`)),
        ...writeOptions(others).flatMap((option) => flag('set', `${id}.${option}`)),
        ...extra(id, { managedPolicies, statements, assumeRoles, podIdentity }),
      ];
    },
  );

const grantText = (grant: NonNullable<AppInput['grants']>[number]): string =>
  Object.entries(grant)
    .map(([service, options]) => `${service}:${joinList(writeOptions(options))}`)
    .join();

/** Its policy has a flag of its own. */
const withoutPolicy = ({ policy: _policy, ...podIdentity }: NonNullable<WorkloadInput['podIdentity']> = {}): Pick<
  WorkloadInput,
  'podIdentity'
> => (Object.keys(podIdentity).length === 0 ? {} : { podIdentity });

type Extra = { readonly [K in 'managedPolicies' | 'statements' | 'assumeRoles' | 'podIdentity']: WorkloadInput[K] | undefined };

const extra = (id: string, { managedPolicies = [], statements = [], assumeRoles = [], podIdentity }: Extra): Words[] => [
  ...managedPolicies.flatMap((arn) => flag('managed-policy', `${id}:${arn}`)),
  ...statements.flatMap((statement) => flag('statement', `${id}:${JSON.stringify(statement)}`)),
  ...assumeRoles.flatMap((role) => flag('assume-role', `${id}:${typeof role === 'string' ? role : JSON.stringify(role)}`)),
  ...(podIdentity?.policy ?? []).flatMap((statement) => flag('session-policy', `${id}:${JSON.stringify(statement)}`)),
];

function terraform({ terraform: said = {} }: SpecInput): Words[] {
  const { modules = {}, pin, engine, layout, caller, format, cdktf, serviceAccounts, directory, kubernetesAuth } = said;
  return [
    ...Object.entries(modules).flatMap(([name, choice]) => flag(name, release(choice))),
    ...flag('pin', pin),
    ...flag('engine', typeof engine === 'object' ? [engine.name, engine.version ?? []].flat().join('@') : engine),
    ...flag('layout', layout),
    ...flag('caller', typeof caller === 'object' ? caller.name : caller),
    ...flag('format', format),
    ...flag('service-accounts', serviceAccounts),
    ...flag('directory', directory),
    ...flag('cdktf', cdktf),
    ...flag('kubernetes-auth', kubernetesAuth),
  ];
}

const release = (choice: number | ModuleChoiceInput): string | number | undefined =>
  typeof choice === 'number' ? choice : (choice.version ?? choice.line);

const rest = ({
  identity,
  outputs,
  helm,
  gitops,
  shareRoles = [],
  primary,
  tags = {},
  permissionsBoundary,
  rolePath,
  rolePrefix,
  naming,
}: SpecInput): Words[] => [
  ...flag('identity', identity),
  ...flag('outputs', outputs && joinList(outputs)),
  ...flag('helm-role-arn', helm?.roleArn),
  ...flag('gitops-path', gitops?.path),
  ...shareRoles.flatMap((group) => flag('share-roles', `${group.name}=${joinList(group.clusters)}`)),
  ...flag('primary', primary),
  ...Object.entries(tags).flatMap(([key, value]) => flag('tag', `${key}=${value}`)),
  ...flag('permissions-boundary', permissionsBoundary),
  ...flag('role-path', rolePath),
  ...flag('role-prefix', rolePrefix),
  ...flag('naming', naming),
];
