/**
 * `data.aws_iam_policy_document`, for real: the JSON is what the AWS provider 5.x and 6.x renders.
 * Rules that are easy to miss:
 *   - a list of one collapses to a string; longer lists of actions, resources and identifiers are
 *     sorted in reverse, condition values keep their order
 *   - `&{` becomes `${` (policy variables)
 *   - documents merge by Sid: a later statement replaces an earlier one of the same Sid
 *   - Go's encoder writes <, > and & as \u003c, \u003e and \u0026
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/d/iam_policy_document.html.markdown
 */
import { crc32 } from 'node:zlib';
import { blocks, isValues, text, texts, type Values } from '../wire.ts';

class PolicyError extends Error {}

type OneOrMore = string | readonly string[];

interface Principal {
  readonly type: string;
  readonly identifiers: OneOrMore;
}

interface Condition {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly string[];
}

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action?: OneOrMore | undefined;
  readonly NotAction?: OneOrMore | undefined;
  readonly Resource?: OneOrMore | undefined;
  readonly NotResource?: OneOrMore | undefined;
  readonly Principal: readonly Principal[];
  readonly NotPrincipal: readonly Principal[];
  readonly Condition: readonly Condition[];
}

interface Document {
  readonly Version: string;
  readonly Id: string;
  readonly Statement: readonly Statement[];
}

/** @param config the data source's configuration, wholly known
 *  @returns its computed attributes, or why the provider refuses it */
export function policyDocument(config: Values): Values | { readonly summary: string } {
  try {
    const document = render(merged(config));
    const json = goEscape(JSON.stringify(document, null, 2));
    return {
      id: String(crc32(json)),
      json,
      minified_json: goEscape(JSON.stringify(document)),
      version: text(config['version'], '2012-10-17'),
    };
  } catch (error) {
    if (error instanceof PolicyError) return { summary: error.message };
    throw error;
  }
}

function merged(config: Values): Document {
  const seen = new Set<string>();
  const sources = texts(config['source_policy_documents']).map((json, i) => {
    const where = `writing IAM Policy Document: merging source document ${i}: `;
    const document = parse(json, where);
    document.Statement.forEach(({ Sid }, j) => {
      if (Sid && seen.has(Sid)) {
        throw new PolicyError(
          `${where}duplicate Sid (${Sid}) in source_policy_documents (statement ${j}). Remove the Sid or ensure Sids are unique.`,
        );
      }
      seen.add(Sid);
    });
    return document;
  });
  const overrides = texts(config['override_policy_documents']).map((json, i) =>
    parse(json, `writing IAM Policy Document: merging override document ${i}: `),
  );
  return [...sources, own(config), ...overrides].reduce(merge);
}

function merge(document: Document, next: Document): Document {
  const Statement = [...document.Statement];
  for (const statement of next.Statement) {
    const at = statement.Sid ? Statement.findIndex(({ Sid }) => Sid === statement.Sid) : -1;
    if (at < 0) Statement.push(statement);
    else Statement[at] = statement;
  }
  return { Version: next.Version > document.Version ? next.Version : document.Version, Id: next.Id || document.Id, Statement };
}

/** The statements written as blocks. */
function own(config: Values): Document {
  const version = text(config['version'], '2012-10-17');
  const seen = new Set<string>();
  const Statement = blocks(config['statement']).map((block): Statement => {
    const Sid = text(block['sid']);
    if (Sid && seen.has(Sid))
      throw new PolicyError(`writing IAM Policy Document: duplicate Sid (${Sid}). Remove the Sid or ensure the Sid is unique.`);
    seen.add(Sid);
    const list = (name: string) => (texts(block[name]).length > 0 ? oneOrReversed(texts(block[name])) : undefined);
    const withVariables = (value: OneOrMore | undefined) => (value === undefined ? value : variables(value, version));
    const principals = (name: string) =>
      blocks(block[name]).map((p) => ({
        type: text(p['type']),
        identifiers: variables(oneOrReversed(texts(p['identifiers'])), version),
      }));
    return {
      Sid,
      Effect: text(block['effect'], 'Allow'),
      Action: list('actions'),
      NotAction: list('not_actions'),
      Resource: withVariables(list('resources')),
      NotResource: withVariables(list('not_resources')),
      Principal: principals('principals'),
      NotPrincipal: principals('not_principals'),
      Condition: blocks(block['condition']).map((c) => ({
        test: text(c['test']),
        variable: text(c['variable']),
        values: texts(c['values']).map((value) => variable(value, version)),
      })),
    };
  });
  return { Version: version, Id: text(config['policy_id']), Statement };
}

const oneOrReversed = (list: readonly string[]): OneOrMore => {
  const [only = ''] = list;
  return list.length === 1 ? only : [...list].sort().reverse();
};

const variables = (value: OneOrMore, version: string): OneOrMore =>
  typeof value === 'string' ? variable(value, version) : value.map((element) => variable(element, version));

function variable(value: string, version: string): string {
  if (version === '2008-10-17' && value.includes('&{')) {
    throw new PolicyError(`found &{ sequence in (${value}), which is not supported in document version 2008-10-17`);
  }
  return value.replaceAll('&{', '${');
}

/** A document given as JSON: its lists stay as they are written. */
function parse(json: string, where: string): Document {
  if (json === '') return { Version: '', Id: '', Statement: [] };
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch (error) {
    throw new PolicyError(`${where}${(error as Error).message}`);
  }
  const get = (from: unknown, key: string): unknown =>
    isValues(from) ? Object.entries(from).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1] : undefined;
  const statements = get(raw, 'Statement') ?? [];
  if (!Array.isArray(statements)) {
    throw new PolicyError(
      `${where}json: cannot unmarshal object into Go struct field IAMPolicyDoc.Statement of type []*iam.IAMPolicyStatement`,
    );
  }
  return {
    Version: text(get(raw, 'Version')),
    Id: text(get(raw, 'Id')),
    Statement: statements.map((s: unknown) => ({
      Sid: text(get(s, 'Sid')),
      Effect: text(get(s, 'Effect')),
      Action: get(s, 'Action') as OneOrMore | undefined,
      NotAction: get(s, 'NotAction') as OneOrMore | undefined,
      Resource: get(s, 'Resource') as OneOrMore | undefined,
      NotResource: get(s, 'NotResource') as OneOrMore | undefined,
      Principal: parsePrincipals(get(s, 'Principal')),
      NotPrincipal: parsePrincipals(get(s, 'NotPrincipal')),
      Condition: parseConditions(get(s, 'Condition')),
    })),
  };
}

function parsePrincipals(principals: unknown): Principal[] {
  if (typeof principals === 'string') return [{ type: '*', identifiers: ['*'] }];
  return isValues(principals)
    ? Object.entries(principals).map(([type, identifiers]) => ({ type, identifiers: identifiers as OneOrMore }))
    : [];
}

const parseConditions = (conditions: unknown): Condition[] =>
  Object.entries(isValues(conditions) ? conditions : {}).flatMap(([test, keys]) =>
    Object.entries(isValues(keys) ? keys : {}).map(([variable, value]) => ({
      test,
      variable,
      values: (Array.isArray(value) ? value : [value]).map(String),
    })),
  );

function render({ Version, Id, Statement }: Document): object {
  return {
    ...(Version ? { Version } : {}),
    ...(Id ? { Id } : {}),
    ...(Statement.length > 0 ? { Statement: Statement.map(renderStatement) } : {}),
  };
}

/** JSON.stringify leaves undefined out. */
const renderStatement = (s: Statement): object => ({
  Sid: s.Sid || undefined,
  Effect: s.Effect || undefined,
  Action: s.Action,
  NotAction: s.NotAction,
  Resource: s.Resource,
  NotResource: s.NotResource,
  Principal: renderPrincipals(s.Principal),
  NotPrincipal: renderPrincipals(s.NotPrincipal),
  Condition: renderConditions(s.Condition),
});

function renderPrincipals(principals: readonly Principal[]): unknown {
  const [only] = principals;
  if (!only) return undefined;
  if (principals.length === 1 && only.type === '*' && [only.identifiers].flat().join() === '*') return '*';
  const byType: Record<string, OneOrMore> = {};
  for (const { type, identifiers } of principals) {
    const more = typeof identifiers === 'string' ? identifiers : [...identifiers].sort().reverse();
    byType[type] = byType[type] === undefined ? more : [byType[type], more].flat();
  }
  return sorted(byType);
}

function renderConditions(conditions: readonly Condition[]): unknown {
  if (conditions.length === 0) return undefined;
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of conditions) ((byTest[test] ??= {})[variable] ??= []).push(...values);
  const collapsed = Object.entries(byTest).map(([test, keys]) => {
    const entries = Object.entries(keys).map(([key, values]) => [key, values.length === 1 ? values[0] : values]);
    return [test, sorted(Object.fromEntries(entries) as object)];
  });
  return sorted(Object.fromEntries(collapsed) as object);
}

const sorted = (record: object): object => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const goEscape = (json: string): string => json.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
