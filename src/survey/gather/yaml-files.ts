/** Documents of YAML files: Kubernetes objects, ClusterConfigs of eksctl, values of charts. */
import { fieldOf } from '../code/known.ts';
import type { Reading, Scope } from '../code/scope.ts';
import { ofClusterConfig, isClusterConfig } from './eksctl.ts';
import { together, type Gathered } from './gathered.ts';
import { ofValues } from './helm.ts';
import { fieldsOf, ofObject } from './manifests.ts';
import type { YamlDocument } from './material.ts';

/** Nothing is known by name in a file of YAML. */
const scopeOf = (reading: Reading): Scope & { readonly root: string; readonly prefix: string } => ({
  folder: '.',
  root: '\0',
  prefix: '',
  locals: new Map(),
  blocks: new Map(),
  called: () => undefined,
  reading,
});

export function yamlFiles(documents: readonly YamlDocument[], reading: Reading): Gathered {
  const scope = scopeOf(reading);
  return together(
    documents.map(({ file, tree, at }) => {
      const document = { tree, scope };
      const fields = fieldsOf(document);
      const prefix = `${file}#`;
      if (isClusterConfig(fields)) return ofClusterConfig(document, at);
      if (fieldOf(fields, 'apiVersion') !== undefined && fieldOf(fields, 'kind') !== undefined)
        return ofObject(document, at, { prefix, form: 'manifest' });
      return ofValues(document, { prefix, form: 'helm-values' }, {});
    }),
  );
}
