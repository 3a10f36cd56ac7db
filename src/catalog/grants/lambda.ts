import { resourceArn } from '../../iam/arn.ts';
import { lambdaFunction as functionKind } from '../../iam/compute-resources.ts';
import { allow } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

export const lambda = defineGrant('lambda', () => ({
  title: 'AWS Lambda',
  summary: 'Invokes one function, with or without its versions and aliases.',
  link: 'https://docs.aws.amazon.com/lambda/latest/dg/permissions-user-function.html',
  options: {
    function: {
      kind: 'resource',
      ask: 'Which function?',
      help: 'Name (my-function:live for one alias), ARN or Terraform reference.',
      required: true,
      ...named(functionKind),
    },
    qualified: {
      kind: 'flag',
      ask: 'May it name versions and aliases?',
      help: 'To IAM they are other resources than the function without one.',
      required: false,
      default: false,
      example: 'true',
    },
  },
  check: ({ function: name, qualified }) =>
    qualified && typeof name === 'string' && QUALIFIED.test(name)
      ? `"${name}" is a version or alias already: leave it out of the name, or qualified out of the grant.`
      : undefined,
  statements: ({ function: name, qualified }) => {
    const arn = resourceArn(name, functionKind);
    return [allow('LambdaInvoke', ['lambda:InvokeFunction'], qualified ? [arn, text`${arn}:*`] : [arn])];
  },
}));

const QUALIFIED = /^(?:arn:.*:function:)?[\w-]+:[^:]+$/;
