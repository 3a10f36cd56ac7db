import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { emitEksctl } from '../../../../src/emit/eksctl/emit-eksctl.ts';
import type { Spec } from '../../../../src/spec/spec.ts';
import { planOf } from '../../../support/a-spec.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../support/schemas/eksctl-clusterconfig.schema.json'), 'utf8'),
) as object;
const validate = new Ajv({ strict: false }).compile(schema);

interface ServiceAccount {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations?: Record<string, string> };
  readonly [field: string]: unknown;
}

interface ClusterConfig {
  readonly metadata: object;
  readonly iam: { readonly withOIDC: boolean; readonly serviceAccounts: readonly ServiceAccount[] };
}

/** Path → the ClusterConfig, read as eksctl does and valid by its schema. */
export function configsOf(spec: Spec): Record<string, ClusterConfig> {
  return Object.fromEntries(
    emitEksctl(planOf(spec))
      .filter(({ path }) => path.endsWith('/cluster.yaml'))
      .map(({ path, content }) => {
        const config: unknown = parse(content, { version: '1.1' });
        expect({ valid: validate(config), errors: validate.errors }).toEqual({ valid: true, errors: null });
        return [path, config as ClusterConfig];
      }),
  );
}

export const accountsOf = (spec: Spec): readonly ServiceAccount[] => configsOf(spec)['irsa/eksctl/cluster.yaml']?.iam.serviceAccounts ?? [];
