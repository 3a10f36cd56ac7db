/** `format: json`: the plan as one Terraform JSON object, synthesised in memory. */
import { RootConstruct } from 'constructs';
import type { TerraformPlan } from '../plan/terraform/blocks.ts';
import { given } from './given.ts';
import { IrsaStack } from './irsa-stack.ts';

type Json = Record<string, unknown>;
type Labelled = Record<string, Json>;
type Typed = Record<string, Labelled>;

/**
 * What `irsa.tf.json` holds. Exactly the plan's blocks: no backend, and no provider but theirs, since
 * the root module may have its own. Without an `App`, which would make its output folder at once.
 *
 * @returns blocks of a kind in the order of the plan
 */
export const synthesize = (plan: TerraformPlan): Promise<Json> =>
  Promise.resolve(
    withoutMetadata(
      new IrsaStack(
        new RootConstruct(),
        'irsa',
        plan.files.flatMap((file) => file.blocks),
      ).toTerraform() as Json,
    ),
  );

/** cdktf notes paths and versions under `//`, at the root and in each block; deeper, it is a key of the user's. */
function withoutMetadata(terraform: Json): Json {
  const { data, resource, module, ...others } = bare(terraform);
  return given({
    ...others,
    data: data && each(data as Typed, (ofType) => each(ofType, bare)),
    resource: resource && each(resource as Typed, (ofType) => each(ofType, bare)),
    module: module && each(module as Labelled, (call) => sourceFirst(bare(call))),
  });
}

const bare = (block: Json): Json => Object.fromEntries(Object.entries(block).filter(([key]) => key !== '//'));

const sourceFirst = ({ source, version, providers, ...inputs }: Json): Json => ({ ...given({ source, version, providers }), ...inputs });

const each = <T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
