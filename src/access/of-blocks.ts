/** Roles that are resources of their own among blocks of Terraform, with all that is attached to them. */
import { isText, type Text } from '../iam/text.ts';
import type { TrustStatement } from '../iam/trust.ts';
import type { Block, BlockKind, BlockOf } from '../plan/terraform/blocks.ts';
import { permitsOfStatements, spelled } from './of-policy.ts';
import { permitsOfTrust } from './of-trust.ts';
import type { Permit } from './permit.ts';
import { noPermissions, type RolePermissions } from './role-permissions.ts';

type DocumentStatement = BlockOf<'policy-document'>['statements'][number];

/** @param keyOf a role of that name */
export function rolesOfBlocks(blocks: readonly Block[], keyOf: (name: string) => string): readonly RolePermissions[] {
  const documents = new Map(ofKind(blocks, 'policy-document').map((block) => [`data.aws_iam_policy_document.${block.label}.json`, block]));
  const statementsOf = (document: Text): readonly DocumentStatement[] => documents.get(traversal(document))?.statements ?? [];
  const policies = new Map(ofKind(blocks, 'policy').map((block) => [`aws_iam_policy.${block.label}.arn`, block]));
  return ofKind(blocks, 'role-raw').map((role): RolePermissions => {
    const attached = ofKind(blocks, 'policy-attachments')
      .filter(({ label }) => label === role.label)
      .flatMap((block) => block.policies.map(({ value }) => value));
    return {
      ...noPermissions,
      key: keyOf(role.name),
      name: `${role.path ?? '/'}${role.name}`.replace(/^\//, ''),
      trust: permitsOfTrust({ Version: '2012-10-17', Statement: statementsOf(role.trustDocument).map(trustStatement) }),
      permits: attached.flatMap((value) => documentPermits(statementsOf(policies.get(traversal(value))?.document ?? ''))),
      managedPolicies: attached.filter((value) => !policies.has(traversal(value))).map(spelled),
      ...(role.permissionsBoundary === undefined ? {} : { boundary: spelled(role.permissionsBoundary) }),
    };
  });
}

const ofKind = <K extends BlockKind>(blocks: readonly Block[], kind: K): readonly BlockOf<K>[] =>
  blocks.filter((block): block is BlockOf<K> => block.kind === kind);

/** `aws_iam_policy.x.arn`, where that is all of the text. */
function traversal(value: Text): string {
  if (!isText(value) || typeof value === 'string' || value.text.length !== 1) return '';
  const [part] = value.text;
  return typeof part === 'object' && 'ref' in part ? part.ref : '';
}

const documentPermits = (statements: readonly DocumentStatement[]): readonly Permit[] =>
  permitsOfStatements(
    statements.map(({ effect, actions, notActions, resources, notResources, conditions }) => ({
      effect,
      ...(actions === undefined ? {} : { actions }),
      ...(notActions === undefined ? {} : { notActions }),
      ...(resources === undefined ? {} : { resources }),
      ...(notResources === undefined ? {} : { notResources }),
      conditions: conditions.map(({ test, variable, values }) => ({ operator: test, key: variable, values })),
    })),
  );

function trustStatement({ effect, actions, principals, conditions }: DocumentStatement): TrustStatement {
  const operators: Record<string, Record<string, readonly string[]>> = {};
  for (const { test, variable, values } of conditions) (operators[test] ??= {})[spelled(variable)] = values.map(spelled);
  return {
    Effect: effect,
    Principal: Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers.map(spelled)])),
    ...(actions === undefined ? {} : { Action: actions }),
    Condition: operators,
  };
}
