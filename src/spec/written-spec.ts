/** A spec as it is written, in one file or in several: its value, and where each part of it stands. */
import { error, type Outcome, type Path, type Problem } from '../problem.ts';
import { loose, withoutNulls } from './loose.ts';
import { namedPolicyFiles } from './named-policy-files.ts';
import { readYaml, type Place, type YamlText } from './read-yaml.ts';

/** One file of a spec. */
export interface Layer {
  /** As the user would name it. */
  readonly file: string;
  readonly yaml: YamlText;
}

export interface FilePlace extends Partial<Place> {
  readonly file: string;
}

export interface WrittenSpec {
  readonly value: unknown;
  /** The place of a value, or of its key, in the file that holds it. */
  readonly locate: (path: Path, part?: 'key' | 'value') => FilePlace;
  readonly written: YamlText['written'];
  /** Of the text, and of what the files are to one another. */
  readonly problems: readonly Problem[];
}

export function readLayer(text: string, file: string): Outcome<Layer> {
  const { yaml, problems } = readYaml(text, file);
  if (yaml === undefined) return { problems };
  if (yaml.value !== null) return { value: { file, yaml }, problems };
  const empty = error('empty-spec', [], 'The spec is empty.', 'Run create-irsa to be asked, or begin with version: 1.');
  return { problems: [{ ...empty, file, line: 1, column: 1 }] };
}

/** It names no other file, so it is the whole spec. */
export function isWhole({ yaml }: Layer): boolean {
  const said = loose(yaml.value);
  return said['extends'] === undefined && said['include'] === undefined && namedPolicyFiles(said).length === 0;
}

export const placeIn = ({ file, yaml }: Layer, path: Path, part?: 'key' | 'value'): FilePlace => ({ file, ...yaml.locate(path, part) });

/** @param problems of its text */
export const alone = (layer: Layer, problems: readonly Problem[] = []): WrittenSpec => ({
  value: withoutNulls(layer.yaml.value),
  locate: (path, part) => placeIn(layer, path, part),
  written: (path) => layer.yaml.written(path),
  problems,
});
