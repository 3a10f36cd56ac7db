import { expect, test } from '@jest/globals';
import { refComplaint, statementsOf } from '../ask-grant.ts';

test('starts executions', () => {
  expect(
    statementsOf('stepfunctions', { stateMachine: 'arn:aws:states:eu-west-1:111122223333:stateMachine:ship', access: 'start' }),
  ).toEqual([
    'StepfunctionsStart: states:StartExecution, states:StartSyncExecution on arn:aws:states:eu-west-1:111122223333:stateMachine:ship',
  ]);
});

test('starts, follows and stops them', () => {
  expect(statementsOf('stepfunctions', { stateMachine: 'ship-order', access: 'start-follow' })).toEqual([
    'StepfunctionsStart: states:StartExecution, states:StartSyncExecution on arn:<partition>:states:<region>:<accountId>:stateMachine:ship-order',
    'StepfunctionsList: states:DescribeStateMachine, states:ListExecutions on arn:<partition>:states:<region>:<accountId>:stateMachine:ship-order',
    'StepfunctionsFollow: states:DescribeExecution, states:GetExecutionHistory, states:StopExecution on arn:<partition>:states:<region>:<accountId>:execution:ship-order:*',
  ]);
});

test('follows without starting', () => {
  expect(statementsOf('stepfunctions', { stateMachine: { ref: 'aws_sfn_state_machine.ship.name' }, access: 'follow' })).toEqual([
    'StepfunctionsList: states:DescribeStateMachine, states:ListExecutions on arn:<partition>:states:<region>:<accountId>:stateMachine:<aws_sfn_state_machine.ship.name>',
    'StepfunctionsFollow: states:DescribeExecution, states:GetExecutionHistory, states:StopExecution on arn:<partition>:states:<region>:<accountId>:execution:<aws_sfn_state_machine.ship.name>:*',
  ]);
});

test('refuses the ARN that only Terraform knows, of which no execution’s could be made', () => {
  for (const traversal of ['aws_sfn_state_machine.ship.arn', 'aws_sfn_state_machine.ship.id', 'module.ship.state_machine_arn'])
    expect(refComplaint('stepfunctions', 'stateMachine', traversal)).toContain('refer to its .name.');
});
