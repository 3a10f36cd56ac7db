/**
 * `tests/irsa/`: a configuration that has the roles of the root at their addresses and takes each as
 * the state says it is. Run on the state of the root, it knows what no assertion on the root can see:
 * the trust policy inside a module.
 */
import type { PlannedTests, TestedRole } from '../../plan/tests/planned-tests.ts';
import { hashComment } from '../comment.ts';
import { spell, spellKey } from '../terraform/hcl.ts';

const AS_IT_IS = `assume_role_policy = "{}"

lifecycle {
  ignore_changes = all
}`;

export function readerRoot(tests: PlannedTests): string {
  const { roles } = tests;
  return [
    hashComment([
      'Reads the trust policies that the run before this one left in its state: an assertion sees no further into a module than its outputs. Nothing is made, changed or asked of AWS here.',
    ]),
    settings(requirement(tests)),
    ...roles.map(declare),
    `locals {
  policies = {
${roles.map(({ owner, inModule }) => `${spellKey(owner)} = ${owner}.${inModule === undefined ? 'assume_role_policy' : 'policy'}`).join('\n')}
  }

  statements = { for role, policy in local.policies : role => try(flatten([jsondecode(policy).Statement]), []) }
}`,
    '',
    output(
      'principals',
      'By role: who is admitted, each with the type of principal.',
      `sort(distinct(flatten([
      for statement in statements : try(
        [for type, ids in statement.Principal : [for id in flatten([ids]) : "\${type} \${id}"]],
        [jsonencode(statement)],
      )
    ])))`,
    ),
    output('subjects', 'By role: what the token must say of its subject, each with the operator of the condition.', ofKey('sub')),
    output('audiences', 'By role: what the token must say of its audience, each with the operator of the condition.', ofKey('aud')),
    output(
      'statements',
      'By role: the statements in full, but for their Sid.',
      `sort([for statement in statements : jsonencode({ for key, value in statement : key => value if key != "Sid" })])`,
    ),
  ].join('\n');
}

/** Required even where no role stands here: the provider of the test, and the aliases that the state may hold something of. */
function requirement({ roles, aws }: PlannedTests): string {
  const aliases = aws.flatMap(({ alias }) => (alias === undefined ? [] : [`aws.${alias}`]));
  const uses = roles.some(({ inModule }) => inModule === undefined);
  const ignored = '# tflint-ignore: terraform_unused_required_providers # a test hands its providers to whoever requires them\n';
  return `${uses ? '' : ignored}${aliases.length === 0 ? AWS : AWS.replace(/}$/, `configuration_aliases = [${aliases.join(', ')}]\n}`)}`;
}

const AWS = `aws = {
source = "hashicorp/aws"
version = ">= 4.0"
}`;

const settings = (requirement: string): string => `terraform {
required_version = ">= 1.11"

required_providers {
${requirement}
}
}
`;

const declare = ({ owner, inModule }: TestedRole): string =>
  inModule === undefined
    ? `resource "aws_iam_role" ${spell(owner.replace(/^aws_iam_role\./, ''))} {
${AS_IT_IS}
}
`
    : `module ${spell(owner.replace(/^module\./, ''))} {
  source = ${spell(`./${inModule}`)}
}
`;

const output = (name: string, description: string, perRole: string): string => `output "${name}" {
  description = ${spell(description)}
  value = { for role, statements in local.statements : role => ${perRole} }
}
`;

const ofKey = (key: string): string => `sort(flatten([
      for statement in statements : [
        for operator, keys in try(statement.Condition, {}) : [
          for name, values in keys : [for value in flatten([values]) : "\${operator} \${value}"] if endswith(name, ":${key}")
        ]
      ]
    ]))`;

/** The role in a module. */
export const readerOfModule = (label: string): string => `${settings(AWS)}
resource "aws_iam_role" ${spell(label)} {
  count = 1

${AS_IT_IS}
}

output "policy" {
  description = "Its trust policy, as the state has it."
  value = aws_iam_role.${label}[0].assume_role_policy
}
`;
