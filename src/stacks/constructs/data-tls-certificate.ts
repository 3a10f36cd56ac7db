import { TerraformDataSource } from 'cdktf';
import type { Construct } from 'constructs';
import type { TlsCertificateDataBlock } from '../../plan/terraform/data-blocks.ts';
import { template } from '../spelling.ts';

/** `tls_certificate`, of which one argument is used: no reason to install the bindings of the whole provider. */
export class TlsCertificateData extends TerraformDataSource {
  readonly #url: string;

  constructor(scope: Construct, { label, url }: TlsCertificateDataBlock) {
    super(scope, `data.tls_certificate.${label}`, { terraformResourceType: 'tls_certificate' });
    this.#url = template(url);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { url: this.#url };
  }
}
