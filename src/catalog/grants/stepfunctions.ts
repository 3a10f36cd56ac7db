import { besideArn, resourceArn } from '../../iam/arn.ts';
import { stateMachine as machineKind } from '../../iam/compute-resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

export const stepfunctions = defineGrant('stepfunctions', () => ({
  title: 'AWS Step Functions',
  summary: 'Starts one state machine, and follows or stops its executions.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/concept-create-iam-advanced.html',
  options: {
    stateMachine: {
      kind: 'resource',
      ask: 'Which state machine?',
      help: 'Name, ARN or Terraform reference to its name.',
      required: true,
      ...named(machineKind),
    },
    access: {
      kind: 'choice',
      ask: 'What may it do with executions?',
      help: 'start starts them, express ones synchronously too; follow reads and stops those that run.',
      required: true,
      choices: ['start', 'follow', 'start-follow'],
      example: 'start',
    },
  },
  statements: ({ stateMachine, access }) => {
    const machineArn = resourceArn(stateMachine, machineKind);
    return [
      ...(access !== 'follow' ? [allow('StepfunctionsStart', ['states:StartExecution', 'states:StartSyncExecution'], [machineArn])] : []),
      ...(access !== 'start'
        ? [
            allow('StepfunctionsList', ['states:DescribeStateMachine', 'states:ListExecutions'], [machineArn]),
            allow(
              'StepfunctionsFollow',
              ['states:DescribeExecution', 'states:GetExecutionHistory', 'states:StopExecution'],
              [besideArn(stateMachine, machineKind, 'execution:{}:*')],
            ),
          ]
        : []),
    ];
  },
}));
