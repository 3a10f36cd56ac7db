/** What AWS documents of condition operators, example by example. */
import { describe, expect, test } from '@jest/globals';
import { meets, operatorOf } from '../../../src/iam/conditions/meets.ts';

/** A row: operator, values of the policy, values of the request, whether that is met. */
type Row = readonly [operator: string, expected: readonly string[], actual: readonly string[] | undefined, met: boolean];

const holds = (rows: readonly Row[]) =>
  test.each(rows)('%s %j of %j: %s', (operator, expected, actual, met) => expect(meets(operator, expected, actual)).toBe(met));

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
describe('strings', () =>
  holds([
    ['StringEquals', ['john'], ['john'], true],
    ['StringEquals', ['john'], ['John'], false],
    ['StringEqualsIgnoreCase', ['john'], ['John'], true],
    ['StringNotEqualsIgnoreCase', ['john'], ['John'], false],
    ['StringLike', ['home/*'], ['home/a/b'], true],
    ['StringLike', ['arn:aws:iam::*:role/?'], ['arn:aws:iam::1:role/ab'], false],
    ['StringEquals', ['home/*'], ['home/a'], false],
    ['StringNotLike', ['home/*', 'tmp/*'], ['tmp/x'], false],
    ['StringNotLike', ['home/*', 'tmp/*'], ['var/x'], true],
    ['StringLike', ['?'], ['é'], true],
    ['StringLike', ['?'], ['🦊'], true],
  ]));

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Numeric
describe('numbers', () =>
  holds([
    ['NumericLessThanEquals', ['10'], ['10'], true],
    ['NumericLessThanEquals', ['10'], ['11'], false],
    ['NumericLessThan', ['10'], ['9.5'], true],
    ['NumericGreaterThan', ['10'], ['9'], false],
    ['NumericGreaterThanEquals', ['-1'], ['-1.0'], true],
    ['NumericEquals', ['1.0'], ['1'], true],
    ['NumericNotEquals', ['1', '2'], ['2'], false],
    ['NumericEquals', ['ten'], ['ten'], false],
    ['NumericLessThan', ['10'], [''], false],
  ]));

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
describe('points in time', () =>
  holds([
    ['DateGreaterThan', ['2020-01-01T00:00:01Z'], ['2020-01-01T00:00:02Z'], true],
    ['DateGreaterThan', ['2020-01-01T00:00:01Z'], ['2020-01-01T00:00:01Z'], false],
    ['DateLessThanEquals', ['2020-02-29'], ['2020-02-29T00:00:00Z'], true],
    ['DateEquals', ['2000-03-01'], ['951868800'], true],
    ['DateEquals', ['2020-02-29T12:00:00+02:00'], ['2020-02-29T10:00:00Z'], true],
    ['DateEquals', ['1969-12-31T23:59:00-01:00'], ['1970-01-01T00:59Z'], true],
    ['DateNotEquals', ['2020'], ['2020-01-01T00:00:00.5Z'], true],
    ['DateLessThan', ['2020-13-01'], ['2020-01-01'], false],
    ['DateLessThan', ['tomorrow'], ['2020-01-01'], false],
  ]));

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
describe('addresses', () =>
  holds([
    ['IpAddress', ['203.0.113.0/24'], ['203.0.113.255'], true],
    ['IpAddress', ['203.0.113.0/24'], ['203.0.114.0'], false],
    ['IpAddress', ['203.0.113.7'], ['203.0.113.7'], true],
    ['IpAddress', ['0.0.0.0/0'], ['8.8.8.8'], true],
    ['IpAddress', ['2001:DB8:1234:5678::/64'], ['2001:db8:1234:5678::1'], true],
    ['IpAddress', ['2001:DB8:1234:5678::/64'], ['2001:db8:1234:5679::1'], false],
    ['IpAddress', ['::ffff:10.0.0.0/104'], ['::ffff:a01:203'], true],
    ['IpAddress', ['::/0'], ['10.0.0.1'], false],
    ['NotIpAddress', ['10.0.0.0/8', '192.168.0.0/16'], ['192.168.1.1'], false],
    ['NotIpAddress', ['10.0.0.0/8', '192.168.0.0/16'], ['8.8.8.8'], true],
    ['IpAddress', ['10.0.0.0/33', '10.0.0.0/', '10.0.0', '300.0.0.1', '1:2', '1::2::3', 'g::', '1:2:3:4:5:6:7:8::'], ['10.0.0.0'], false],
  ]));

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
describe('ARNs, part by part', () =>
  holds([
    ['ArnEquals', ['arn:aws:sns:us-east-1:123456789012:topic'], ['arn:aws:sns:us-east-1:123456789012:topic'], true],
    ['ArnEquals', ['arn:aws:sns:*:123456789012:t?pic'], ['arn:aws:sns:us-east-1:123456789012:topic'], true],
    ['ArnLike', ['arn:aws:iam::*:role/a'], ['arn:aws:iam::1:role/b:role/a'], false],
    ['ArnLike', ['arn:aws:sns:us-east-1:*'], ['arn:aws:sns:us-east-1:1:topic'], false],
    ['ArnLike', ['arn:aws:sqs:us-east-1:1:q:*'], ['arn:aws:sqs:us-east-1:1:q:a:b'], true],
    ['ArnLike', ['*'], ['arn:aws:iam::1:role/a'], false],
    ['ArnLike', ['arn:aws:iam::1:role/*'], ['role/a'], false],
    ['ArnNotLike', ['arn:aws:iam::1:role/*'], ['arn:aws:iam::1:role/a'], false],
    ['ArnNotEquals', ['arn:aws:iam::1:role/*'], ['arn:aws:iam::2:role/a'], true],
  ]));

describe('other types', () =>
  holds([
    ['Bool', ['true'], ['true'], true],
    ['Bool', ['TRUE'], ['true'], true],
    ['Bool', ['true'], ['false'], false],
    ['BinaryEquals', ['QmluYXJ5VmFsdWVJbkJhc2U2NA=='], ['QmluYXJ5VmFsdWVJbkJhc2U2NA=='], true],
    ['BinaryEquals', ['QQ=='], ['qq=='], false],
  ]));

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null
describe('a key that the request lacks', () =>
  holds([
    ['StringEquals', ['a'], undefined, false],
    ['StringLike', ['*'], undefined, false],
    ['StringNotEquals', ['a'], undefined, true],
    ['NotIpAddress', ['10.0.0.0/8'], undefined, true],
    ['NumericNotEquals', ['1'], undefined, true],
    ['ArnNotLike', ['arn:aws:iam::1:role/*'], undefined, true],
    ['StringEqualsIfExists', ['a'], undefined, true],
    ['StringEqualsIfExists', ['a'], ['b'], false],
    ['BoolIfExists', ['true'], undefined, true],
    ['Null', ['true'], undefined, true],
    ['Null', ['true'], [], true],
    ['Null', ['true'], ['a'], false],
    ['Null', ['false'], ['a'], true],
    ['Null', ['false'], undefined, false],
  ]));

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition_examples-multi-valued-context-keys.html
describe('keys of several values', () =>
  holds([
    ['ForAllValues:StringLike', ['key1*', 'key2*'], ['key1:legal', 'key2:a'], true],
    ['ForAllValues:StringLike', ['key1*', 'key2*'], ['key1:legal', 'hr'], false],
    ['ForAllValues:StringEquals', ['a'], undefined, true],
    ['ForAllValues:StringEquals', ['a'], [], true],
    ['ForAnyValue:StringEquals', ['webserver'], ['test', 'webserver'], true],
    ['ForAnyValue:StringEquals', ['webserver'], ['test'], false],
    ['ForAnyValue:StringEquals', ['a'], undefined, false],
    ['ForAnyValue:StringEqualsIfExists', ['a'], undefined, false],
    ['ForAllValues:StringNotEquals', ['DataClass', 'Owner'], ['Dept', 'Owner'], false],
    ['ForAllValues:StringNotEquals', ['DataClass', 'Owner'], ['Dept', 'SIC'], true],
    ['ForAnyValue:StringNotEquals', ['DataClass', 'Owner'], ['DataClass', 'Owner'], false],
    ['ForAnyValue:StringNotEquals', ['DataClass', 'Owner'], ['Dept', 'DataClass'], true],
    ['ForAnyValue:StringNotEquals', ['DataClass', 'Owner'], undefined, false],
    ['StringEquals', ['a'], ['b', 'a'], true],
    ['StringNotEquals', ['a'], ['b', 'a'], false],
  ]));

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
describe('policy variables', () => {
  const keys: Readonly<Record<string, string>> = { 'aws:username': 'ana', 'aws:PrincipalTag/path': 'a*' };
  const lookup = (key: string) => keys[key];

  test.each<readonly [operator: string, expected: string, actual: string, met: boolean]>([
    ['StringLike', 'home/${aws:username}/*', 'home/ana/x', true],
    ['StringLike', 'home/${aws:username}/*', 'home/ben/x', false],
    ['StringEquals', "${aws:PrincipalTag/team, 'company-wide'}", 'company-wide', true],
    ['StringEquals', "${aws:username, 'nobody'}", 'ana', true],
    ['StringEquals', '${aws:PrincipalTag/team}', '${aws:PrincipalTag/team}', false],
    ['StringEquals', '${aws:PrincipalTag/team}', '', false],
    ['StringNotEquals', '${aws:PrincipalTag/team}', 'red', true],
    ['StringLike', '${*}', 'anything', false],
    ['StringLike', '${*}', '*', true],
    ['StringEquals', '${?}${$}', '?$', true],
    ['StringLike', '${aws:PrincipalTag/path}', 'a*', true],
    ['StringLike', '${aws:PrincipalTag/path}', 'abc', false],
    ['ArnLike', 'arn:aws:iam::1:user/${aws:username}', 'arn:aws:iam::1:user/ana', true],
    ['Bool', '${aws:username}', 'ana', false],
  ])('%s %s of %s: %s', (operator, expected, actual, met) => expect(meets(operator, [expected], [actual], lookup)).toBe(met));

  test('are text where the policy has no version that knows them', () => {
    expect(meets('StringEquals', ['${aws:username}'], ['ana'])).toBe(false);
    expect(meets('StringEquals', ['${aws:username}'], ['${aws:username}'])).toBe(true);
  });
});

describe('operators that IAM does not know', () => {
  test.each(['StringIsh', 'NullIfExists', 'ForAnyValue:Null', 'ForSomeValues:StringEquals', 'constructor', ''])(
    '%s is never met',
    (operator) => {
      expect(operatorOf(operator)).toBeUndefined();
      expect(meets(operator, ['a'], ['a'])).toBe(false);
      expect(meets(operator, ['a'], undefined)).toBe(false);
    },
  );
});
