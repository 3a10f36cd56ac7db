/**
 * What `--json` answers, defined once: the types of what the commands print, and the JSON Schema that
 * `create-irsa schema --of <command>` shows. Loaded only for the latter; elsewhere it is a type.
 */
import * as z from 'zod/mini';
import { about, hints } from '../spec/schema/fields.ts';
import { type accessChange, diff, type difference, upgrade } from './json/access.ts';
import { type diagnosis, doctor } from './json/doctor.ts';
import { graph } from './json/graph.ts';
import { change, field, generation, list, problem, problems, spec, version } from './json/parts.ts';
import { finding, inventory } from './scan/json.ts';

const optionFields = z.object({
  kind: z.enum(['flag', 'text', 'choice', 'resource', 'resources', 'names']),
  ask: field('The question of the wizard.', z.string()),
  help: z.string(),
  required: z.boolean(),
  default: z.optional(z.union([z.boolean(), z.string()])),
  choices: field('Of a choice.', z.optional(list(z.string()))),
  example: z.string(),
});

const option = about(optionFields, { id: 'option' });

const options = field('By name.', z.readonly(z.record(z.string(), option)));

const podIdentity = z.object({
  since: field('The first version of it that asks the agent: an older one falls back to the node role.', z.string()),
  eksAddOnSince: field(
    'The first version of its EKS add-on that takes an association itself; absent where the association stands alone.',
    z.optional(z.string()),
  ),
  by: field(
    'What gives its role permissions on each line of eks-pod-identity, told as little as it can be: inputs of the module, `statements`, or another module.',
    z.object({ 'pod-identity-1': list(z.string()), 'pod-identity-2': list(z.string()) }),
  ),
  notes: field('Worth knowing before it moves to EKS Pod Identity.', list(z.string())),
});

const addOn = {
  id: z.string(),
  title: z.string(),
  group: field('What it is for.', z.string()),
  summary: z.string(),
  link: field('What its project says of the permissions.', z.string()),
  compared: field('When the permissions were last compared with that.', z.string()),
  subjects: field(
    'The ServiceAccount that each installer gives it.',
    z.readonly(z.record(z.string(), z.object({ namespace: z.string(), serviceAccount: z.string() }))),
  ),
  eksAddOn: field('Its name among the add-ons of EKS, if it is one.', z.optional(z.string())),
  helm: z.object({
    chart: z.string(),
    repository: z.string(),
    serviceAccount: field('Where its values keep the ServiceAccount.', list(z.string())),
  }),
  options,
  podIdentity: field('How it takes its role by EKS Pod Identity.', podIdentity),
  notes: field('Worth knowing before it is applied.', list(z.string())),
};

const grant = { service: z.string(), title: z.string(), summary: z.string(), link: z.string(), options };

const catalog = z.union([
  z.object({ version, addOns: list(z.object(addOn)), grants: list(z.object(grant)) }),
  z.object({ version, ...addOn }),
  z.object({ version, ...grant }),
  z.object({ version, problems }),
]);

const condition = z.object({
  operator: z.string(),
  key: z.string(),
  expected: field('Of these one is enough.', list(z.string())),
  actual: field('What the request has; absent: no such key.', z.optional(z.union([z.string(), list(z.string())]))),
  met: z.boolean(),
});

const statement = z.object({
  sid: z.optional(z.string()),
  effect: z.enum(['Allow', 'Deny']),
  matched: field('Principal, action and all conditions hold.', z.boolean()),
  principal: z.boolean(),
  action: z.boolean(),
  conditions: list(condition),
});

const way = z.object({
  role: z.string(),
  issuer: field('Of the token that was tried.', z.optional(z.string())),
  service: field('pods.eks.amazonaws.com: EKS Pod Identity was tried.', z.optional(z.string())),
  admitted: z.boolean(),
  statements: list(statement),
  reasons: field('Why it is refused, and what to change.', list(z.string())),
});

const explanation = {
  version,
  subject: field('Whose way in was tried.', z.string()),
  admitted: field('By one of the ways at least.', z.boolean()),
  statements: field('Of the first way that is admitted, else of the first.', list(statement)),
  ways: field('Every issuer that the policy speaks of, and EKS Pod Identity.', list(way)),
};

const explain = z.union([z.object(explanation), z.object({ version, problems })]);

const expected = z.object({
  action: field('What Terraform’s plan will say.', z.enum(['create', 'update', 'replace', 'delete'])),
  address: field('Below the module that irsa.yaml is for.', z.string()),
  why: z.string(),
});

const role = z.object({
  workload: z.string(),
  group: field('The cluster that the role is for, or the share group.', z.string()),
  role: field('Its name.', z.string()),
  says: field('What becomes of it.', z.string()),
  expects: field('All that the plan will show of it.', list(expected)),
});

const patch = z.object({
  file: field('Relative to the folder of irsa.yaml.', z.string()),
  why: z.string(),
  lines: field('As a diff has them: what goes begins with -, what comes with +.', list(z.string())),
  diff: field('As `git apply` takes it, where it can be: all patches of the file, with the first of them.', z.optional(list(z.string()))),
});

const heldPolicy = z.object({
  policy: field('Its name.', z.string()),
  status: field(
    'eks: nodes need it. last: nodes need it until the CNI plugin has a role. choice: of nodes, if wanted. open: nobody else has it. partly: workloads have some of it. planned: workloads will have it, once it is applied. ready: they have it.',
    z.string(),
  ),
  by: field('Workloads of irsa.yaml that have it, or some of it.', list(z.string())),
  left: field('What of it none of them has.', list(z.string())),
  says: field('What to do about it.', z.string()),
});

const nodeRole = z.object({ role: z.string(), policies: list(heldPolicy) });

const dweller = z.object({
  namespace: z.string(),
  serviceAccount: z.string(),
  pods: field('How many; 0 if no pods were looked at.', z.int()),
  hostNetwork: field('A hop limit does not keep them from the role of their node.', z.boolean()),
  says: z.string(),
});

const migrate = z.object({
  version,
  roles: field('What becomes of each; none if nothing changes.', list(role)),
  patches: field('For the user to make: files that create-irsa does not write are not edited.', list(patch)),
  nodeRoles: field('Of node-role: what the roles of nodes hold.', z.optional(list(nodeRole))),
  steps: field(
    'Of node-role: what the user does next, in order.',
    z.optional(list(z.object({ text: z.string(), command: z.optional(z.string()) }))),
  ),
  dwellers: field('Of node-role: whose pods have no identity of their own.', z.optional(list(dweller))),
  specs: field('The spec with its files; none if the migration could not begin.', list(spec)),
  problems,
});

const place = z.object({ file: field('Relative to the root of the repository.', z.string()), line: field('From 1.', z.int()) });

const adopt = z.object({
  version,
  taken: field(
    'Roles that irsa.yaml describes from now on.',
    list(
      z.object({
        address: field('Of the module call that has made it.', z.string()),
        at: place,
        section: z.enum(['addOns', 'apps']),
        workload: z.string(),
        role: field('Its name, which stays.', z.string()),
        to: field('Its address from now on.', z.string()),
        assumed: field('The release of its module that is taken for it, where its call takes several.', z.optional(z.string())),
        lacks: field('Newer versions of the add-on need more than the flag of its module allows.', z.optional(z.literal(true))),
      }),
    ),
  ),
  left: field(
    'Roles that stay as they are, as irsa.yaml could not say them word for word.',
    list(z.object({ address: z.string(), at: place, why: z.string(), fix: z.string() })),
  ),
  specs: field('The spec with its files, and the patch of the user’s own; none if nothing is taken over.', list(spec)),
  problems,
});

const templates = z.object({
  version,
  changes: field('Templates, or files of the snapshot: how they are not as they should be.', list(change)),
  problems,
});

const completion = z.union([z.object({ version, shell: z.string(), script: z.string() }), z.object({ version, problems })]);

const scan = z.object({
  version,
  ...inventory,
  findings: field('What is wrong with it.', list(finding)),
  problems: field('What could not be read.', list(problem)),
});

const shapes = {
  create: generation,
  generate: generation,
  add: generation,
  catalog,
  explain,
  scan,
  diff,
  upgrade,
  adopt,
  migrate,
  graph,
  doctor,
  templates,
  completion,
} as const;

/** Commands with an answer of their own; that of `schema` is a schema. */
export type Answering = keyof typeof shapes;

/** What a command that could not begin answers too. */
export type AnswerOf<C extends Answering> = z.infer<(typeof shapes)[C]>;
export type FindingJson = z.infer<typeof finding>;
export type ProblemJson = z.infer<typeof problem>;
export type SpecJson = z.infer<typeof spec>;
export type AddOnJson = z.infer<z.ZodMiniObject<typeof addOn>>;
export type ExplainJson = z.infer<z.ZodMiniObject<typeof explanation>>;
export type DiffJson = z.infer<z.ZodMiniObject<typeof difference>>;
export type AccessChangeJson = z.infer<typeof accessChange>;
export type DoctorJson = z.infer<z.ZodMiniObject<typeof diagnosis>>;
export type GrantJson = z.infer<z.ZodMiniObject<typeof grant>>;

export const answering = Object.keys(shapes) as readonly Answering[];

/** JSON Schema (2020-12) of the answers of a command. */
export function answerSchema(command: Answering): object {
  const { $schema, ...schema } = z.toJSONSchema(shapes[command], {
    metadata: hints as never,
    // A promise of our types, not of the answers.
    override: ({ jsonSchema }) => void delete jsonSchema.readOnly,
  });
  return { $schema, title: `create-irsa ${command} --json`, ...schema };
}
