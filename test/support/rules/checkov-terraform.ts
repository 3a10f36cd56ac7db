/**
 * checkov's policies on IAM documents and modules. Where checkov asks cloudsplaining, the lists of
 * iam-policies.ts answer: they are its own for escalation, credentials and exfiltration, and go by the
 * names of actions for the rest.
 */
import {
  CREDENTIALS,
  documentStatements,
  ESCALATION,
  EXFILTRATION,
  matches,
  PERMISSIONS,
  READS,
  type PolicyStatement,
} from './iam-policies.ts';
import type { Finding, Rule } from './rule.ts';
import type { TerraformModule } from './terraform-module.ts';

const POLICIES = 'https://www.checkov.io/5.Policy%20Index/terraform.html';

const isOpen = ({ effect, resources, notResources, conditioned }: PolicyStatement): boolean =>
  effect === 'Allow' && !conditioned && (resources.includes('*') || notResources.length > 0);

const found = ({ file, line, at }: PolicyStatement, message: string): Finding => ({ file, line, at, message });

/** Of the statements that open every resource, without a condition. */
const open =
  (fault: (statement: PolicyStatement) => string | undefined) =>
  (module: TerraformModule): Finding[] =>
    documentStatements(module)
      .filter(isOpen)
      .flatMap((statement) => {
        const message = fault(statement);
        return message === undefined ? [] : [found(statement, message)];
      });

const granting = (actions: readonly string[]) => (statement: PolicyStatement) => {
  const granted = actions.filter((action) => statement.actions.some((pattern) => matches(pattern, action)));
  return granted.length > 0 ? `${granted.join(', ')} on every resource` : undefined;
};

const naming = (wanted: (action: string) => boolean) => (statement: PolicyStatement) => {
  const named = statement.actions.filter(wanted);
  return named.length > 0 ? `${named.join(', ')} on every resource` : undefined;
};

/** Actions that know no resource, so that `*` is all that can be written. */
const UNRESTRICTABLE =
  /^(autoscaling|ec2|elasticloadbalancing|eks|pricing|route53|iam|acm|cognito-idp|shield|waf.*|servicediscovery):(Describe|List|Get)/;

const ofModules =
  (fault: (source: string, version: string | undefined) => string | undefined) =>
  ({ blocks }: TerraformModule): Finding[] =>
    blocks
      .filter(({ type }) => type === 'module')
      .flatMap(({ file, line, at, fields }) => {
        const source = String(fields.get('source')?.literal);
        if (/^\.{1,2}\//.test(source)) return [];
        const version = fields.get('version')?.literal;
        const message = fault(source, typeof version === 'string' ? version : undefined);
        return message === undefined ? [] : [{ file, line, at, message }];
      });

const CHECKS: Readonly<Record<string, (module: TerraformModule) => readonly Finding[]>> = {
  // No full administration.
  CKV_AWS_1: open(({ actions }) => (actions.includes('*') ? 'everything on everything' : undefined)),
  // No access keys in a provider.
  CKV_AWS_41: ({ blocks }) =>
    blocks
      .filter(({ type, fields }) => type === 'provider' && (fields.get('access_key')?.literal ?? fields.get('secret_key')?.literal))
      .map(({ file, line, at }) => ({ file, line, at, message: 'holds a key' })),
  // No action `*`, no resource `*` in a statement that allows.
  CKV_AWS_49: (module) =>
    documentStatements(module)
      .filter((s) => s.effect === 'Allow' && s.actions.includes('*'))
      .map((s) => found(s, 'allows every action')),
  CKV_AWS_107: open(granting(CREDENTIALS)),
  CKV_AWS_108: open(granting(EXFILTRATION)),
  CKV_AWS_109: open(naming((action) => PERMISSIONS.test(action))),
  CKV_AWS_110: (module) =>
    documentStatements(module)
      .filter((s) => s.effect === 'Allow')
      .flatMap((s) =>
        ESCALATION.filter((all) => all.every((action) => s.actions.some((pattern) => matches(pattern, action)))).map((all) =>
          found(s, `escalates by ${all.join(' and ')}`),
        ),
      ),
  CKV_AWS_111: open(naming((action) => !READS.test(action))),
  // No principal `*`.
  CKV_AWS_283: (module) =>
    documentStatements(module)
      .filter((s) => s.effect === 'Allow' && s.principals.includes('*'))
      .map((s) => found(s, 'admits everybody')),
  CKV_AWS_356: open(naming((action) => !UNRESTRICTABLE.test(action))),
  // Sources by commit, or by version.
  CKV_TF_1: ofModules((source) => (/[?&]ref=[0-9a-f]{40}/.test(source) ? undefined : `${source} names no commit`)),
  CKV_TF_2: ofModules((source, version) => (version !== undefined || /[?&]ref=/.test(source) ? undefined : `${source} has no version`)),
};

export const checkovTerraform: readonly Rule<TerraformModule>[] = Object.entries(CHECKS).map(([id, check]) => ({
  id,
  link: POLICIES,
  check,
}));
