import { TerraformOutput } from 'cdktf';

/** An output whose value is plain data. cdktf's takes a map with a key `fqn` for a construct, and fails at null. */
export class PlainOutput extends TerraformOutput {
  protected override synthesizeAttributes(): Record<string, unknown> {
    return { description: this.description, value: this.value };
  }
}
