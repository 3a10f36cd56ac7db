/** `tests/irsa.tftest.hcl`. https://developer.hashicorp.com/terraform/language/tests */
import { POD_IDENTITY, POD_IDENTITY_ACTIONS } from '../../iam/pod-identity.ts';
import type { Value } from '../../iam/text.ts';
import {
  roleAddress,
  type PlannedTests,
  type StandIn,
  type TestedPodStatement,
  type TestedRole,
  type TestedServiceAccount,
  type TestedStatement,
} from '../../plan/tests/planned-tests.ts';
import { hashComment } from '../comment.ts';
import { spell, spellKey } from '../terraform/hcl.ts';

const BY_TOKENS =
  'one statement for each cluster; the one ServiceAccount as subject, by StringEquals; the one audience; the OIDC provider of the cluster and no other principal; no wildcard, and no statement or condition beside these';

const BY_ASSOCIATIONS =
  'one statement for EKS Pod Identity and no other principal; its clusters and the one ServiceAccount by the tags of the session, or its clusters alone where these are disabled; no wildcard, and no statement or condition beside these';

/** Of whichever ways there are to its roles. */
function whatItProves({ roles }: PlannedTests): readonly string[] {
  const byAssociations = roles.some(({ podTrust }) => podTrust !== undefined);
  const byTokens = !byAssociations || roles.some(({ trust }) => trust.length > 0);
  const of = (tokens: string, associations: string, between: string) =>
    [...(byTokens ? [tokens] : []), ...(byAssociations ? [associations] : [])].join(between);
  return [
    'Guards who may take the roles of this root, also against edits by hand: `terraform init` once, then `terraform test`. It needs Terraform 1.11, and neither credentials nor a network.',
    `It proves, for each role, from the trust policy that the modules and the AWS provider render from the files here: ${of(BY_TOKENS, BY_ASSOCIATIONS, '; or ')}.${byTokens ? ' Of each ServiceAccount made here it proves that it is the subject of the role that it names.' : ''}`,
    `It does not prove what the roles may do, nor that AWS accepts it, nor ${of('which OIDC provider a cluster really has', 'which role an association names', ', nor ')}: accounts, clusters and issuers are made up below. Roles that other files make are not looked at.`,
  ];
}

const REAL_AWS =
  'Not mocked: a mocked provider would make up the policy documents that are to be tested. These keys open nothing, and all that would ask AWS is replaced below.';

export function testFile(tests: PlannedTests): string {
  const { aws, kubernetes, standIns, roles, serviceAccounts } = tests;
  return [
    hashComment([...whatItProves(tests), ...asked(tests)]),
    '',
    ...aws.map(({ alias, region }, i) => `${i === 0 ? `${hashComment([REAL_AWS])}\n` : ''}${awsProvider(alias, region)}`),
    ...kubernetes.map((alias) => `mock_provider "kubernetes" {${alias === undefined ? '' : `\n  alias = ${spell(alias)}\n`}}\n`),
    ...variables(tests),
    ...standIns.map(override),
    ...(serviceAccounts.length === 0 ? [] : [serviceAccountsRun(serviceAccounts)]),
    ...(roles.length === 0 ? [] : [rolesRun(roles), trustRun(roles)]),
  ].join('\n');
}

const asked = ({ asked }: PlannedTests): string[] =>
  asked.length === 0
    ? []
    : [
        `What stands upstream of the clusters is computed from variables without a default: ${asked.join(', ')}. Where terraform.tfvars does not give them: terraform test -var-file=<file>.`,
      ];

const awsProvider = (alias: string | undefined, region: string): string => `provider "aws" {
${alias === undefined ? '' : `alias = ${spell(alias)}\n`}region = ${spell(region)}
access_key = "test"
secret_key = "test"
skip_credentials_validation = true
skip_metadata_api_check = true
skip_requesting_account_id = true
}
`;

const variables = ({ variables }: PlannedTests): string[] =>
  variables.length === 0 ? [] : [`variables {\n${variables.map(({ key, value }) => `${spellKey(key)} = ${spell(value)}`).join('\n')}\n}\n`];

function override({ of, target, values }: StandIn): string {
  const filled = Object.keys(values).length > 0;
  return [
    `override_${of} {`,
    `target = ${target}`,
    ...(filled ? [`${of === 'module' ? 'outputs' : 'values'} = ${spell({ map: values })}`] : []),
    '}',
    '',
  ].join('\n');
}

/** Known in the plan: the values that are left to Terraform would differ on apply. */
const overrideArn = (role: TestedRole): string => `override_resource {
target = ${roleAddress(role)}
override_during = plan

values = {
arn = ${spell(role.arn)}
}
}`;

const targets = (addresses: readonly string[]): string => `plan_options {\ntarget = [\n${addresses.map((a) => `${a},\n`).join('')}]\n}`;

const serviceAccountsRun = (accounts: readonly TestedServiceAccount[]): string =>
  block('run "service_accounts"', [
    'command = plan',
    targets(accounts.map(({ address }) => address)),
    ...[...new Set(accounts.map(({ role }) => role))].map(overrideArn),
    ...accounts.flatMap(({ address, annotations, subject, role }) => {
      const name = `${subject.namespace}/${subject.serviceAccount}`;
      return [
        assert(
          `[${address}.metadata[0].namespace, ${address}.metadata[0].name] == [${spell(subject.namespace)}, ${spell(subject.serviceAccount)}]`,
          `${spellInner(address)} must be ${spellInner(name)}, which its role trusts, and is \${${address}.metadata[0].namespace}/\${${address}.metadata[0].name}.`,
        ),
        assert(
          `${address}.${annotations}["eks.amazonaws.com/role-arn"] == ${spell(role.arn)}`,
          `${spellInner(address)} names another role than the one that trusts it.`,
        ),
      ];
    }),
  ]);

const rolesRun = (roles: readonly TestedRole[]): string =>
  `${hashComment(['Renders the trust policies into a state that the next run reads. No role is made: they are overridden above.'])}\n${block(
    'run "roles"',
    ['command = apply\nstate_key = "irsa"', targets(roles.map(roleAddress))],
  )}`;

const trustRun = (roles: readonly TestedRole[]): string =>
  block('run "trust"', [
    'command = apply\nstate_key = "irsa"',
    'module {\nsource = "./tests/irsa"\n}',
    'plan_options {\nrefresh = false\n}',
    ...roles.flatMap((role) => trustAsserts(role)),
  ]);

function trustAsserts({ title, owner, trust, podTrust }: TestedRole): string[] {
  const of = (output: string) => `output.${output}[${spell(owner)}]`;
  const is = (output: string, expected: readonly string[], what: string) =>
    assert(`${of(output)} == tolist(${spell([...expected])})`, `The role of ${spellInner(title)} ${what} \${join(", ", ${of(output)})}.`);
  const subjects = trust.map(({ subject }) => `system:serviceaccount:${subject.namespace}:${subject.serviceAccount}`);
  const sorted = (texts: readonly string[]) => [...texts].sort();
  return [
    is(
      'principals',
      sorted([...new Set(trust.map(({ providerArn }) => `Federated ${providerArn}`)), ...(podTrust ? [`Service ${POD_IDENTITY}`] : [])]),
      'must trust its clusters alone, and trusts',
    ),
    ...(trust.length === 0
      ? []
      : [
          is('subjects', sorted(subjects.map((s) => `StringEquals ${s}`)), 'must admit its ServiceAccount alone, and admits'),
          is('audiences', sorted(trust.map(({ audience }) => `StringEquals ${audience}`)), 'must ask for its audience, and asks for'),
        ]),
    assert(
      `${of('statements')} == sort([\n${[...trust.map(statementOf), ...(podTrust ? [podStatement(podTrust)] : [])].map((statement) => `jsonencode(${spell(statement)}),\n`).join('')}])`,
      `The role of ${spellInner(title)} must have ${podTrust === undefined ? 'one statement for each cluster' : trust.length === 0 ? 'one statement for its clusters' : 'one statement for each cluster, one for EKS Pod Identity'} and nothing beside: \${join(" ", ${of('statements')})}.`,
    ),
  ];
}

const one = (values: readonly string[]): Value => (values.length === 1 ? (values[0] ?? '') : values);

/** The AWS provider renders sets from last to first; values of a condition stay as they are said. */
const ofSet = (values: readonly string[]): Value => one([...values].sort().reverse());

const podStatement = ({ conditions }: TestedPodStatement): Value => {
  const operators: Record<string, Record<string, Value>> = {};
  for (const { test, variable, values } of conditions) (operators[test] ??= {})[variable] = one(values.map(String));
  return {
    map: {
      Action: ofSet(POD_IDENTITY_ACTIONS),
      Condition: { map: Object.fromEntries(Object.entries(operators).map(([test, map]) => [test, { map }])) },
      Effect: 'Allow',
      Principal: { map: { Service: POD_IDENTITY } },
    },
  };
};

const statementOf = ({ providerArn, subject, audience }: TestedStatement): Value => {
  const issuer = providerArn.replace(/^.*provider\//, '');
  return {
    map: {
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        map: {
          StringEquals: {
            map: {
              [`${issuer}:aud`]: audience,
              [`${issuer}:sub`]: `system:serviceaccount:${subject.namespace}:${subject.serviceAccount}`,
            },
          },
        },
      },
      Effect: 'Allow',
      Principal: { map: { Federated: providerArn } },
    },
  };
};

/** @param message the inside of a quoted template, literals escaped */
const assert = (condition: string, message: string): string =>
  block('assert', [`condition = ${condition}\nerror_message = "${message}"`]).trimEnd();

const block = (header: string, parts: readonly string[]): string => `${header} {\n${parts.join('\n\n')}\n}\n`;

/** A literal within a template. */
const spellInner = (literal: string): string => spell(literal).slice(1, -1);
