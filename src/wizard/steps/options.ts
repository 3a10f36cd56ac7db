/** Asks for the options of an add-on or a grant, as the catalog describes them. */
import type { Option, Options, OptionValues } from '../../catalog/option.ts';
import { traversal } from '../../spec/rules/terraform.ts';
import type { Asker, Check } from '../asker.ts';
import { both, needed, obeys, unlessEmpty } from '../check.ts';

export type Answers = Readonly<Record<string, unknown>>;

/** What the catalog says of an add-on or a grant, as far as asking goes. */
interface Subject {
  readonly title: string;
  readonly options: Options;
  readonly check?: (options: OptionValues<Options>) => string | undefined;
}

type Named = readonly [name: string, option: Option];

const REF = 'ref:';
const LISTS: readonly string[] = ['resources', 'names'];
const RESOURCES: readonly string[] = ['resource', 'resources'];

/**
 * What is required is asked; of the rest, what the user picks from a list, so that most answers take
 * one key. Asks again if the options do not go together, with the reason; keeps what else `before` says.
 */
export async function askOptions(subject: Subject, before: Answers, asker: Asker): Promise<Answers> {
  const all = Object.entries(subject.options);
  const required = all.filter(([, option]) => option.required);
  const optional = all.filter(([, option]) => !option.required);
  let answers = before;
  for (const [name, option] of required) answers = withOption(answers, name, await askOption(subject.title, option, answers[name], asker));
  for (;;) {
    const complaint = complaintOf(subject, answers);
    if (complaint !== undefined) asker.say(complaint);
    answers = await askOptional(subject.title, optional, answers, asker);
    if (complaintOf(subject, answers) === undefined) return answers;
  }
}

const complaintOf = ({ options, check }: Subject, answers: Answers): string | undefined =>
  check?.({ ...defaultsOf(options), ...answers } as OptionValues<Options>);

/** One alone is asked; of several, those that shall differ from their defaults are picked first. */
async function askOptional(title: string, optional: readonly Named[], answers: Answers, asker: Asker): Promise<Answers> {
  const several = optional.length > 1;
  const picked = several
    ? await asker.pick({
        message: `${title}: anything more?`,
        choices: optional.map((entry) => ({ value: entry[0], name: entry[0], description: `${entry[1].ask} ${entry[1].help}` })),
        default: optional.filter(([name, option]) => answers[name] !== undefined && answers[name] !== option.default).map(([name]) => name),
      })
    : optional.map(([name]) => name);
  for (const [name, option] of optional) {
    const answer = picked.includes(name) ? await askPicked(several, title, option, answers[name], asker) : undefined;
    answers = withOption(answers, name, answer);
  }
  return answers;
}

/** What is no by default is yes by being picked. */
const askPicked = async (picked: boolean, ...question: Parameters<typeof askOption>): Promise<unknown> =>
  picked && question[1].kind === 'flag' && question[1].default !== true ? true : askOption(...question);

function withOption(answers: Answers, name: string, answer: unknown): Answers {
  const { [name]: _old, ...others } = answers;
  return answer === undefined ? others : { ...answers, [name]: answer };
}

/** What is so if nothing is said. */
export const defaultsOf = (options: Options): Answers =>
  Object.fromEntries(Object.entries(options).flatMap(([name, option]) => (option.default === undefined ? [] : [[name, option.default]])));

/** The value as in irsa.yaml; undefined if it is left out or the default. */
async function askOption(title: string, option: Option, before: unknown, asker: Asker): Promise<unknown> {
  const message = `${title}: ${option.ask}`;
  if (option.kind === 'flag') {
    const answer = await asker.confirm({ message, default: (before ?? option.default) === true });
    return answer === (option.default ?? false) ? undefined : answer;
  }
  if (option.kind === 'choice') {
    const choices = (option.choices ?? []).map((choice) => ({ value: choice, name: choice }));
    const given = before ?? option.default;
    const answer = await asker.select({ message, choices, ...(typeof given === 'string' ? { default: given } : {}) });
    return answer === option.default ? undefined : answer;
  }
  const check = checkOf(option);
  const given = (before === undefined ? option.default : asText(before)) ?? (option.required ? undefined : '');
  const answer = await asker.input({
    message,
    hint: hintOf(option),
    ...(typeof given === 'string' ? { default: given } : {}),
    check: option.required ? both(needed, check) : unlessEmpty(check),
  });
  return answer.trim() === '' || answer.trim() === option.default ? undefined : asValue(option, answer);
}

const hintOf = ({ required, help, example, kind }: Option): string =>
  [
    `${required ? '' : 'Optional. '}${help}`,
    `For example ${example}${LISTS.includes(kind) ? '; several are separated by commas' : ''}.`,
    ...(RESOURCES.includes(kind) ? [`A reference begins with ${REF}`] : []),
  ].join(' ');

/** Each element on its own; a Terraform reference is written `ref:` and the reference. */
function checkOf(option: Option): Check {
  const checkOne: Check = (item) => {
    if (RESOURCES.includes(option.kind) && item.startsWith(REF))
      return both(obeys(traversal), (ref) => option.checkRef?.(ref))(item.slice(REF.length));
    return option.check?.(item);
  };
  return (answer) =>
    elements(option, answer)
      .map(checkOne)
      .find((complaint) => complaint !== undefined);
}

const elements = (option: Option, answer: string): string[] =>
  LISTS.includes(option.kind)
    ? answer
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
    : [answer.trim()];

function asValue(option: Option, answer: string): unknown {
  const values = elements(option, answer).map((item) =>
    RESOURCES.includes(option.kind) && item.startsWith(REF) ? { ref: item.slice(REF.length) } : item,
  );
  return LISTS.includes(option.kind) ? values : values[0];
}

function asText(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(asText).join(', ');
  if (typeof value === 'object' && value !== null && 'ref' in value) return `${REF}${String(value.ref)}`;
  return typeof value === 'string' ? value : undefined;
}
