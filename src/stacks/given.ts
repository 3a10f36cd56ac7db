import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Text } from '../iam/text.ts';
import { ExistingProvider } from './existing-provider.ts';
import { expression } from './spelling.ts';

type Given<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The arguments that have a value: constructs branch on presence, and never print an argument that is absent. */
export const given = <T extends object>(args: T): Given<T> =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined)) as Given<T>;

/** `provider = aws.use1`, where the block names one. */
export const providerOf = (scope: Construct, block: { readonly provider?: string }): { provider?: ExistingProvider } =>
  block.provider === undefined ? {} : { provider: ExistingProvider.of(scope, block.provider) };

/** `depends_on = [module.irsa_x]`, where the block names any. */
export const dependsOn = (block: { readonly dependsOn: readonly Text[] }): { dependsOn?: ITerraformDependable[] } =>
  block.dependsOn.length === 0 ? {} : { dependsOn: block.dependsOn.map((address) => ({ fqn: expression(address) })) };
