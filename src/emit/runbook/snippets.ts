/** The whole of what a program does for its role: nothing. Each asks STS who it is. */
import type { RunbookSdk } from '../../plan/runbook/planned-runbook.ts';
import { printer } from '../printer.ts';
import dotnet from '../../../templates/runbook/dotnet.hbs';
import go from '../../../templates/runbook/go.hbs';
import java from '../../../templates/runbook/java.hbs';
import js from '../../../templates/runbook/js.hbs';
import python from '../../../templates/runbook/python.hbs';
import rust from '../../../templates/runbook/rust.hbs';

const printed = (template: unknown): string => printer<object>(template)({}).trimEnd();

export interface Snippet {
  /** What the package manager calls it, where the name says more than the title. */
  readonly packages: string;
  /** Of the fenced block. */
  readonly language: string;
  readonly lines: string;
}

export const snippets: Readonly<Record<RunbookSdk['name'], Snippet>> = {
  python: {
    packages: 'boto3',
    language: 'python',
    lines: printed(python),
  },
  js: {
    packages: '@aws-sdk/client-sts',
    language: 'js',
    lines: printed(js),
  },
  go: {
    packages: 'github.com/aws/aws-sdk-go-v2',
    language: 'go',
    lines: printed(go),
  },
  java: {
    // Without the module sts on the class path the SDK passes over the token of IRSA.
    packages: 'software.amazon.awssdk:sts',
    language: 'java',
    lines: printed(java),
  },
  dotnet: {
    packages: 'AWSSDK.SecurityToken',
    language: 'csharp',
    lines: printed(dotnet),
  },
  rust: {
    packages: 'aws-config, aws-sdk-sts',
    language: 'rust',
    lines: printed(rust),
  },
};
