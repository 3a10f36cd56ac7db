import { builtOutputs } from '../schema/spec-schema.ts';
import { items } from '../loose.ts';
import { doubtful } from './check.ts';
import type { Check } from './check.ts';

const known = ['runbook', 'verify', 'eksctl', 'manifests', 'gitops', 'tests', 'audit'];

/** Outputs of later releases do no harm, so they are no errors; by default they are not mentioned. */
export const outputsNotYet: Check = (spec) =>
  items(spec['outputs']).flatMap((output, i) =>
    typeof output === 'string' && known.includes(output) && !builtOutputs.includes(output)
      ? [
          doubtful(
            'output-not-yet',
            ['outputs', i],
            `The output ${output} is not built yet, so nothing is written for it.`,
            'Nothing to do: a later release will write it.',
          ),
        ]
      : [],
  );
