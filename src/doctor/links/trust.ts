/** The trust policy: does it let this very ServiceAccount in, evaluated as IAM does. */
import { trustsPodIdentity } from '../../iam/ways-in.ts';
import { roleName, type View } from '../view.ts';
import { podIdentityRefusal, tokenRefusal } from './refusals.ts';
import { link } from './link.ts';
import { loosenessOf } from './looseness.ts';
import { trustCauses, type TrustFound } from './trust-causes.ts';

export const trustLink = link({ name: 'trust', needs: ['provider', 'role'], causes: trustCauses, look });

function look(view: View): readonly TrustFound[] {
  const { role, way, issuer, world, subject } = view;
  const trust = role?.trust;
  if (role === undefined || trust === undefined) return [];
  const commands = [
    `aws iam get-role --role-name ${roleName(role.arn)} --query Role.AssumeRolePolicyDocument`,
    `create-irsa explain ${subject.namespace}:${subject.name} ${role.arn} --live --cluster ${world.cluster.arn}`,
  ];
  if (way === 'pod-identity') {
    return podIdentityRefusal(trust, view, trustsPodIdentity(trust)).map((found) => ({ ...found, commands }));
  }
  if (issuer === undefined) return [];
  const refused = tokenRefusal(trust, view, issuer);
  return (refused.length > 0 ? refused : loosenessOf(trust, issuer)).map((found) => ({ ...found, commands }));
}
