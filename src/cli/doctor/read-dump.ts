/** A dump → a World: somebody else has written it, so nothing of it is taken on trust. */
import * as z from 'zod/mini';
import { keptTrust, swept } from '../../doctor/redact.ts';
import type { World } from '../../doctor/world.ts';
import { error, formatPath, type Outcome, type Path } from '../../problem.ts';
import { trustPolicyOf } from '../explain/trust-policy.ts';

/** Terminals obey control characters. */
const text = z.string().check(z.maxLength(2048), z.regex(/^\P{Cc}*$/u));
/** What gets into commands that people paste into a shell: names and ARNs need no sign that it heeds. */
const word = z.string().check(z.maxLength(2048), z.regex(/^(?:[\w+=,.@:/*-]*|\(not shown\))$/));
/** A role that is named by an annotation which is no ARN: see `redact.ts`. */
const roleArn = z.string().check(z.maxLength(2048), z.regex(/^(?:[\w+=,.@:/-]*|\(not shown\)|\(not an ARN: [\w ,]*\))$/));
/** Those of resources are quoted. */
const quoted = z.string().check(z.maxLength(2048), z.regex(/^[^'\p{Cc}]*$/u));
const texts = z.readonly(z.array(text));
const map = z.record(text, text);

const cluster = z.object({
  name: word,
  arn: word,
  region: word,
  account: word,
  status: text,
  issuer: z.optional(text),
  publicEndpoint: z.boolean(),
  autoMode: z.boolean(),
});

const role = z.object({
  arn: roleArn,
  state: z.enum(['there', 'absent', 'hidden']),
  trust: z.optional(z.unknown()),
  attached: z.optional(texts),
  inline: z.optional(texts),
  boundary: z.optional(text),
});

const container = z.object({
  name: text,
  init: z.optional(z.literal(true)),
  image: text,
  env: map,
  mounts: texts,
  hostPorts: z.optional(z.readonly(z.array(z.number()))),
});

const pod = z.object({
  namespace: word,
  name: word,
  serviceAccount: word,
  node: z.optional(word),
  createdAt: text,
  phase: text,
  hostNetwork: z.optional(z.literal(true)),
  owner: z.optional(z.object({ kind: z.enum(['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'other']), name: word })),
  labels: map,
  annotations: map,
  containers: z.readonly(z.array(container)),
});

const node = z.object({
  name: word,
  os: text,
  kind: z.enum(['ec2', 'fargate', 'hybrid', 'auto']),
  role: z.optional(text),
  hopLimit: z.optional(z.number()),
});

const association = z.object({
  id: text,
  namespace: word,
  serviceAccount: word,
  role: roleArn,
  targetRole: z.optional(roleArn),
  createdAt: z.optional(text),
  sessionTagsDisabled: z.optional(z.literal(true)),
  owner: z.optional(text),
});

const simulation = z.object({
  role: word,
  action: word,
  resource: quoted,
  decision: text,
  allowedByBoundary: z.optional(z.boolean()),
  allowedByOrganization: z.optional(z.boolean()),
});

const dump = z.object({
  version: z.literal(1),
  seenAt: text,
  cluster,
  providers: z.optional(z.array(z.object({ arn: word, url: text, audiences: texts }))),
  roles: z.array(role),
  serviceAccounts: z.array(z.object({ namespace: word, name: word, annotations: map, annotatedAt: z.optional(text) })),
  pods: z.array(pod),
  nodes: z.array(node),
  webhook: z.optional(z.object({ there: z.boolean() })),
  agent: z.optional(z.object({ there: z.boolean(), readyOn: texts })),
  associations: z.optional(z.array(association)),
  endpoints: z.optional(texts),
  summary: z.optional(z.record(text, z.number())),
  callers: z.optional(z.array(z.object({ pod: word, arn: text }))),
  simulations: z.optional(z.array(simulation)),
  unseen: z.array(z.object({ what: text, why: text })),
});

/** @param file where it was found */
export function worldOfDump(json: unknown, file: string): Outcome<World> {
  const { data, error: wrong } = dump.safeParse(json);
  if (data === undefined) {
    const path = (wrong?.issues[0]?.path ?? []) as Path;
    return { problems: [notRead(path.length === 0 ? 'What it holds' : formatPath(path), file)] };
  }
  return { value: swept({ ...data, roles: data.roles.map(withTrust) } as World), problems: [] };
}

function withTrust({ trust, ...seen }: z.infer<typeof role>): World['roles'][number] {
  const { value } = trustPolicyOf(trust, 'dump');
  return { ...seen, ...(value === undefined ? {} : { trust: keptTrust(value) }) } as World['roles'][number];
}

const notRead = (where: string, file: string) => ({
  ...error(
    'dump-not-read',
    [],
    `${where} is not what a dump of the doctor has there.`,
    'Name a file that `create-irsa doctor collect --out FILE` of this version has written.',
  ),
  file,
});
