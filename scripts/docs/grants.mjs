/** The catalog's grants → docs/grants.md. */
import { code, fence, page, table } from './markdown.mjs';
import { exampleOf, givenOf, inline, optionTable } from './options.mjs';
import { statementTable } from './statements.mjs';

export const grantsPage = ({ grants }) =>
  page(
    'Grants',
    'A grant lets an app into one resource of one AWS service: named resources, verbs that fit the service, and the fewest actions that do the work. `create-irsa catalog <service>` prints the same.',
    'A **resource** is a name, an ARN, or `{ ref: aws_s3_bucket.orders.arn }`. What no grant says can be said by `managedPolicies` and `statements` of the app ([the spec](spec.md#apps)).',
    table(
      ['grant', 'service', 'what it gives'],
      grants.map(({ service, title, summary }) => [`[${code(service)}](#${service})`, title, summary]),
    ),
    grants.map(grant),
  );

const grant = (entry) =>
  [
    `## ${entry.service}`,
    `**${entry.title}**: ${entry.summary} [AWS on its permissions](${entry.link}).`,
    optionTable(entry.options),
    fence('yaml', `grants:\n  - ${entry.service}: ${inline(requiredOf(entry))}`),
    ...statementsOf(entry),
  ].join('\n\n');

/** For each access that can be asked for, with whatever else that one needs. */
const statementsOf = (entry) =>
  (entry.options.access?.choices ?? [undefined]).flatMap((access) => {
    const given = { ...givenOf(entry.options), ...(access && { access }) };
    const whole = entry.check?.(given) === undefined ? given : { ...given, ...neededOf(entry, given) };
    return [...(access ? [`With ${code(`access: ${access}`)}:`] : []), statementTable(entry.statements(whole))];
  });

/** The first option without which the check complains. */
const neededOf = ({ options, check }, given) =>
  Object.entries(options)
    .map(([name, option]) => ({ [name]: exampleOf(option) }))
    .find((more) => check({ ...given, ...more }) === undefined);

const requiredOf = ({ options }) =>
  Object.fromEntries(Object.entries(options).flatMap(([name, option]) => (option.required ? [[name, exampleOf(option)]] : [])));
