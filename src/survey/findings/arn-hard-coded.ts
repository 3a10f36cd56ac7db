import type { FindingKind, Sighting } from '../finding.ts';
import type { At, Id } from '../found.ts';
import type { Inventory } from '../inventory.ts';
import { spellWritten, type Written } from '../written.ts';

export const arnHardCoded: FindingKind = {
  code: 'arn-hard-coded',
  severity: 'note',
  title: 'Account or partition in the code',
  why: 'The same code applied in another account, or in China or GovCloud, names things that are not there, or are somebody else’s.',
  link: 'https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/d/partition.html.markdown',
  find: (inventory) => {
    const written = arnsOf(inventory);
    return unique([...written.flatMap(accounts), ...written.flatMap((one) => partitions(one, written))]);
  },
};

interface WrittenArn {
  readonly root: string;
  readonly subject: Id;
  readonly text: string;
  /** Parts of it are known to Terraform only. */
  readonly computed: boolean;
  readonly at: At;
}

/** Only of Terraform: YAML has no other way to say them. */
function arnsOf({ roles, policies, modules }: Inventory): readonly WrittenArn[] {
  const arns = (root: string | undefined, subject: Id, at: At, values: readonly (Written | undefined)[]): readonly WrittenArn[] =>
    root === undefined
      ? []
      : values.flatMap((value) =>
          value === undefined ? [] : [{ root, subject, text: spellWritten(value), computed: typeof value !== 'string', at }],
        );
  return [
    ...roles.flatMap(({ root, id, at, trust, permissionsBoundary }) => [
      ...arns(root, id, at, [permissionsBoundary]),
      ...trust.statements.flatMap((statement) =>
        arns(
          root,
          id,
          statement.at,
          // Users and roles of other accounts have no other name.
          statement.principals.flatMap(({ type, identifiers }) => (type === 'Federated' ? identifiers : [])),
        ),
      ),
    ]),
    ...policies.flatMap(({ root, id, permissions }) =>
      permissions.statements.flatMap(({ at, resources = [], notResources = [] }) => arns(root, id, at, [...resources, ...notResources])),
    ),
    ...modules.flatMap(({ root, id, inputs }) => inputs.flatMap(({ value, at }) => arns(root, id, at, [value]))),
  ];
}

/** Numbers that documentation writes where it means any. */
const EXAMPLES = /^(\d)\1{11}$|^(012345678901|123456789012|111122223333|210987654321|123456789000)$/;

/** Registries of AWS have accounts of their own. */
const OF_OTHERS = new Set(['ecr']);

const accounts = ({ subject, text, at }: WrittenArn): readonly Sighting[] => {
  const [, service, account] = /^arn:[^:]+:([^:]*):[^:]*:(\d{12}):(?!role\/|user\/|root$)/.exec(text) ?? [];
  return account === undefined || OF_OTHERS.has(service ?? '') || EXAMPLES.test(account)
    ? []
    : [
        {
          at,
          subject,
          message: `The account ${account} is written into ${text}.`,
          fix: 'Take it from the resource itself, from data.aws_caller_identity, or from a variable.',
        },
      ];
};

/** Where the rest of the root is written for every partition, and the ARN itself for every account or name. */
const partitions = ({ root, subject, text, computed, at }: WrittenArn, all: readonly WrittenArn[]): readonly Sighting[] =>
  computed && text.startsWith('arn:aws:') && all.some((other) => other.root === root && other.text.includes('data.aws_partition.'))
    ? [
        {
          at,
          subject,
          message: `${text} is written for the partition aws, and other ARNs of this root module are for any.`,
          fix: 'Write arn:${data.aws_partition.<name>.partition}: instead of arn:aws:.',
        },
      ]
    : [];

/** One for each place. */
const unique = (sightings: readonly Sighting[]): readonly Sighting[] => [
  ...new Map(sightings.map((one) => [`${one.at.file}:${one.at.line}`, one])).values(),
];
