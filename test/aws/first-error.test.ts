/** What is told of a Terraform that failed, from what it and its like print. */
import { expect, test } from '@jest/globals';
import { firstError } from '../../src/aws/program.ts';

const red = (text: string): string => `\u001B[31m${text}\u001B[0m\u001B[0m`;

test('is the first error of Terraform, and where it is', () => {
  const framed = [
    '╷',
    '│ Warning: Unable to open CLI configuration file',
    '╵',
    '',
    red('╷'),
    `${red('│')} \u001B[1m${red('Error: ')}\u001B[1mDuplicate required providers configuration\u001B[0m`,
    red('│'),
    `${red('│')}   on other.tf line 2, in terraform:`,
    `${red('│')}    2:   required_providers {`,
    red('╵'),
  ].join('\n');
  expect(firstError(framed)).toBe('Duplicate required providers configuration (other.tf line 2)');
});

test('is read out of the log of Terragrunt', () => {
  const log =
    '12:00:00.000 STDERR terraform: │ Error: Backend initialization required, please run "terraform init"\n12:00:00.001 ERROR  exit status 1\n';
  expect(firstError(log)).toBe('Backend initialization required, please run "terraform init"');
});

test('is the last line of a program that frames nothing', () => {
  expect(firstError('usage: x\n\nno such backend.\n')).toBe('no such backend');
  expect(firstError('')).toBe('');
});
