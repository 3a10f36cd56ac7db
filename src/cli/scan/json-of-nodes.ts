/** Shapes of what runs: ServiceAccounts, pods, nodes. */
import * as z from 'zod/mini';
import { field, found, inTerraform, list, maybe, placed, text, at, written } from './json-of-code.ts';

const serviceAccount = z.object({
  ...found,
  ...inTerraform,
  form: z.enum(['terraform', 'manifest', 'helm-values', 'helm-release', 'eksctl', 'eks-add-on', 'module']),
  name: maybe(written),
  namespace: maybe(written),
  of: field('The chart or add-on whose it is.', maybe(written)),
  created: field('False: it is named here, and made elsewhere.', z.boolean()),
  annotations: list(z.object({ key: text, value: written, at })),
  roleArn: maybe(placed(written)),
});

const pod = z.object({
  ...found,
  kind: text,
  name: maybe(written),
  namespace: maybe(written),
  serviceAccount: maybe(placed(written)),
  hostNetwork: maybe(z.literal(true)),
});

const staticKey = z.object({
  ...found,
  where: z.enum(['pod-env', 'secret', 'provider', 'helm-values', 'iam-user', 'config-map']),
  name: field('Of the variable or argument; its value is not read.', text),
  fromSecret: maybe(z.literal(true)),
});

const nodeGroup = z.object({
  ...found,
  ...inTerraform,
  form: z.enum(['module', 'resource', 'launch-template', 'eksctl']),
  name: maybe(written),
  cluster: maybe(written),
  hopLimit: maybe(placed(z.union([z.number(), written]))),
  httpTokens: maybe(placed(written)),
  roleArn: maybe(written),
  policies: list(placed(written)),
});

const namespace = z.object({ ...found, ...inTerraform, form: z.enum(['terraform', 'manifest']), name: written });

export const yaml = { serviceAccounts: list(serviceAccount), pods: list(pod), staticKeys: list(staticKey), namespaces: list(namespace) };

export const nodes = { nodeGroups: list(nodeGroup) };
