/** What the role modules of both iam lines take alike. */
import type { Iam5RoleBlock, Iam6RoleBlock } from '../plan/terraform/blocks.ts';
import { json, template, templateKey, type Json } from './spelling.ts';

type RoleBlock = Iam5RoleBlock | Iam6RoleBlock;

/** The inputs of the module's own policy. */
export const values = (inputs: RoleBlock['inputs']): Record<string, Json> =>
  Object.fromEntries(inputs.map(({ key, value }) => [key, json(value)]));

/** One trust statement each. */
export const oidcProviders = ({ oidcProviders: providers }: RoleBlock): Record<string, object> =>
  Object.fromEntries(
    providers.map(({ key, providerArn, subjects }) => [
      templateKey(key),
      { provider_arn: template(providerArn), namespace_service_accounts: subjects.map(template) },
    ]),
  );
