/** What the folder holds that an option may name, as references of Terraform. */
import type { Maker } from '../iam/arn.ts';
import type { Option } from '../catalog/option.ts';
import { registryAddress } from '../catalog/modules/registry-address.ts';
import type { Location, RepoFacts } from '../plan/repo-facts.ts';
import type { Asker, Choice } from './asker.ts';
import { traversal } from '../spec/rules/terraform.ts';
import { both, needed, obeys } from './check.ts';

export interface FoundRef {
  readonly ref: string;
  /** Made with for_each: the reference is not whole without one of its keys. */
  readonly keyed?: true;
}

interface Place {
  readonly address: string;
  readonly name?: string;
  readonly repeated?: 'count' | 'for_each';
  readonly at: Location;
}

export const IN_THIS_FOLDER = 'In this folder';

/** In the order in which the kind's makers are listed: resources before modules. */
export const foundFor = ({ madeBy = [] }: Pick<Option, 'madeBy'>, facts: RepoFacts): readonly Choice<FoundRef>[] =>
  madeBy.flatMap((maker) => places(maker, facts).map((place) => choiceOf(place, maker.attribute)));

function places(maker: Maker, facts: RepoFacts): readonly Place[] {
  if ('type' in maker) return facts.resources.filter(({ type }) => type === maker.type);
  return facts.modules
    .filter(({ source }) => registryAddress(source) === maker.module)
    .map(({ label, ...call }) => ({ ...call, address: `module.${label}` }));
}

function choiceOf({ address, name, repeated, at }: Place, attribute: string): Choice<FoundRef> {
  const where = `${at.file}:${at.line}`;
  return {
    value:
      repeated === 'for_each'
        ? { ref: `${address}[""].${attribute}`, keyed: true }
        : { ref: `${address}${repeated === 'count' ? '[0]' : ''}.${attribute}` },
    name: repeated === 'for_each' ? `${address}[...]` : address,
    note: name === undefined ? where : `${name}, ${where}`,
    group: IN_THIS_FOLDER,
  };
}

/** Asks for the key where one is needed. */
export async function wholeRef({ ref, keyed }: FoundRef, asker: Asker): Promise<{ readonly ref: string }> {
  if (keyed === undefined) return { ref };
  const [before = '', after = ''] = ref.split('""');
  const withKey = (key: string): string => `${before}${JSON.stringify(key.trim())}${after}`;
  const key = await asker.input({
    message: `Which one of ${before.slice(0, -1)}?`,
    hint: 'It is made with for_each: give the key of one.',
    check: both(needed, (answer) => obeys(traversal)(withKey(answer))),
  });
  return { ref: withKey(key) };
}
