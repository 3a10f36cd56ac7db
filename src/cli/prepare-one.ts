/** One spec of a run: what an interrupted run left in its folder comes first. */
import { editSpec } from '../spec/edit-spec.ts';
import { hasErrors } from '../problem.ts';
import { boundaryFor, prepare, readSpec, type Generation, type GenerationOptions, type Shared, type SpecText } from './generation.ts';
import { folderFor } from './placed.ts';
import { leftover, settle } from './settle.ts';

export interface RunOptions extends GenerationOptions {
  /** Nothing is written, not even what an interrupted run left is completed. */
  readonly readOnly: boolean;
  /** Each spec records this version of create-irsa, and is saved with what it generates. */
  readonly upgrade: boolean;
}

/** @param word a spec's file, or a folder that holds one */
export async function prepareNamed(word: string, options: RunOptions): Promise<Generation> {
  const source = readSpec(word);
  return 'code' in source
    ? { file: word, folder: folderFor(word, options.out), problems: [source], changes: [] }
    : prepareOne(source, options);
}

export async function prepareOne(source: SpecText, options: RunOptions, shared?: Shared): Promise<Generation> {
  const boundary = boundaryFor(source, options);
  const before = options.readOnly ? await leftover(boundary) : await settle(boundary);
  if (hasErrors(before)) return { file: source.file, folder: folderFor(source.file, options.out), problems: before, changes: [] };
  const generation = await prepare(options.upgrade ? upgraded(source) : source, options, shared);
  return before.length === 0 ? generation : { ...generation, problems: [...before, ...generation.problems] };
}

/** The spec as this version of create-irsa records itself in it, to be saved with what it generates. */
const upgraded = ({ file, text }: SpecText): SpecText => ({
  file,
  text: editSpec(text, { toolVersion: __VERSION__ }),
  unsaved: true,
});
