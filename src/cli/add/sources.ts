/** The texts of a spec's files with an addition in them, byte for byte the same elsewhere. */
import { stringify } from 'yaml';
import { error, hasErrors, type Outcome, type Path, type Problem } from '../../problem.ts';
import { editInPlace, whyNotInPlace } from '../../spec/edit-spec.ts';
import { flowNode, fragmentSchemaLine, styledNode } from '../../spec/layout.ts';
import { primaryUnsaid } from '../../spec/primary.ts';
import { printing } from '../../spec/print-spec.ts';
import { readYaml } from '../../spec/read-yaml.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { boundaryFor, type SpecText } from '../generation.ts';
import { changesHere, changesTo } from '../merge.ts';
import { homeOf, type Destination } from './destination.ts';
import type { AddDesk } from './desk.ts';

export interface Sources {
  readonly source: SpecText;
  /** No file says anything new. */
  readonly unchanged: boolean;
}

/** Whose labels are plain is written down before another cluster could take them over. */
export function complete(input: SpecInput): SpecInput {
  const primary = primaryUnsaid({ ...input });
  return primary === undefined ? input : { ...input, primary };
}

/** @param input everything that the spec shall say */
export function sourcesOf(desk: AddDesk, input: SpecInput): Outcome<Sources> {
  const { apps = {}, ...rest } = changesTo(desk.base, complete(input));
  const boundary = boundaryFor(desk, {});
  const homes = new Map<string, Destination>();
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  const here: Record<string, unknown> = {};
  for (const [id, app] of Object.entries(apps)) {
    const isNew = desk.base.apps?.[id] === undefined;
    const home = isNew ? desk.destination : homeOf(id, desk.layers, boundary);
    if (home === undefined) {
      here[id] = app;
      continue;
    }
    homes.set(home.path, home);
    const before = texts.get(home.path) ?? home.text ?? '';
    const text = inFragment(before, { [id]: app });
    if (text === undefined) problems.push({ ...refused(home.path, before, { apps: { [id]: app } as never }), file: home.path });
    else texts.set(home.path, text);
  }
  const changes = changesHere(desk.said, {
    ...rest,
    ...(Object.keys(here).length === 0 ? {} : { apps: here as NonNullable<SpecInput['apps']> }),
  }).changes;
  const text = Object.keys(changes).length === 0 ? desk.text : editInPlace(desk.text, changes);
  if (text === undefined) problems.push({ ...refused('irsa.yaml', desk.text, changes), file: desk.file });
  if (text === undefined || hasErrors(problems)) return { problems };
  const fragments = [...texts].map(([path, now]) => ({ path, text: now }));
  return {
    value: {
      source: { file: desk.file, text, unsaved: true, ...(fragments.length === 0 ? {} : { fragments }) },
      unchanged: text === desk.text && fragments.every((fragment) => fragment.text === homes.get(fragment.path)?.text),
    },
    problems: [],
  };
}

/** A new fragment begins with where editors find its schema. */
function inFragment(before: string, apps: Readonly<Record<string, unknown>>): string | undefined {
  if ((readYaml(before, '').yaml?.value ?? null) !== null) return editInPlace(before, { apps } as never);
  const head = before.trim() === '' ? `${fragmentSchemaLine}\n` : `${before.trimEnd()}\n`;
  return `${head}${lines({ apps })}`;
}

const lines = (input: object): string => stringify(styledNode(input, [], false), printing);

function refused(file: string, text: string, changes: SpecInput): Problem {
  const path: Path = Object.entries(changes).flatMap(([key, value]) => [key, ...(isMap(value) ? Object.keys(value).slice(0, 1) : [])]);
  return error(
    'spec-layout',
    path,
    `${file} cannot take this without a change to lines that say something else: ${whyNotInPlace(text, path)}.`,
    `Write it there yourself, then run \`create-irsa generate\`: ${stringify(flowNode(changes), printing).trim()}.`,
  );
}

const isMap = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
