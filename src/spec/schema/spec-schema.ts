/** The whole of irsa.yaml, once per catalog. */
import * as z from 'zod/mini';
import { wholeCatalog } from '../catalog.ts';
import type { SpecCatalog } from '../catalog.ts';
import { clusterName, clusterNamePattern, rolePath, rolePathPattern, rolePrefix, rolePrefixPattern } from '../rules/aws.ts';
import { namespace, namespacePattern, systemNamespaces } from '../rules/kubernetes.ts';
import { defaultNaming, naming } from '../rules/naming.ts';
import { directory, stateAddress, stateAddressPattern, toolVersion, toolVersionPattern } from '../rules/terraform.ts';
import { clustersSchema, shareRolesSchema } from './cluster-schema.ts';
import { about, choice, choiceSoFar, flag, found, list, map, may, must, named, text } from './fields.ts';
import type { Finding, Schema } from './fields.ts';
import { extendsSchema, includeSchema } from './include-schema.ts';
import { terraformSchema } from './terraform-schema.ts';
import { boundarySchema, identitySchema, tagsSchema } from './workload-schema.ts';
import { workloadsSchema } from './workloads-schema.ts';

export const outputs = ['terraform', 'helm', 'runbook', 'verify', 'eksctl', 'manifests', 'gitops', 'tests', 'audit'] as const;
export const defaultOutputs = ['terraform', 'helm', 'runbook', 'verify'] as const;

const built = new WeakMap<SpecCatalog, Schema>();

/** Built when first asked for: programs that only print their version never pay for it. */
export function specSchema(catalog: SpecCatalog = wholeCatalog): Schema {
  const known = built.get(catalog) ?? build(catalog);
  built.set(catalog, known);
  return known;
}

function build(catalog: SpecCatalog): Schema {
  // One file is read once: compiling the schema to code would cost more than it saves.
  z.config({ jitless: true });
  const { addOns, apps } = workloadsSchema(catalog);
  return map(
    {
      version: must('The version of this format.', z.literal(1, { error: '1' })),
      toolVersion: may('The release of create-irsa that wrote the files last.', () =>
        text('a version in quotes, such as "0.1.0"', { code: 'invalid-version', rule: toolVersion, pattern: toolVersionPattern }),
      ),
      extends: may(
        'A file with settings that this one goes on from: maps are merged, and for everything else this file holds.',
        extendsSchema,
        {
          examples: ['../base.irsa.yaml'],
        },
      ),
      include: may('Fragments: files with apps of this spec, such as a team keeps them.', () => includeSchema(catalog), {
        examples: [['apps/*.irsa.yaml']],
      }),
      terraform: may('What Terraform is written.', terraformSchema),
      clusters: must('The clusters, by a name of your choice.', clustersSchema(), { examples: [{ production: { region: 'us-east-1' } }] }),
      shareRoles: may('Clusters that share each workload’s role, such as blue and green.', shareRolesSchema, { default: [] }),
      primary: may('The cluster or share group whose Terraform labels carry no suffix.', () =>
        text('the key of a cluster, or the name of a share group', {
          code: 'invalid-cluster-name',
          rule: clusterName,
          pattern: clusterNamePattern,
        }),
      ),
      identity: may('How pods get their role.', identitySchema, { default: 'irsa' }),
      outputs: may(
        'What is written.',
        () =>
          list(choice(outputs), 'a list such as [terraform, helm]', {
            filled: { message: 'outputs is empty, so nothing would be written.', fix: 'Write [terraform], or leave outputs out.' },
            unique: true,
          }),
        { default: defaultOutputs },
      ),
      helm: may('How Helm values say the role’s ARN.', () =>
        map(
          {
            roleArn: may(
              'literal needs accountId; terraform leaves it to the output irsa_helm_values; placeholder writes ${ACCOUNT_ID}, for Flux or envsubst to fill in.',
              () => choice(['literal', 'terraform', 'placeholder']),
            ),
          },
          'a map such as { roleArn: terraform }',
        ),
      ),
      gitops: may('For the output gitops.', () =>
        map(
          {
            path: may(
              'The folder of this file, from the root of the Git repository.',
              () => text('a folder such as clusters/production', { code: 'invalid-directory', rule: directory }),
              { default: '.', examples: ['clusters/production'] },
            ),
          },
          'a map such as { path: clusters/production }',
        ),
      ),
      namespaces: may('Namespaces, and whether to create them.', namespacesSchema, { examples: [{ production: { create: true } }] }),
      addOns: may('Add-ons that need AWS permissions.', addOns),
      apps: may('Apps of your own that need AWS permissions.', apps, {
        examples: [{ 'my-app': { namespace: 'production', grants: [{ s3: { bucket: 'my-bucket', access: 'read' } }] } }],
      }),
      appsForm: may(
        'separate: one module call per app.',
        () =>
          choiceSoFar(['separate', 'for_each'], {
            for_each: { message: 'appsForm: for_each is not built yet.', fix: 'Write separate, or leave appsForm out.' },
          }),
        { default: 'separate' },
      ),
      tags: may('Tags of every role and policy.', tagsSchema, { examples: [{ team: 'platform' }] }),
      permissionsBoundary: may('ARN of the permissions boundary of every role.', boundarySchema),
      rolePath: may(
        'IAM path of the roles.',
        () => text('an IAM path such as /', { code: 'invalid-role-path', rule: rolePath, pattern: rolePathPattern }),
        { default: '/' },
      ),
      rolePrefix: may(
        'Put for {prefix} in naming.',
        () => text('a prefix for role names', { code: 'invalid-role-prefix', rule: rolePrefix, pattern: rolePrefixPattern }),
        { default: '' },
      ),
      naming: may(
        'How roles and policies are named.',
        () => text('a pattern such as {prefix}{group}-{workload}', { code: 'invalid-naming', rule: naming }),
        {
          default: defaultNaming,
          pattern: String.raw`\{workload\}`,
        },
      ),
      moved: may('Addresses that the state has for what `create-irsa adopt` took over, and those that it has here.', movedSchema, {
        examples: [{ 'module.ebs_csi': 'module.irsa_aws_ebs_csi_driver' }],
      }),
    },
    'a map that begins with version: 1',
  );
}

function namespacesSchema(): Schema {
  const entry = map({ create: may('Whether Terraform makes it.', flag, { default: false }) }, '{ create: true } or {}');
  const schema = named(entry, 'a map from namespaces to { create: true } or {}', (namespaces) =>
    Object.entries(namespaces).flatMap(([name, value]): Finding[] => [
      ...found('invalid-namespace', namespace(name), { path: [name], onKey: true }),
      ...(systemNamespaces.includes(name) && (value as { create?: unknown } | null)?.create === true
        ? [
            {
              code: 'namespace-exists' as const,
              message: `The namespace ${name} is in every cluster, so it cannot be created.`,
              fix: 'Leave it out.',
              path: [name, 'create'],
            },
          ]
        : []),
    ]),
  );
  return about(schema, { propertyNames: { pattern: namespacePattern.source } });
}

function movedSchema(): Schema {
  const to = text('an address', { code: 'invalid-address', rule: stateAddress, pattern: stateAddressPattern });
  const schema = named(to, 'a map from addresses to addresses, such as { module.ebs_csi: module.irsa_aws_ebs_csi_driver }', (moved) =>
    Object.keys(moved).flatMap((from) => found('invalid-address', stateAddress(from), { path: [from], onKey: true })),
  );
  return about(schema, { propertyNames: { pattern: stateAddressPattern.source } });
}
