/** What `scan --json` answers, as shapes: the inventory of `src/survey/inventory.ts`, which the types below hold it to. */
import * as z from 'zod/mini';
import { about } from '../../spec/schema/fields.ts';
import { nodes, yaml } from './json-of-nodes.ts';
import { at, field, found, id, inTerraform, list, maybe, placed, text, trust, permissions, unread, written } from './json-of-code.ts';

const inRoot = {
  ...found,
  root: field('Folder of the root module whose state has it.', text),
  address: field('As Terraform names it there.', text),
  repeated: maybe(z.enum(['count', 'for_each'])),
};

const root = about(
  z.object({
    id,
    folder: field('Relative to the scanned folder.', text),
    at,
    unread: maybe(list(unread)),
    kind: field('module: another folder of the repository calls it.', z.enum(['root', 'module'])),
    calledBy: field('Ids of the module calls that lead to it.', list(id)),
    engine: z.enum(['terraform', 'opentofu']),
    requiredVersion: maybe(placed(text)),
    requiredProviders: list(z.object({ name: text, source: maybe(text), version: maybe(text), at })),
    lockedProviders: field('By name, from .terraform.lock.hcl.', z.readonly(z.record(z.string(), z.string()))),
    backend: maybe(at),
    terragrunt: maybe(
      z.object({
        file: maybe(text),
        includes: list(text),
        generates: field('Files that Terragrunt writes into it.', list(z.object({ path: text, at }))),
        dependencies: list(z.object({ name: text, folder: maybe(text), at })),
        source: maybe(placed(written)),
        inputs: field('Their names.', list(text)),
      }),
    ),
  }),
  { id: 'root' },
);

const provider = z.object({ ...inRoot, name: text, alias: maybe(text), region: maybe(written), generated: maybe(z.literal(true)) });

const moduleUse = z.object({
  ...inRoot,
  label: text,
  source: placed(written),
  version: field('The constraint, or the ref of git.', maybe(placed(text))),
  resolved: field('What terraform init has installed.', maybe(text)),
  folder: field('Where it leads to in this repository.', maybe(text)),
  inputs: list(
    z.object({
      name: text,
      value: maybe(written),
      literal: maybe(z.union([z.string(), z.number(), z.boolean()])),
      empty: maybe(z.literal(true)),
      at,
    }),
  ),
});

const cluster = z.object({
  ...found,
  ...inTerraform,
  form: z.enum(['module', 'resource', 'data', 'remote-state', 'eksctl']),
  name: maybe(written),
  region: maybe(written),
  version: maybe(written),
  makesOidcProvider: maybe(z.boolean()),
  references: field(
    'How each root names it.',
    list(
      z.object({
        root: text,
        name: maybe(text),
        oidcProviderArn: maybe(text),
        issuer: maybe(text),
        missing: field('Outputs that are to be added on the way.', list(z.object({ module: text, output: text, value: text }))),
      }),
    ),
  ),
});

const oidcProvider = z.object({ ...inRoot, form: z.enum(['resource', 'data', 'module']), url: maybe(written), audiences: list(written) });

const subject = z.object({
  by: z.enum(['web-identity', 'pod-identity']),
  namespace: maybe(written),
  serviceAccount: maybe(written),
  subject: written,
  pattern: maybe(z.literal(true)),
  provider: maybe(written),
  oidcProvider: maybe(id),
  at,
});

const role = z.object({
  ...found,
  ...inTerraform,
  form: field(
    'What makes it.',
    z.enum([
      'resource',
      'iam-role-for-service-accounts-eks',
      'iam-role-for-service-accounts',
      'iam-assumable-role-with-oidc',
      'iam-eks-role',
      'iam-role',
      'eks-pod-identity',
      'eks-karpenter',
      'blueprints-addons',
      'blueprints-addon',
      'blueprints-irsa',
      'cloudposse-eks-iam-role',
      'eksctl',
    ]),
  ),
  module: field('Id of the module call that makes it.', maybe(id)),
  name: maybe(written),
  namePrefix: maybe(z.literal(true)),
  path: maybe(written),
  permissionsBoundary: maybe(written),
  tags: field('Their names.', list(text)),
  tagValues: field('What they say, where they are spelled out.', maybe(list(z.object({ name: text, value: written })))),
  trust,
  subjects: field('ServiceAccounts that it lets in.', list(subject)),
  takenBy: list(z.enum(['web-identity', 'pod-identity', 'ec2', 'eks', 'other'])),
});

const policy = z.object({
  ...found,
  ...inTerraform,
  form: z.enum(['resource', 'inline', 'module-flag', 'module', 'aws-managed', 'document', 'eksctl']),
  name: maybe(written),
  arn: maybe(written),
  flag: field('The input of a module that attaches it.', maybe(text)),
  permissions,
});

const association = z.object({
  ...found,
  ...inTerraform,
  form: z.enum(['resource', 'module', 'eks-add-on', 'eksctl']),
  cluster: maybe(written),
  namespace: maybe(written),
  serviceAccount: maybe(written),
  roleArn: maybe(written),
  targetRoleArn: maybe(written),
});

const grantTarget = z.object({ ...inRoot, ...found, type: text, name: maybe(written) });

const edge = z.object({
  kind: z.enum([
    'role-policy',
    'role-oidc-provider',
    'oidc-provider-cluster',
    'role-service-account',
    'service-account-role',
    'association-role',
    'association-service-account',
    'association-cluster',
    'pod-service-account',
    'node-group-role',
    'node-group-cluster',
  ]),
  from: id,
  to: field('Absent: what is named is nowhere in the repository.', maybe(id)),
  written: maybe(written),
  at,
});

export const inventory = {
  roots: list(root),
  providers: list(provider),
  modules: list(moduleUse),
  clusters: list(cluster),
  oidcProviders: list(oidcProvider),
  roles: list(role),
  policies: list(policy),
  associations: list(association),
  ...yaml,
  ...nodes,
  grantTargets: field('What pods may be let into: buckets, tables, …', list(grantTarget)),
  edges: field('What leads from one thing to another.', list(edge)),
};

const findingFields = z.object({
  code: field('Stable: what scripts match on. docs/findings.md explains each.', z.string().check(z.regex(/^[a-z]+(-[a-z]+)*$/))),
  severity: field('An error or a warning that is not ignored makes the exit code 1, a note never.', z.enum(['error', 'warning', 'note'])),
  file: field('Relative to the scanned folder.', z.string()),
  line: field('From 1.', z.int()),
  subject: field('The id of what it is about.', z.string()),
  message: field('What was found, in one sentence.', z.string()),
  why: field('What may come of it.', z.string()),
  fix: field('How to mend it.', z.string()),
  link: field('Its entry in docs/findings.md.', z.string()),
  source: field('Who says so: AWS, Kubernetes, Terraform or the authors of a module.', z.string()),
  ignored: field(
    'Somebody answers for it: a comment in the code, or .create-irsa.yaml.',
    z.optional(z.object({ reason: z.string(), file: z.string(), line: z.int() })),
  ),
});

export const finding = about(findingFields, { id: 'finding' });
