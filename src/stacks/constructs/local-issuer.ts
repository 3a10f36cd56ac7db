import { TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';
import type { IssuerLocalBlock } from '../../plan/terraform/cluster-blocks.ts';
import { expression } from '../spelling.ts';

/** `arn:aws:iam::…:oidc-provider/<issuer>` → `<issuer>` */
export class IssuerLocal extends TerraformLocal {
  constructor(scope: Construct, { label, oidcProviderArn }: IssuerLocalBlock) {
    super(scope, `local.${label}`, `\${replace(${expression(oidcProviderArn)}, "/^(.*provider/)/", "")}`);
  }
}
