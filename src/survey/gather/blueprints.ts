/**
 * EKS Blueprints: one call, a role for each add-on that is enabled in it.
 * https://github.com/aws-ia/terraform-aws-eks-blueprints-addons
 */
import { addOns } from '../../catalog/index.ts';
import { entriesOf, fieldOf, fieldText, literalOf } from '../code/known.ts';
import { joinWritten } from '../written.ts';
import type { Trust } from '../trusts.ts';
import { some, type Arguments } from './arguments.ts';
import { together, type Gathered } from './gathered.ts';
import { placedIn } from './scopes.ts';
import { issuerIn, madeStatement, subjectsOf, takersOf } from './trust.ts';

/** `enable_external_dns` → `external-dns`; `enable_aws_for_fluentbit` has a spelling of its own. */
const addOnOf = (flag: string) => {
  const id = flag.replace('enable_', '').replaceAll('_', '-').replace('fluentbit', 'fluent-bit');
  return addOns.all().find((addOn) => addOn.id === id);
};

export function ofBlueprintsAddOns(given: Arguments): Partial<Gathered> {
  return together(
    [...given.block.attributes].flatMap(([flag, tree]) => {
      const addOn = /^enable_\w+$/.test(flag) && !given.isFalse(flag) ? addOnOf(flag) : undefined;
      const subject = addOn?.subjects.blueprints;
      return addOn === undefined || subject === undefined ? [] : [roleOf(given, flag, tree.at, addOn.id, subject)];
    }),
  );
}

function roleOf(
  given: Arguments,
  flag: string,
  at: Gathered['roles'][number]['at'],
  addOn: string,
  defaults: { readonly namespace: string; readonly serviceAccount: string },
): Gathered {
  const placed = placedIn(given.scope, given.block);
  const name = flag.replace('enable_', '');
  // Its own settings stand under the add-on's name: `external_dns = { service_account_name = … }`.
  const settings = given.tree(name) === undefined ? [] : entriesOf(given.tree(name), given.scope, name, given.unread);
  const createsRole = fieldOf(settings, 'create_role');
  if (createsRole !== undefined && literalOf(createsRole.tree, createsRole.scope) === false) return together([]);
  const namespace = fieldText(settings, 'namespace') ?? defaults.namespace;
  const serviceAccount = fieldText(settings, 'service_account_name') ?? defaults.serviceAccount;
  const provider = given.text('oidc_provider_arn', 'eks_oidc_provider_arn', 'eks_oidc_provider') ?? '';
  const subject = joinWritten('system:serviceaccount:', namespace, ':', serviceAccount);
  const trust: Trust = {
    source: 'module',
    statements: [
      madeStatement({
        provider,
        issuer: issuerIn(provider),
        actions: ['sts:AssumeRoleWithWebIdentity'],
        subjects: [{ operator: 'StringEquals', values: [subject] }],
        audience: { operator: 'StringEquals', values: ['sts.amazonaws.com'] },
        at,
      }),
    ],
    unread: [],
    at,
  };
  const id = `${placed.id}/${name}`;
  const account = `${id}/service-account`;
  const policy = {
    id: `${id}/${flag}`,
    at,
    form: 'module-flag' as const,
    root: placed.root,
    address: placed.address,
    flag,
    permissions: { source: 'module' as const, statements: [], unread: [] },
  };
  return together([
    {
      roles: [
        {
          ...placed,
          id,
          at,
          form: 'blueprints-addons',
          module: placed.id,
          ...some('name', fieldText(settings, 'role_name')),
          tags: [],
          trust,
          subjects: subjectsOf(trust),
          takenBy: takersOf(trust),
        },
      ],
      serviceAccounts: [
        {
          id: account,
          at,
          form: 'module',
          root: placed.root,
          address: placed.address,
          name: serviceAccount,
          namespace,
          of: addOn,
          created: true,
          annotations: [],
        },
      ],
      policies: [policy],
      edges: [
        { kind: 'service-account-role', from: account, to: id, at },
        { kind: 'role-policy', from: id, to: policy.id, at },
      ],
    },
  ]);
}
