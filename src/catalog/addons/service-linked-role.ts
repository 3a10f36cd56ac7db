/** Roles that AWS makes for a service of its own when it is first used. https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html */
import { allow } from '../../iam/statement.ts';
import type { Statement } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import type { Text } from '../../iam/text.ts';

/** What the service calls itself there, in every partition. */
export const serviceLinkedRoles = (service: string): Text =>
  text`arn:${fact('partition')}:iam::${fact('accountId')}:role/aws-service-role/${service}/*`;

/** Nothing else can be made with it: IAM itself writes the role's trust and permissions. */
export const makeServiceLinkedRole = (sid: string, ...services: readonly string[]): Statement =>
  allow(sid, ['iam:CreateServiceLinkedRole'], services.map(serviceLinkedRoles), {
    conditions: [{ operator: 'StringEquals', key: 'iam:AWSServiceName', values: services }],
  });
