import { allow } from '../../iam/statement.ts';
import type { Statement } from '../../iam/statement.ts';
import type { Text } from '../../iam/text.ts';
import { kmsKey, parameter, secret } from '../../iam/resources.ts';
import { defineAddOn } from '../add-on.ts';
import { arnsOf, named } from '../named.ts';
import type { ResourceName } from '../option.ts';
import { withoutSlash } from '../parameter-name.ts';

export const externalSecrets = defineAddOn('external-secrets', () => ({
  title: 'External Secrets Operator',
  group: 'Secrets',
  summary: 'Copies Secrets Manager secrets and SSM parameters into Kubernetes Secrets.',
  link: 'https://external-secrets.io/latest/provider/aws-secrets-manager/#iam-policy',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'external-secrets', serviceAccount: 'external-secrets' },
    blueprints: { namespace: 'external-secrets', serviceAccount: 'external-secrets-sa' },
  },
  options: {
    secrets: {
      kind: 'resources',
      ask: 'Which Secrets Manager secrets may it read?',
      help: 'Names (my-app/* for a folder), ARNs or Terraform references. At least one secret or parameter.',
      required: false,
      ...named(secret),
    },
    parameters: {
      kind: 'resources',
      ask: 'Which SSM parameters may it read?',
      help: 'Names (my-app/* for a folder), ARNs or Terraform references. At least one secret or parameter.',
      required: false,
      ...named(parameter),
    },
    kmsKeys: {
      kind: 'resources',
      ask: 'Which customer managed KMS keys encrypt them?',
      help: 'Key ids, ARNs or Terraform references. Not needed for the AWS managed keys.',
      required: false,
      ...named(kmsKey),
    },
    createSecrets: {
      kind: 'flag',
      ask: 'May it also create and delete these secrets (PushSecret)?',
      help: 'It may delete only secrets that it tagged managed-by = external-secrets.',
      required: false,
      default: false,
      example: 'true',
    },
  },
  check: ({ secrets = [], parameters = [], createSecrets }) => {
    if (secrets.length + parameters.length === 0)
      return 'external-secrets needs at least one of secrets and parameters: without, it may read nothing (iam 6.x) or everything (iam 5.x).';
    if (createSecrets && secrets.length === 0) return 'createSecrets needs secrets: they say which ones it may create.';
    return;
  },
  permissions: ({ secrets, parameters, kmsKeys, createSecrets }, _cluster, line) => {
    const [secretArns, parameterArns, keyArns] = arnsOfAll({ secrets, parameters, kmsKeys });
    // In 5.x the statement on secrets is there even for an empty list, without Resource, which IAM
    // refuses on apply; and the default is every secret.
    if (line === 'iam-5' && secretArns.length === 0) return { statements: readAndPush([], parameterArns, keyArns, false) };
    return {
      inputs: {
        attach_external_secrets_policy: true,
        // All three, always: the defaults of 5.x are wildcards. An empty list makes no statement since 5.55 and 6.1.1.
        external_secrets_secrets_manager_arns: secretArns,
        external_secrets_ssm_parameter_arns: parameterArns,
        external_secrets_kms_key_arns: keyArns,
        ...(createSecrets && { external_secrets_secrets_manager_create_permission: true }),
      },
      statements: createSecrets ? encrypt(keyArns) : [],
    };
  },
  withoutModule: ({ secrets, parameters, kmsKeys, createSecrets }) => {
    const [secretArns, parameterArns, keyArns] = arnsOfAll({ secrets, parameters, kmsKeys });
    return { statements: readAndPush(secretArns, parameterArns, keyArns, createSecrets) };
  },
  podIdentity: {
    since: 'v0.9.10',
    permissions: ({ secrets, parameters, kmsKeys, createSecrets }) => {
      const [secretArns, parameterArns, keyArns] = arnsOfAll({ secrets, parameters, kmsKeys });
      // Without a key the policy of both lines decrypts with every key there is, in whichever account.
      if (keyArns.length === 0) return { statements: readAndPush(secretArns, parameterArns, keyArns, createSecrets) };
      return {
        inputs: {
          attach_external_secrets_policy: true,
          external_secrets_secrets_manager_arns: secretArns,
          external_secrets_ssm_parameter_arns: parameterArns,
          external_secrets_kms_key_arns: keyArns,
          ...(createSecrets && { external_secrets_create_permission: true }),
        },
        policyName: 'external_secrets_policy_name',
        statements: createSecrets ? encrypt(keyArns) : [],
      };
    },
    notes: [
      'A SecretStore cannot name another ServiceAccount (auth.jwt.serviceAccountRef) with Pod Identity, as the operator can only be itself to the agent: leave auth out, or leave those stores on IRSA.',
      'A SecretStore with role makes it assume that role: add a statement with sts:AssumeRole and sts:TagSession here, and trust both there, as the session’s tags go along.',
    ],
  },
  helm: {
    chart: 'external-secrets',
    repository: 'https://charts.external-secrets.io',
    serviceAccount: ['serviceAccount'],
  },
  notes: [
    'Every SecretStore without serviceAccountRef reads with this role: whoever may create ExternalSecrets in any namespace reads all that is named here.',
  ],
}));

interface Named {
  readonly secrets?: readonly ResourceName[] | undefined;
  readonly parameters?: readonly ResourceName[] | undefined;
  readonly kmsKeys?: readonly ResourceName[] | undefined;
}

const arnsOfAll = ({ secrets, parameters = [], kmsKeys }: Named): readonly [readonly Text[], readonly Text[], readonly Text[]] => [
  arnsOf(secrets, secret),
  arnsOf(parameters.map(withoutSlash), parameter),
  arnsOf(kmsKeys, kmsKey),
];

const readAndPush = (
  secrets: readonly Text[],
  parameters: readonly Text[],
  keys: readonly Text[],
  createSecrets: boolean,
): readonly Statement[] => [
  ...(secrets.length === 0 ? [] : readSecrets(secrets)),
  ...(createSecrets ? pushSecrets(secrets) : []),
  ...(parameters.length === 0 ? [] : listAndReadParameters(parameters)),
  ...decrypt(keys),
  ...(createSecrets ? encrypt(keys) : []),
];

const listAndReadParameters = (parameters: readonly Text[]): readonly Statement[] => [
  allow('ExternalSecretsListParameters', ['ssm:DescribeParameters'], ['*'], {
    reason: 'ssm:DescribeParameters knows no resources; it tells names, never values.',
  }),
  allow('ExternalSecretsReadParameters', ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'], parameters),
];

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
const decrypt = (keys: readonly Text[]): readonly Statement[] =>
  keys.length > 0
    ? [
        allow('ExternalSecretsDecrypt', ['kms:Decrypt'], keys, {
          conditions: [{ operator: 'StringLike', key: 'kms:ViaService', values: ['secretsmanager.*', 'ssm.*'] }],
        }),
      ]
    : [];

const encrypt = (keys: readonly Text[]): readonly Statement[] =>
  keys.length > 0
    ? [
        allow('ExternalSecretsEncrypt', ['kms:GenerateDataKey'], keys, {
          conditions: [{ operator: 'StringLike', key: 'kms:ViaService', values: ['secretsmanager.*'] }],
          reason:
            'Writing a secret that has a key asks for data keys of it, and the modules let it decrypt only (https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html).',
        }),
      ]
    : [];

const readSecrets = (secrets: readonly Text[]): readonly Statement[] => [
  allow('ExternalSecretsListSecrets', ['secretsmanager:BatchGetSecretValue', 'secretsmanager:ListSecrets'], ['*'], {
    reason: 'Both know no resources: lists tell names, and a batch needs GetSecretValue on each secret in it.',
  }),
  allow(
    'ExternalSecretsReadSecrets',
    [
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetResourcePolicy',
      'secretsmanager:GetSecretValue',
      'secretsmanager:ListSecretVersionIds',
    ],
    secrets,
  ),
];

/** https://external-secrets.io/latest/provider/aws-secrets-manager/#iam-policy, for PushSecret */
const pushSecrets = (secrets: readonly Text[]): readonly Statement[] => [
  allow('ExternalSecretsPush', ['secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue', 'secretsmanager:TagResource'], secrets),
  allow('ExternalSecretsDeleteOwn', ['secretsmanager:DeleteSecret'], secrets, {
    conditions: [{ operator: 'StringEquals', key: 'secretsmanager:ResourceTag/managed-by', values: ['external-secrets'] }],
  }),
];
