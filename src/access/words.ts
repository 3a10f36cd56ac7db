/** Changes and rules in words, the same for terminals and for pull requests. */
import type { Rule } from './change.ts';
import type { PermitCondition } from './conditions.ts';
import type { Change } from './gather.ts';
import { isSubject } from './of-trust.ts';

/** Why it is more than a note. */
export const ruleWords: Readonly<Record<Rule, string>> = {
  'wildcard-action': 'allows every action of a service, and those to come',
  'wildcard-resource': 'allows it on every resource there is, and it can be held to some',
  'wildcard-on-condition': 'every resource that a condition lets through',
  escalation: 'lets pods take permissions that the role does not have',
  'widened-condition': 'was held to a condition',
  'managed-policy': 'AWS, or somebody else, decides what this policy allows',
  'broad-managed-policy': 'the policy allows nearly everything',
  'module-policy': 'the module decides what this allows',
  'cross-account': 'lets another account in',
  'open-trust': 'lets anybody in',
  'new-principal': 'somebody who could not take the role',
  'new-subject': 'a ServiceAccount that could not take the role',
  'trust-no-sub': 'no condition on :sub, so that every pod of the cluster is let in',
  'trust-no-aud': 'no condition on :aud, so that tokens made for others are let in',
  'trust-wildcard-sub': 'a wildcard stands for ServiceAccounts that nobody has named',
  'trust-string-like': 'StringLike where StringEquals would do: a wildcard may follow',
  'trust-any-pod': 'no condition, so that any association of the account can hand it out',
  'trust-condition-lost': 'a condition of the trust policy is gone or wider',
  'deny-lost': 'a Deny is gone or narrower',
  'boundary-lost': 'nothing limits the role any more',
  'boundary-changed': 'another limit holds',
  unknown: 'known after apply only',
};

/** What one change is about, without a sign; all of it in one line. */
export function changeWords(change: Change, side: 'gained' | 'lost'): string {
  const { kind, values = [] } = change;
  const said = values.join(', ');
  switch (kind) {
    case 'trust':
      return `${change.allows === true ? '' : 'Deny '}${whoWords(change)}${otherwiseWords(change, side)}`;
    case 'allow':
    case 'deny':
      return `${kind === 'deny' ? 'Deny ' : ''}${doneWords(change)} on ${listWords(change.on, change.notOn)}${ifWords(change.conditions)}${otherwiseWords(change, side)}`;
    case 'association':
      return `EKS Pod Identity for ${said}`;
    case 'managed-policy':
      return `policy ${said}`;
    case 'module-policy':
      return `policy of the module: ${said}`;
    case 'boundary':
      return `permissions boundary ${said}`;
    case 'session-policy':
      return `session policy in ${said}`;
    case 'name':
      return `name ${said}`;
    case 'unknown':
      return said;
  }
}

const listWords = (only: readonly string[] | undefined, allBut: readonly string[] | undefined): string =>
  only === undefined ? `all but ${(allBut ?? []).join(', ')}` : only.join(', ');

const doneWords = ({ actions, notActions }: Change): string => listWords(actions, notActions);

const USUAL = /^sts:AssumeRoleWithWebIdentity$/i;

function whoWords(change: Change): string {
  const { on, notOn, conditions = [], actions } = change;
  const by = actions?.length === 1 && USUAL.test(actions[0] ?? '') ? '' : ` by ${doneWords(change)}`;
  const subjects = conditions.filter(isSubject);
  const [issuer, ...others] = on ?? [];
  if (subjects.length !== 1 || others.length > 0 || issuer?.startsWith('Federated ') !== true) {
    return `${listWords(on, notOn)}${by}${ifWords(conditions)}`;
  }
  const [{ values } = { values: [] }] = subjects;
  const left = conditions.filter((condition) => !isSubject(condition));
  return `${values.join(', ')} with tokens of ${issuer.replace(/^Federated (.*:oidc-provider\/)?/, '')}${by}${ifWords(left)}`;
}

const conditionWords = ({ operator, key, values }: PermitCondition): string => `${operator} ${key} = ${values.join(' | ')}`;

export const conditionsWords = (conditions: readonly PermitCondition[]): string => conditions.map(conditionWords).join(' and ');

const ifWords = (conditions: readonly PermitCondition[] = []): string =>
  conditions.length === 0 ? '' : ` if ${conditionsWords(conditions)}`;

const otherwiseWords = ({ otherwise = [] }: Change, side: 'gained' | 'lost'): string =>
  otherwise.length === 0 ? '' : ` (${side === 'gained' ? 'before' : 'now'} only if ${otherwise.map(conditionsWords).join(', or if ')})`;
