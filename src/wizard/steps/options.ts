/** Asks for the options of an add-on or a grant, as the catalog describes them. */
import type { Option, Options, OptionValues, ResourceName } from '../../catalog/option.ts';
import type { RepoFacts } from '../../plan/repo-facts.ts';
import { sameAnswer, type Asker, type Choice } from '../asker.ts';
import { both, needed, unlessEmpty } from '../check.ts';
import { foundFor, wholeRef, type FoundRef } from '../found.ts';
import { items, readResource, REF, resourceProblem, typedResource, writeResource } from '../resource-text.ts';

export type Answers = Readonly<Record<string, unknown>>;

/** What the catalog says of an add-on or a grant, as far as asking goes. */
export interface Subject {
  readonly options: Options;
  readonly check?: (options: OptionValues<Options>) => string | undefined;
}

export interface Asking {
  readonly asker: Asker;
  readonly facts: RepoFacts;
  /** Whose options: stands before each question. */
  readonly whose: string;
}

const LISTS: readonly string[] = ['resources', 'names'];
const RESOURCES: readonly string[] = ['resource', 'resources'];

const named = ({ options }: Subject, required: boolean): (readonly [string, Option])[] =>
  Object.entries(options).filter(([, option]) => option.required === required);

export const optionalOf = (subject: Subject): readonly (readonly [string, Option])[] => named(subject, false);

interface Extent {
  /** Also what is said already. */
  readonly again?: boolean;
  /** With the last question, whether there is more to say. */
  readonly more?: boolean;
}

/** What is required and not said yet; and, where the options do not go together so, what mends that. */
export async function askNeeded(subject: Subject, before: Answers, asking: Asking, { again, more }: Extent = {}): Promise<Answers> {
  const due = named(subject, true).filter(([name]) => again || before[name] === undefined);
  const optional = optionalOf(subject);
  let answers = before;
  let wantsMore = false;
  for (const [name, option] of due) {
    const offersMore = more && optional.length > 0 && option.kind === 'choice' && name === due.at(-1)?.[0];
    const answer = await askOption(option, answers[name], asking, offersMore ? [moreOf(optional)] : []);
    wantsMore = answer === MORE;
    answers = withOption(answers, name, wantsMore ? await askOption(option, answers[name], asking) : answer);
  }
  return wantsMore ? askMore(subject, answers, asking) : untilRight(subject, answers, asking);
}

/** Those that shall differ from their defaults are picked, then asked; asks again while they do not go together. */
export async function askMore(subject: Subject, before: Answers, asking: Asking): Promise<Answers> {
  const optional = optionalOf(subject);
  const complaint = complaintOf(subject, before);
  const picked = await asking.asker.pick({
    message: `${asking.whose}: ${complaint === undefined ? 'anything more?' : 'what else is to be said?'}`,
    ...(complaint === undefined ? {} : { hint: complaint }),
    choices: optional.map(optionChoice),
    default: optional.filter(([name, option]) => differs(before[name], option)).map(([name]) => name),
  });
  return untilRight(subject, await askPicked(optional, picked, before, asking), asking);
}

const untilRight = async (subject: Subject, answers: Answers, asking: Asking): Promise<Answers> =>
  complaintOf(subject, answers) === undefined ? answers : askMore(subject, answers, asking);

/** Of these options, asks the picked ones and takes the others back. */
export async function askPicked(
  optional: readonly (readonly [string, Option])[],
  picked: readonly string[],
  before: Answers,
  asking: Asking,
): Promise<Answers> {
  let answers = before;
  for (const [name, option] of optional) {
    // What is no by default is yes by being picked.
    const isYes = option.kind === 'flag' && option.default !== true;
    const answer = !picked.includes(name) ? undefined : isYes ? true : await askOption(option, answers[name], asking);
    // A default that is written out stays written.
    if (picked.includes(name) || differs(answers[name], option)) answers = withOption(answers, name, answer);
  }
  return answers;
}

export const optionChoice = ([name, { ask, help }]: readonly [string, Option]): Choice<string> => ({
  value: name,
  name,
  description: `${ask} ${help}`,
});

/** Whether it is said, and is not what is so anyway. */
export const differs = (value: unknown, option: Option): boolean => value !== undefined && !sameAnswer(value, option.default);

export const complaintOf = ({ options, check }: Subject, answers: Answers): string | undefined =>
  check?.({ ...defaultsOf(options), ...answers } as OptionValues<Options>);

/** What is so if nothing is said. */
export const defaultsOf = (options: Options): Answers =>
  Object.fromEntries(Object.entries(options).flatMap(([name, option]) => (option.default === undefined ? [] : [[name, option.default]])));

function withOption(answers: Answers, name: string, answer: unknown): Answers {
  const { [name]: _old, ...others } = answers;
  return answer === undefined ? others : { ...answers, [name]: answer };
}

const MORE = '+';

const moreOf = (optional: readonly (readonly [string, Option])[]): Choice<string> => ({
  value: MORE,
  name: 'More to say first',
  note: optional.map(([name]) => name).join(', '),
});

/** The value as in irsa.yaml; undefined if it is left out or the default. */
async function askOption(option: Option, before: unknown, asking: Asking, more: readonly Choice<string>[] = []): Promise<unknown> {
  const { asker, whose } = asking;
  const message = `${whose}: ${option.ask}`;
  const { help: hint } = option;
  if (option.kind === 'flag') {
    const answer = await asker.confirm({ message, hint, default: (before ?? option.default) === true });
    return answer === (option.default ?? false) ? undefined : answer;
  }
  if (option.kind === 'choice') {
    const choices = [...(option.choices ?? []).map((choice) => ({ value: choice, name: choice })), ...more];
    const given = before ?? option.default ?? option.choices?.[0];
    const answer = await asker.select({ message, hint, choices, ...(typeof given === 'string' ? { default: given } : {}) });
    return answer === option.default ? undefined : answer;
  }
  const found = foundFor(option, asking.facts);
  return found.length === 0 ? askText(option, message, before, asker) : askFound(option, message, found, before, asker);
}

/** What the folder holds is offered; another one may be typed. */
async function askFound(
  option: Option,
  message: string,
  found: readonly Choice<FoundRef>[],
  before: unknown,
  asker: Asker,
): Promise<unknown> {
  const choices: readonly Choice<ResourceName | FoundRef>[] = found;
  const question = { message, hint: option.help, choices, typed: typedResource(option) };
  const whole = async (value: ResourceName | FoundRef): Promise<ResourceName> =>
    typeof value === 'string' ? value : wholeRef(value, asker);
  if (option.kind === 'resource') {
    const given = before ?? found[0]?.value;
    return whole(await asker.select({ ...question, ...(given === undefined ? {} : { default: given as ResourceName }) }));
  }
  const only = found.length === 1 ? found[0] : undefined;
  const given = before ?? (option.required && only !== undefined ? [only.value] : []);
  const picked = await asker.pick({
    ...question,
    ...(before === undefined && option.required && only !== undefined
      ? { hint: `${only.name} is picked as the only one in this folder. ${option.help}` }
      : {}),
    default: given as readonly ResourceName[],
    check: (values) => (option.required && values.length === 0 ? 'At least one is needed: space picks.' : undefined),
  });
  const values: ResourceName[] = [];
  for (const value of picked) values.push(await whole(value));
  return values.length === 0 ? undefined : values;
}

async function askText(option: Option, message: string, before: unknown, asker: Asker): Promise<unknown> {
  const isList = LISTS.includes(option.kind);
  const parts = (answer: string): readonly string[] => (isList ? items(answer) : [answer.trim()]);
  const check = (answer: string): string | undefined =>
    parts(answer)
      .map((part) => (RESOURCES.includes(option.kind) ? resourceProblem(option, part) : option.check?.(part)))
      .find((complaint) => complaint !== undefined);
  const given = (before === undefined ? option.default : asText(before)) ?? (option.required ? undefined : '');
  const answer = await asker.input({
    message,
    hint: hintOf(option),
    ...(typeof given === 'string' ? { default: given } : {}),
    check: option.required ? both(needed, check) : unlessEmpty(check),
  });
  if (answer.trim() === '' || answer.trim() === option.default) return undefined;
  const values = parts(answer).map((part) => (RESOURCES.includes(option.kind) ? readResource(part) : part));
  return isList ? values : values[0];
}

const hintOf = ({ required, help, example, kind }: Option): string =>
  [
    `${required ? '' : 'Optional. '}${help}`,
    `For example ${example}${LISTS.includes(kind) ? '; several are separated by commas' : ''}.`,
    ...(RESOURCES.includes(kind) ? [`A reference begins with ${REF}`] : []),
  ].join(' ');

const asText = (value: unknown): string => (Array.isArray(value) ? value.map(asText).join(', ') : writeResource(value));
