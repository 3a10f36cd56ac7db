/** What all roles have, beside what they allow: tags, a boundary, a path, how their names begin. */
import { policyArn, rolePath, rolePrefix, tagKey, tagValue } from '../../spec/rules/aws.ts';
import { loose } from '../../spec/loose.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { obeys, unlessEmpty } from '../check.ts';
import { answerAt, withAnswer } from '../draft.ts';
import { habitProposals, tagsText } from '../fitting.ts';
import { items } from '../resource-text.ts';
import type { Step, Wizard } from '../wizard.ts';

/** Each with what the neighbours have, where nothing is said of it. */
export const editLooks: Step = async (draft, wizard) => {
  const given = (key: string): unknown => lookOf(draft, key, wizard);
  const { asker } = wizard;
  const tags = await asker.input({
    message: 'Tags of every role and policy',
    hint: 'As key=value, for example team=platform; several are separated by commas. Empty for none.',
    default: tagsText(loose(given('tags')) as Record<string, string>),
    check: (text) =>
      items(text)
        .map(wrongTag)
        .find((complaint) => complaint !== undefined),
  });
  draft = said(draft, 'tags', Object.fromEntries(items(tags).map(readTag)), {}, wizard);
  const boundary = await ask(
    'ARN of their permissions boundary',
    'Empty for none.',
    given('permissionsBoundary'),
    obeys(policyArn),
    wizard,
  );
  draft = said(draft, 'permissionsBoundary', boundary || null, null, wizard);
  const path = await ask('Their IAM path', 'Empty for /.', given('rolePath'), obeys(rolePath), wizard);
  draft = said(draft, 'rolePath', path || '/', '/', wizard);
  const prefix = await ask(
    'What their names begin with',
    'Before the name of the cluster. Empty for nothing.',
    given('rolePrefix'),
    obeys(rolePrefix),
    wizard,
  );
  return said(draft, 'rolePrefix', prefix, '', wizard);
};

/** In one line, for lists. */
export const looksText = (draft: SpecInput, wizard: Wizard): string =>
  [
    tagsText(loose(lookOf(draft, 'tags', wizard)) as Record<string, string>),
    ...['permissionsBoundary', 'rolePath', 'rolePrefix'].map((key) => lookOf(draft, key, wizard)),
  ]
    .filter((text) => typeof text === 'string' && text !== '' && text !== '/')
    .join(', ');

/** What is said, else what is proposed for a new spec. */
function lookOf(draft: SpecInput, key: string, wizard: Wizard): unknown {
  const here = answerAt(draft, [key]);
  if (here !== undefined || draft.version !== undefined) return here;
  return habitProposals(draft, wizard).find(({ path }) => path[0] === key)?.value;
}

/** Nothing is said of what is so anyway, unless something else would be proposed. */
function said(draft: SpecInput, key: string, value: unknown, usual: unknown, wizard: Wizard): SpecInput {
  const isUsual = JSON.stringify(value) === JSON.stringify(usual);
  const isOpen = answerAt(draft, [key]) === undefined && lookOf(draft, key, wizard) === undefined;
  return isUsual && isOpen ? draft : withAnswer(draft, [key], value);
}

const ask = async (message: string, hint: string, given: unknown, check: (text: string) => string | undefined, { asker }: Wizard) =>
  (await asker.input({ message, hint, default: typeof given === 'string' ? given : '', check: unlessEmpty(check) })).trim();

function readTag(item: string): readonly [string, string] {
  const at = item.indexOf('=');
  return [item.slice(0, at), item.slice(at + 1)];
}

function wrongTag(item: string): string | undefined {
  if (!item.includes('=')) return `"${item}" lacks its value: write ${item}=platform, for example.`;
  const [key, value] = readTag(item);
  return tagKey(key)?.message ?? obeys(tagValue)(value);
}
