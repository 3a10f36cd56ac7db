/** Where an addition goes: the files of the spec, what they say together, and that with the addition laid over it. */
import { dirname, resolve } from 'node:path';
import { factsFor } from '../../plan/repo-facts.ts';
import { scanRoot, type Scan } from '../../repo/scan/scan-root.ts';
import { hasErrors, type Outcome, type Problem } from '../../problem.ts';
import { isPlainMap } from '../../spec/merge-input.ts';
import { layOver, type SpecLayers } from '../../spec/layers.ts';
import { loose } from '../../spec/loose.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { readLayer } from '../../spec/written-spec.ts';
import { answerAt, keysAt } from '../../wizard/draft.ts';
import { answers } from '../answers.ts';
import { isGiven, valueOf, type Arguments, type GivenFlag } from '../arguments.ts';
import { boundaryFor, readSpec } from '../generation.ts';
import { merge, type Merged } from '../merge.ts';
import { leftover, settle } from '../settle.ts';
import { specReader } from '../spec-files.ts';
import { destinationOf, type Destination } from './destination.ts';
import { readWords, type Wanted } from './words.ts';

export interface AddDesk {
  readonly folder: string;
  readonly file: string;
  readonly text: string;
  /** What that file alone says. */
  readonly said: SpecInput;
  /** What it says with the files that it extends and includes. */
  readonly base: SpecInput;
  readonly merged: Merged;
  readonly wanted: Wanted;
  readonly layers: SpecLayers;
  /** The fragment that new apps go to; absent: irsa.yaml. */
  readonly destination?: Destination;
}

interface Opened extends Outcome<AddDesk> {
  /** Flags that were given, and cannot be read. */
  readonly unread?: readonly GivenFlag[];
}

export async function openDesk(args: Arguments): Promise<Opened> {
  const source = readSpec(valueOf(args, 'spec') ?? '.');
  if ('code' in source) return { problems: [source] };
  const { file, text } = source;
  const boundary = boundaryFor(source, {});
  const before = isGiven(args, 'dry-run') ? await leftover(boundary) : await settle(boundary);
  if (hasErrors(before)) return { problems: before };
  const { value: own, problems: ofText } = readLayer(text, file);
  if (own === undefined || hasErrors(ofText)) return { problems: [...before, ...ofText] };
  const { value: layers, problems: ofFiles } = specReader().read(own);
  const found = [...before, ...ofText, ...ofFiles];
  if (layers === undefined || hasErrors(found)) return { problems: found };
  const { extends: _extends, include: _include, ...base } = loose(layOver(layers).value) as SpecInput;
  const { value: wanted, problems: ofWords } = readWords(args, keysAt(base, ['apps']));
  const named = valueOf(args, 'file');
  const destination = named === undefined ? undefined : destinationOf(named, layers, boundary);
  const problems: Problem[] = [...found, ...ofWords, ...(destination?.problems ?? [])];
  if (wanted === undefined || hasErrors(problems)) return { problems };
  const flags = answers(wanted.flags, merge(base, wanted.bare).value);
  if (hasErrors(flags.problems)) return { problems: [...problems, ...flags.problems] };
  return {
    value: {
      folder: dirname(file),
      file,
      text,
      said: (isPlainMap(own.yaml.value) ? own.yaml.value : {}) as SpecInput,
      base,
      merged: merge(base, merge(wanted.bare, flags.value).value),
      wanted,
      layers,
      ...(destination?.value === undefined ? {} : { destination: destination.value }),
    },
    problems,
  };
}

/** What the root module of the spec has. */
export async function factsOf({ base, folder }: AddDesk): Promise<Scan> {
  const directory = answerAt(base, ['terraform', 'directory']);
  const { facts, problems } = await scanRoot(resolve(folder, typeof directory === 'string' ? directory : '.'));
  return { facts: factsFor(answerAt(base, ['terraform', 'format']), facts), problems };
}
