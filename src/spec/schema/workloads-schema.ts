/** Add-ons, as the catalog has them, and apps with their grants. */
import * as z from 'zod/mini';
import type { AddOn } from '../../catalog/add-on.ts';
import type { Grant } from '../../catalog/grant.ts';
import type { Shelf } from '../../catalog/shelf.ts';
import type { SpecCatalog } from '../catalog.ts';
import {
  containerName,
  containerNamePattern,
  image,
  imagePattern,
  release,
  releasePattern,
  reservedIds,
  workloadId,
  workloadIdPattern,
} from '../rules/kubernetes.ts';
import { oneOf } from '../rules/rule.ts';
import { relativeFile } from '../rules/terraform.ts';
import { about, choice, either, flag, found, later, list, map, may, must, named, once, text } from './fields.ts';
import type { Finding, Schema } from './fields.ts';
import { exampleOf, optionSchemas } from './option-schema.ts';
import { commonKeys, namespaceText, serviceAccountSchema } from './workload-schema.ts';

/** Both maps, which share the schemas of what they have in common. */
export function workloadsSchema(catalog: SpecCatalog): { readonly addOns: () => Schema; readonly apps: () => Schema } {
  const grants = once(() => grantsSchema(catalog));
  const common = commonKeys(grants);
  const account = once(serviceAccountSchema);
  return { addOns: () => addOnsSchema(catalog, common, account), apps: () => appsSchema(catalog, common, account, grants) };
}

function addOnsSchema({ addOns }: SpecCatalog, common: Record<string, Schema>, account: () => Schema): Schema {
  return map(
    shapeOf(addOns, (addOn) => addOnSchema(addOn, common, account)),
    'a map of add-ons, such as { cluster-autoscaler: {} }',
  );
}

/** A key for each, made where the spec has it. */
const shapeOf = <T extends Pick<AddOn | Grant, 'title' | 'summary' | 'link'>>(known: Shelf<T>, schemaOf: (entry: T) => Schema) =>
  Object.fromEntries(
    known.ids.map((id) => [
      id,
      later(() => {
        const entry = known.find(id)!;
        return about(schemaOf(entry), { description: `${entry.title}: ${entry.summary} ${entry.link}` });
      }),
    ]),
  );

function addOnSchema(addOn: AddOn, common: Record<string, Schema>, account: () => Schema): Schema {
  const { helm } = addOn.subjects;
  return map(
    {
      ...optionSchemas(addOn.options),
      namespace: may(`Its namespace; the chart’s default is ${helm.namespace}.`, namespaceText, { default: helm.namespace }),
      serviceAccount: may(`Its ServiceAccount; the chart’s default is ${helm.serviceAccount}.`, account),
      installer: may('What installs it; the ServiceAccount’s default name depends on it.', () => choice(Object.keys(addOn.subjects)), {
        default: 'helm',
      }),
      release: may('The name of the Helm release; default: the add-on’s.', () =>
        text('the name of a Helm release', { code: 'invalid-release', rule: release, pattern: releasePattern }),
      ),
      moduleOnly: may(
        'Nothing beside what the flag of the role’s module allows, even where newer versions of the add-on need more.',
        flag,
        { default: false },
      ),
      install: may('Terraform installs it: by helm_release, or by aws_eks_addon.', installSchema, {
        examples: [{ version: '1.19.0', values: ['values/external-dns.yaml'] }],
      }),
      ...common,
    },
    `a map of options, or {} for ${addOn.id} as it comes`,
  );
}

function installSchema(): Schema {
  const expected = 'true, or a map such as { version: 1.19.0 }';
  const object = map(
    {
      version: may(
        'Of the chart, which needs one; of the EKS add-on, or most-recent, or none for the one that EKS takes.',
        () => text('a version in quotes, such as "1.19.0"'),
        { examples: ['1.19.0'] },
      ),
      values: may(
        'Files with values of your own, seen from the root module; those of the identity come after them.',
        () =>
          list(text('a file such as values/external-dns.yaml', { code: 'invalid-values-file', rule: relativeFile }), 'a list of files', {
            unique: true,
          }),
        { default: [] },
      ),
      overwrite: may('An EKS add-on takes over what is in the cluster already.', flag, { default: false }),
    },
    expected,
    (said, hasUnknownKeys) =>
      Object.keys(said).length > 0 || hasUnknownKeys ? [] : [{ code: 'empty-map', message: 'install says nothing.', fix: 'Write true.' }],
  );
  return either([flag(), about(object, { minProperties: 1 })], expected);
}

function appsSchema(catalog: SpecCatalog, common: Record<string, Schema>, account: () => Schema, grants: () => Schema): Schema {
  const schema = map(
    {
      namespace: must('Its namespace.', namespaceText(), { examples: ['production'] }),
      serviceAccount: may('Its ServiceAccount; default: the app’s name.', account),
      grants: may('What it may do, one AWS service each.', grants),
      withoutModule: may('With IRSA, its role is an aws_iam_role of its own instead of a call of the iam module.', flag, {
        default: false,
      }),
      deployment: may('A Deployment to start from, among the manifests.', deploymentSchema, {
        examples: [{ image: 'registry.example.com/shop/orders:1.4.2', replicas: 2 }],
      }),
      ...common,
    },
    'a map such as { namespace: production, grants: [] }',
  );
  return about(
    named(schema, 'a map from names of apps to what they need', (apps) => Object.keys(apps).flatMap((id) => appIdFindings(id, catalog))),
    { propertyNames: { pattern: workloadIdPattern.source, not: { enum: [...reservedIds, ...catalog.addOns.ids] } } },
  );
}

/** What a pod needs to use its role; the rest is the app's own. */
const deploymentSchema = (): Schema =>
  map(
    {
      image: must('Its container image.', text('a container image', { code: 'invalid-image', rule: image, pattern: imagePattern }), {
        examples: ['registry.example.com/shop/orders:1.4.2'],
      }),
      replicas: may('How many pods.', () => count('a whole number of pods', 10_000), { default: 1 }),
      fsGroup: may('Group that owns the token’s file: only for SDKs or clusters that leave it to root.', () =>
        count('the number of a group', 2_147_483_647),
      ),
      skipContainers: may(
        'Containers of its pods, such as sidecars, that get no role.',
        () =>
          list(
            text('the name of a container', { code: 'invalid-container-name', rule: containerName, pattern: containerNamePattern }),
            'a list of containers, such as [proxy]',
            { unique: true },
          ),
        { default: [] },
      ),
    },
    'a map such as { image: registry.example.com/shop/orders:1.4.2 }',
  );

const count = (what: string, most: number): Schema => {
  const expected = `${what} from 0 to ${most}`;
  return z.int({ error: expected }).check(z.minimum(0, { error: expected }), z.maximum(most, { error: expected }));
};

function appIdFindings(id: string, { addOns }: SpecCatalog): Finding[] {
  const at = { path: [id], onKey: true };
  if (reservedIds.includes(id)) {
    return [
      {
        code: 'reserved-name',
        message: `An app cannot be called ${id}, as irsa-${id}.tf is a file of its own.`,
        fix: 'Choose another name, such as the one of its Deployment.',
        ...at,
      },
    ];
  }
  if (addOns.ids.includes(id)) {
    return [
      {
        code: 'reserved-name',
        message: `${id} is an add-on, so an app cannot have its name.`,
        fix: `Move it to addOns, or choose another name.`,
        ...at,
      },
    ];
  }
  return found('invalid-app-name', workloadId(id), at);
}

function grantsSchema({ grants }: SpecCatalog): Schema {
  const expected = `a map with one service (${oneOf(grants.ids)})`;
  const shape = shapeOf(grants, (grant) => map(optionSchemas(grant.options), `a map such as ${exampleGrant(grant)}`));
  const grant = map(shape, expected, (entry, hasUnknownKeys) => {
    const known = Object.keys(entry);
    return known.length > 1
      ? [
          {
            code: 'several-grants',
            message: `This entry has ${known.join(' and ')}, and each grant is an entry of its own.`,
            fix: `Put a hyphen before ${known[1]}.`,
            path: [known[1]!],
            onKey: true,
          },
        ]
      : known.length === 0 && !hasUnknownKeys
        ? [{ code: 'empty-grant', message: 'This entry names no service.', fix: `Write one of ${oneOf(grants.ids)}.` }]
        : [];
  });
  return about(
    list(about(grant, { minProperties: 1, maxProperties: 1 }), 'a list of grants, such as [{ s3: { bucket: my-bucket, access: read } }]'),
    { id: 'grants' },
  );
}

const exampleGrant = (grant: Grant): string =>
  `{ ${Object.entries(grant.options)
    .filter(([, option]) => option.required)
    .map(([name, option]) => `${name}: ${String(exampleOf(option))}`)
    .join(', ')} }`;
